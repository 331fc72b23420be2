import { describe, expect, it } from "@jest/globals";
import { Subject, type SchedulerLike } from "rxjs";
import { Link } from "../../src/connection/link.ts";
import { marbles } from "ws-sync-rx/testing";

/** A link that tells what arrives. */
function watched(scheduler: SchedulerLike, options: { latency?: number; rate?: number }) {
  const link = new Link({ scheduler, ...options });
  const arrived$ = new Subject<string>();
  const send = (mark: string, bytes = 1): void => link.carry(bytes, () => arrived$.next(mark));
  return { link, send, arrived$ };
}

describe("a link in memory", () => {
  it(
    "takes as many bytes a second as its receiver does, then each is under way",
    marbles(({ scheduler, cold, expectObservable }) => {
      const { link, send, arrived$ } = watched(scheduler, { latency: 2, rate: 500 });
      const buffered$ = new Subject<string>();
      link.flushed = () => buffered$.next(String(link.buffered));
      // prettier-ignore
      const sent = "     ab----c---    ";
      const buffered = " --1-0---0--    ";
      const arrived = "  ----a-b---c    ";
      cold(sent).subscribe((mark) => send(mark));
      expectObservable(arrived$).toBe(arrived);
      expectObservable(buffered$).toBe(buffered);
    }),
  );

  it(
    "stops and goes on where it was when the rate changes",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { link, send, arrived$ } = watched(scheduler, { rate: 1_000 });
      // 8 bytes: 2 are taken at 1 a frame, none for 4 frames, the other 6 at 3 a frame
      // prettier-ignore
      const rates = "   --a---b---c-";
      const arrived = " --------x---y";
      const rate: Record<string, number> = { a: 0, b: 3_000, c: Number.POSITIVE_INFINITY };
      send("x", 8);
      cold(rates).subscribe((step) => (link.rate = rate[step] ?? 0));
      cold("------------s").subscribe(() => send("y", 1_000_000));
      expectObservable(arrived$).toBe(arrived);
      flush();
      expect(link.buffered).toBe(0);
    }),
  );

  it(
    "holds back what is sent while it is silent, and delivers it in order afterwards",
    marbles(({ scheduler, cold, expectObservable }) => {
      const { link, send, arrived$ } = watched(scheduler, { latency: 1 });
      // prettier-ignore
      const silent = "  -x------o------";
      const sent = "    a-b--c------d--";
      const arrived = " -a-------(bc)d";
      cold(silent).subscribe((step) => (link.silent = step === "x"));
      cold(sent).subscribe((mark) => send(mark));
      expectObservable(arrived$).toBe(arrived);
    }),
  );

  it(
    "lets nothing overtake what was sent before",
    marbles(({ scheduler, cold, expectObservable }) => {
      const { link, send, arrived$ } = watched(scheduler, { latency: 5 });
      // prettier-ignore
      const sent = "    ab-------c--";
      const arrived = " -----(ab)-c--";
      cold(sent).subscribe((mark) => {
        send(mark);
        link.latency = 1;
      });
      expectObservable(arrived$).toBe(arrived);
    }),
  );
});
