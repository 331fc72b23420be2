import { describe, expect, it } from "@jest/globals";
import { asyncScheduler, EMPTY, from, interval, map, merge, of, Subject, take } from "rxjs";
import {
  action,
  actionEvent,
  actions,
  type Frame,
  type HandlerContext,
  sendAction,
  sendBinary,
  syncKey,
  type SyncEvent,
} from "ws-sync-rx";
import { marbles, testSession } from "ws-sync-rx/testing";
import { rawLine } from "../raw-line.ts";
import { twoEnds } from "../two-ends.ts";

interface PageActions {
  show(args: { readonly width: number }): void;
}
const PAGE = syncKey<unknown, PageActions>("PAGE");

describe("a binary action", () => {
  it("reaches a handler with its bytes, also where text comes between its two frames", () => {
    const seen: unknown[] = [];
    const line = rawLine(asyncScheduler);
    const session = testSession(EMPTY, EMPTY);
    const show = (args: object, { bytes }: HandlerContext): void => void seen.push([args, bytes && [...bytes]]);
    merge(
      session.attach(line.connection),
      session.run((each) => each.pipe(actions(PAGE, { show }))),
    ).subscribe();
    line.receiveFrames(
      '{"type":"_BIN_META","data":{"type":"_ACTION:PAGE","metadata":{"type":"show","width":1}}}',
      Uint8Array.of(1, 2),
      '{"type":"_BIN_META","data":{"type":"_ACTION:PAGE","metadata":{"type":"show","width":2}}}',
      '{"type":"_ACTION:PAGE","data":{"type":"show","width":3}}',
      Uint8Array.of(),
    );
    expect(seen).toEqual([
      [{ width: 1 }, [1, 2]],
      [{ width: 3 }, undefined],
      [{ width: 2 }, []],
    ]);
  });

  it(
    "goes both ways",
    marbles(({ scheduler, flush }) => {
      const { server, client } = twoEnds(scheduler, 5);
      const seen: unknown[] = [];
      const serve = (end: string) =>
        actions(PAGE, { show: ({ width }, { bytes }) => void seen.push([end, width, bytes && [...bytes]]) });
      server.run((session) => session.pipe(serve("server"))).subscribe();
      client.run((session) => session.pipe(serve("client"))).subscribe();
      const image = { args: { width: 1 }, bytes: Uint8Array.of(9) };
      server.run(() => of(image).pipe(sendBinary(PAGE, "show"))).subscribe();
      action(client, PAGE, "show", { width: 2 }, { bytes: Uint8Array.of(8) }).subscribe();
      flush();
      expect(seen).toEqual([
        ["client", 1, [9]],
        ["server", 2, [8]],
      ]);
    }),
  );

  it(
    "fault 11: sent by several at once, no announcement is parted from its payload",
    marbles(({ flush }) => {
      const line = rawLine(asyncScheduler);
      const session = testSession(EMPTY, EMPTY);
      const answering$ = new Subject<SyncEvent>();
      const sending = [1, 2, 3].map(
        (sender) => () =>
          interval(sender).pipe(
            take(20),
            map((n) => actionEvent("PAGE", "show", { width: n }, Uint8Array.of(sender, n))),
          ),
      );
      const talking = () =>
        interval(1).pipe(
          map((n) => ({ type: "said", data: n })),
          take(60),
        );
      // an answer that is sent while another event is being served
      const echoing = () => answering$.pipe(map(() => actionEvent("PAGE", "show", { width: 0 }, Uint8Array.of(0, 0))));
      merge(session.attach(line.connection), session.run(...sending, talking, echoing)).subscribe();
      session.on("ask").subscribe(answering$);
      interval(2)
        .pipe(take(10))
        .subscribe(() => line.receive({ type: "ask" }));
      flush();
      const binary = line.frames.flatMap((frame, at) => (typeof frame === "string" ? [] : [at]));
      expect(binary).toHaveLength(70);
      for (const at of binary) expect(announced(line.frames[at - 1])).toBe(Buffer.from(line.frames[at] ?? "").at(1));
      expect(line.frames.filter(isAnnouncement)).toHaveLength(70);
    }),
  );
});

function isAnnouncement(frame: Frame | undefined): boolean {
  return typeof frame === "string" && frame.startsWith('{"type":"_BIN_META"');
}

/** The number that was said to come with the payload. */
function announced(frame: Frame | undefined): unknown {
  if (typeof frame !== "string") return undefined;
  const { data } = JSON.parse(frame) as { readonly data?: { readonly metadata?: { readonly width?: number } } };
  return isAnnouncement(frame) ? data?.metadata?.width : undefined;
}

describe("sendAction", () => {
  it(
    "makes arguments calls, for a pipeline to send",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const args$ = hot("--a---b--|", { a: { width: 1 }, b: { width: 2 } });
      const subs = "     ^--------!";
      const expected = " --A---B--|";
      expectObservable(args$.pipe(sendAction(PAGE, "show"))).toBe(expected, {
        A: { type: "_ACTION:PAGE", data: { width: 1, type: "show" } },
        B: { type: "_ACTION:PAGE", data: { width: 2, type: "show" } },
      });
      expectSubscriptions(args$.subscriptions).toBe(subs);
    }),
  );

  it("makes a payload a binary event", () => {
    const made: SyncEvent[] = [];
    const bytes = Uint8Array.of(1);
    from([{ args: { width: 1 }, bytes }])
      .pipe(sendBinary(PAGE, "show"))
      .subscribe((event) => made.push(event));
    expect(made).toEqual([{ type: "_ACTION:PAGE", data: { width: 1, type: "show" }, bytes }]);
  });
});
