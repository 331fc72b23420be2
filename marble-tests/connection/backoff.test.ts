import { describe, it } from "@jest/globals";
import { defer, merge, type Observable, of, retry, throwError } from "rxjs";
import { ConnectionClosed } from "ws-sync-rx";
import { backoff } from "ws-sync-rx/client";
import { marbles, testEnv } from "ws-sync-rx/testing";

const closed = (aliveFor = 0, code = 1006) => new ConnectionClosed(code, "", aliveFor);
const failing = (error: unknown = closed()): Observable<string> => throwError(() => error);

/** One attempt after the other. */
function attempts(...each: readonly Observable<string>[]): Observable<string> {
  let count = 0;
  return defer(() => each[count++] ?? failing(new Error("no attempt is left")));
}

describe("backoff", () => {
  it(
    "tries again after a delay whose bound doubles",
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const one$ =   cold("--c--#           ", undefined, closed(3));
      const two$ = cold("       #         ".trim(), undefined, closed());
      const three$ = cold("           --c---".trim());
      const expected = "   --c----------c---";
      const unsub = "      ----------------!";
      const subs1 = "      ^----!           ";
      const subs2 = "      -------(^!)      ";
      const subs3 = "      -----------^----!";
      const line$ = attempts(one$, two$, three$).pipe(backoff({ base: 4, env: testEnv(scheduler) }));
      expectObservable(line$, unsub).toBe(expected);
      expectSubscriptions(one$.subscriptions).toBe(subs1);
      expectSubscriptions(two$.subscriptions).toBe(subs2);
      expectSubscriptions(three$.subscriptions).toBe(subs3);
    }),
  );

  it(
    "spreads the delay over all of 0 to its bound, which never exceeds the cap",
    marbles(({ scheduler, expectObservable }) => {
      const chances = [0, 0.75, 1, 0.5, 1];
      const env = { scheduler, random: () => chances.shift() ?? 1 };
      // bounds 4, 8, 8, 8, 8
      // prettier-ignore
      const expected = "(bb)--b-------b---b-------b";
      const unsub = "   ---------------------------!";
      const attempt$ = defer(() => merge(of("b"), failing()));
      expectObservable(attempt$.pipe(backoff({ base: 4, cap: 8, env })), unsub).toBe(expected);
    }),
  );

  it(
    "begins again from base only after a line that lived for stableAfter",
    marbles(({ scheduler, expectObservable }) => {
      const env = testEnv(scheduler);
      // prettier-ignore
      const doubled = "------(c|)";
      const reset = "  ----(c|)  ";
      const short$ = attempts(failing(closed(9)), failing(closed(9)), of("c"));
      const long$ = attempts(failing(closed(9)), failing(closed(10)), of("c"));
      // ½ · 4 and ½ · 8, against ½ · 4 twice
      expectObservable(short$.pipe(backoff({ base: 4, stableAfter: 10, env }))).toBe(doubled);
      expectObservable(long$.pipe(backoff({ base: 4, stableAfter: 10, env }))).toBe(reset);
    }),
  );

  it(
    "tries at once when it is woken",
    marbles(({ scheduler, cold, hot, expectObservable, expectSubscriptions }) => {
      const env = testEnv(scheduler);
      // prettier-ignore
      const wake$ = hot(" --w---w-----");
      const one$ = cold(" -#          ", undefined, closed());
      const two$ = cold("  ---#       ".trim(), undefined, closed());
      const expected = "  ------(c|)  ";
      const subs = ["     -^!", "-----^!"];
      const line$ = attempts(one$, two$, of("c")).pipe(backoff({ base: 1_000, wake$, env }));
      expectObservable(line$).toBe(expected);
      expectSubscriptions(wake$.subscriptions).toBe(subs);
    }),
  );

  it.each<[string, unknown]>([
    ["a terminal close code", closed(0, 4500)],
    ["the last terminal close code", closed(0, 4999)],
    ["an error that is no ConnectionClosed", new TypeError("bad url")],
    ["a text", "text"],
  ])("ends with %s", (_name, error) => {
    marbles(({ scheduler, expectObservable }) => {
      expectObservable(failing(error).pipe(backoff({ env: testEnv(scheduler) }))).toBe("#", undefined, error);
    })();
  });

  it.each([1000, 1006, 1011, 4000, 4499])("comes back after %d", (code) => {
    marbles(({ scheduler, expectObservable }) => {
      const line$ = attempts(failing(closed(0, code)), of("c")).pipe(backoff({ base: 2, env: testEnv(scheduler) }));
      expectObservable(line$).toBe("-(c|)");
    })();
  });

  it(
    "asks isFinal, completes with its source, and starts clean for each subscriber",
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const env = testEnv(scheduler);
      const isFinal = (error: unknown): boolean => error === "stop";
      // prettier-ignore
      const stop$ = cold("-#   ", undefined, "stop");
      const fail$ = cold("#    ", undefined, "again");
      const expected = "  ----#";
      const again = "     ----#";
      const subs = ["     ---^!", "---^!"];
      const line = () => attempts(fail$, stop$).pipe(backoff<string>({ base: 6, isFinal, env }));
      expectObservable(line()).toBe(expected, undefined, "stop");
      expectObservable(line()).toBe(again, undefined, "stop");
      expectSubscriptions(stop$.subscriptions).toBe(subs);
      expectObservable(of("c").pipe(backoff({ env }))).toBe("(c|)");
      const twice$ = attempts(failing(closed()), failing(new Error("f")), failing(closed()), of("c"));
      // the second subscription waits ½ · 6 again, not ½ · 12
      expectObservable(twice$.pipe(backoff({ base: 6, env }), retry(1))).toBe("6ms (c|)");
    }),
  );

  it(
    "stops waiting when it is unsubscribed",
    marbles(({ scheduler, cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const wake$ = hot(" ---------");
      const line$ = cold("-#       ", undefined, closed());
      const unsub = "     ----!    ";
      const waits = "     -^--!    ";
      expectObservable(line$.pipe(backoff({ wake$, env: testEnv(scheduler) })), unsub).toBe("-");
      expectSubscriptions(wake$.subscriptions).toBe(waits);
    }),
  );

  it.each([1001, 1012, 1013])("comes back within 5 s, all of it, after %d", (code) => {
    marbles(({ scheduler, expectObservable }) => {
      const env = { scheduler, random: () => 0.9 };
      const again = () => attempts(failing(closed(0, code)), of("c"));
      expectObservable(again().pipe(backoff({ env }))).toBe("4500ms (c|)");
      expectObservable(again().pipe(backoff({ spread: 10, base: 1, env }))).toBe("9ms (c|)");
      // the bound that doubles counts as soon as it is the larger one
      expectObservable(again().pipe(backoff({ spread: 10, base: 20, env }))).toBe("18ms (c|)");
    })();
  });

  it(
    "comes back within the window that the server gave, whatever ended the line, and tries at once when it is woken",
    marbles(({ scheduler, hot, expectObservable }) => {
      const env = { scheduler, random: () => 0.5 };
      const drained = (code: number, window: number) => failing(new ConnectionClosed(code, "", 0, window));
      const wake$ = hot("---w");
      const options = { base: 10, env };
      expectObservable(attempts(drained(1012, 60_000), of("c")).pipe(backoff(options))).toBe("30s (c|)");
      expectObservable(attempts(drained(1006, 60_000), of("c")).pipe(backoff(options))).toBe("30s (c|)");
      expectObservable(attempts(drained(1012, 0), of("c")).pipe(backoff(options))).toBe("5ms (c|)");
      expectObservable(attempts(drained(1012, 60_000), of("c")).pipe(backoff({ ...options, wake$ }))).toBe("---(c|)");
    }),
  );

  it.each([1002, 1007, 1008, 1009])("waits at least 5 s after %d, and stops after three in a row", (code) => {
    marbles(({ scheduler, hot, expectObservable }) => {
      const env = testEnv(scheduler);
      const refused = closed(0, code);
      const attempt$ = defer(() => merge(of("b"), failing(refused)));
      const wake$ = hot("--w 5s w");
      // ½ · 4 and ½ · 8 on top
      expectObservable(attempt$.pipe(backoff({ base: 4, env }))).toBe("b 5001ms b 5003ms (b#)", undefined, refused);
      expectObservable(attempts(failing(refused), of("c")).pipe(backoff({ base: 1_000, wake$, env }))).toBe(
        "5003ms (c|)",
      );
    })();
  });

  it(
    "counts refusals in a row only, and none before a line that lived",
    marbles(({ scheduler, expectObservable }) => {
      const env = { scheduler, random: () => 0 };
      const [refused$, lost$] = [failing(closed(0, 1008)), failing(closed(0, 1006))];
      const lived$ = failing(closed(10_000, 1008));
      const options = { refusedPause: 10, refusedTries: 2, env };
      expectObservable(attempts(refused$, lost$, refused$, of("c")).pipe(backoff(options))).toBe("20ms (c|)");
      expectObservable(attempts(refused$, lived$, of("c")).pipe(backoff(options))).toBe("20ms (c|)");
      expectObservable(attempts(refused$, refused$, of("c")).pipe(backoff(options))).toBe(
        "10ms #",
        undefined,
        closed(0, 1008),
      );
    }),
  );
});
