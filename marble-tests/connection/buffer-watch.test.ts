import { describe, it } from "@jest/globals";
import { map } from "rxjs";
import { BufferWatch } from "../../src/connection/buffer-watch.ts";
import { marbles } from "ws-sync-rx/testing";

const d = map(() => "d");

describe("a buffer that is watched", () => {
  it(
    "is drained at a quarter of its mark, once it had reached the mark",
    marbles(({ scheduler, cold, expectObservable }) => {
      const socket = { buffered: 0, reportsFlushes: true };
      const watch = new BufferWatch(socket, { highWater: 4, scheduler });
      // prettier-ignore
      const buffered = "-1-3-1-4-5-3-2-1-0-4-0-|";
      const drained = " ---------------d-----d-|";
      expectObservable(watch.drained$.pipe(d)).toBe(drained);
      cold(buffered).subscribe({
        next: (bytes) => {
          socket.buffered = Number(bytes);
          watch.look();
        },
        complete: () => watch.end(),
      });
    }),
  );

  it(
    "is looked at every 50 ms when its socket says nothing, while it is full and somebody waits",
    marbles(({ scheduler, cold, expectObservable }) => {
      let looks = 0;
      const socket = {
        bytes: 0,
        get buffered() {
          looks += 1;
          return this.bytes;
        },
      };
      const watch = new BufferWatch(socket, { highWater: 4, scheduler });
      // prettier-ignore
      const steps = "  100ms f 319ms e              ";
      const waiting = "200ms ^ 699ms !               ";
      const counts = " 310ms x 109ms y 1s z          ";
      const drained = "450ms d                       ";
      cold(steps).subscribe((step) => {
        socket.bytes = step === "f" ? 4 : 1;
        if (step === "f") watch.look();
      });
      expectObservable(watch.drained$.pipe(d), waiting).toBe(drained);
      // one when it was filled, then at 250, 300, 350, 400 and 450 ms, when it has drained
      expectObservable(cold(counts).pipe(map(() => looks))).toBe(counts, { x: 3, y: 5, z: 6 });
    }),
  );

  it(
    "is looked at no more once it is over, full as it may be",
    marbles(({ scheduler, cold, expectObservable }) => {
      const watch = new BufferWatch({ buffered: 4 }, { highWater: 4, scheduler });
      // prettier-ignore
      const steps = "  100ms f 119ms e";
      const drained = "220ms |        ";
      cold(steps).subscribe((step) => {
        if (step === "f") watch.look();
        else watch.end();
      });
      expectObservable(watch.drained$.pipe(d)).toBe(drained);
    }),
  );
});
