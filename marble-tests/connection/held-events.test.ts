import { describe, expect, it } from "@jest/globals";
import { map, mergeMap, take } from "rxjs";
import type { SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";

const type = map(({ type }: SyncEvent) => type);

describe("events that wait for a subscriber", () => {
  it(
    "stay for the next one when the first leaves early",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler);
      // prettier-ignore
      const events = "abc---d-";
      const first = " ---^----";
      const one = "   ---(a|)";
      const second = "----^---";
      const rest = "  ----(bc|)";
      cold(events).subscribe((name) => line.receive({ type: name }));
      expectObservable(line.pipe(take(1), type), first).toBe(one);
      expectObservable(line.pipe(take(2), type), second).toBe(rest);
    }),
  );

  it("begin with what was put back", () => {
    const line = new TestConnection(testEnv().scheduler);
    for (const name of ["hello", "a", "b"]) line.receive({ type: name });
    const heard: string[] = [];
    line
      .pipe(
        take(1),
        mergeMap((event) => {
          line.putBack(event);
          return line;
        }),
      )
      .subscribe(({ type }) => heard.push(type));
    line.receive({ type: "c" });
    expect(heard).toEqual(["hello", "a", "b", "c"]);
  });

  it(
    "are not lost with a line that breaks, and are with one that this end closes",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [broken, closed] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      const error = Object.assign(
        new Error(
          "The connection closed with code 1006 after 1 ms. Reconnect with backoff() unless the code is terminal.",
        ),
        { name: "ConnectionClosed" },
      );
      for (const line of [broken, closed]) line.receive({ type: "e" });
      cold("-x").subscribe(() => {
        broken.break();
        closed.complete();
      });
      expectObservable(broken.pipe(type), "--^").toBe("--(e#)", undefined, error);
      expectObservable(closed.pipe(type), "--^").toBe("--|");
    }),
  );
});
