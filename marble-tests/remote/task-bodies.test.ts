import { describe, expect, it } from "@jest/globals";
import { defer, finalize, map, NEVER, type Observable, of, Subject, throwError, timer } from "rxjs";
import { type HandlerContext, type SyncEvent, tasks } from "ws-sync-rx";
import { marbles, testSession } from "ws-sync-rx/testing";

type Body = (args: object, context: HandlerContext) => unknown;

const start: SyncEvent = { type: "_TASK_START:KEY", data: { type: "work", n: 3 } };
const cancel: SyncEvent = { type: "_TASK_CANCEL:KEY", data: { type: "work" } };
const NAMES = { x: ["work"], o: [] };

/** Every kind of body: each says when it begins and when it is told to end, and rests in between. */
const resting = (log: (said: string) => void): readonly (readonly [kind: string, body: Body])[] => [
  [
    "an observable",
    () =>
      defer(() => {
        log("begins");
        return NEVER.pipe(finalize(() => log("ends")));
      }),
  ],
  [
    "a generator",
    function* (): Iterable<Observable<never>> {
      try {
        log("begins");
        yield NEVER;
      } finally {
        log("ends");
      }
    },
  ],
  [
    "a promise with a signal",
    (_args, { signal }) => {
      log("begins");
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          log("ends");
          reject(new Error("aborted"));
        });
      });
    },
  ],
  [
    "an async generator with a signal",
    async function* (_args, { signal }) {
      log("begins");
      const aborted = new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => {
          log("ends");
          resolve();
        });
      });
      yield 1;
      await aborted;
    },
  ],
  [
    "an async iterable",
    () => ({
      [Symbol.asyncIterator]: () => {
        log("begins");
        return {
          next: () => new Promise<IteratorResult<number>>(() => undefined),
          return: () => {
            log("ends");
            return Promise.resolve({ done: true, value: undefined });
          },
        };
      },
    }),
  ],
];

describe.each(resting(() => undefined).map(([kind], index) => [kind, index] as const))("a task as %s", (_kind, at) => {
  const bodyThat = (log: (said: string) => void): Body => resting(log)[at]?.[1] ?? (() => undefined);

  it(
    "begins with its start, and is told to end by its cancel",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--s----c---s--", { s: start, c: cancel });
      const said = "       --b----e---b--";
      const running = "    --x----o---x--";
      const expected = "   --------------";
      const said$ = new Subject<string>();
      const running$ = new Subject<readonly string[]>();
      const work = bodyThat((what) => said$.next(what));
      expectObservable(said$).toBe(said, { b: "begins", e: "ends" });
      expectObservable(running$).toBe(running, NAMES);
      expectObservable(testSession(events$).pipe(tasks("KEY", { work }, { runningObserver: running$ }))).toBe(expected);
    }),
  );

  it(
    "is started and then cancelled when both come in one burst, and ends with the pipeline",
    marbles(({ hot, flush }) => {
      const log: unknown[] = [];
      // prettier-ignore
      const events$ = hot("--(sc)--s--|", { s: start, c: cancel });
      const options = { runningObserver: { next: (names: readonly string[]) => log.push(names) } };
      const subscription = events$
        .pipe(tasks("KEY", { work: bodyThat((what) => log.push(what)) }, options))
        .subscribe((event) => log.push(event));
      hot("---------u").subscribe(() => {
        subscription.unsubscribe();
      });
      flush();
      expect(log).toEqual([["work"], "begins", "ends", [], ["work"], "begins", "ends", []]);
    }),
  );
});

/** Every way to fail. */
// prettier-ignore
const failing: readonly (readonly [kind: string, body: Body])[] = [
  ["throws", () => { throw new Error("no"); }],
  ["is an observable that errors", () => throwError(() => new Error("no"))],
  ["is a generator that throws", function* () { yield 1; throw new Error("no"); }],
  ["is a generator that throws what it awaited", function* () { yield timer(1); yield throwError(() => new Error("no")); }],
];

// prettier-ignore
const failingLater: readonly (readonly [kind: string, body: Body])[] = [
  ["is a promise that rejects", () => Promise.reject(new Error("no"))],
  ["is an async generator that throws", async function* () { yield await Promise.resolve(1); throw new Error("no"); }],
  ["is an async function that throws", async () => { await Promise.resolve(); throw new Error("no"); }],
];

describe("fault 8: a task that fails", () => {
  const REPORT = "work failed while it served _TASK_START:KEY: no";

  it.each(failing)("and %s is reported, leaves the list, and can be started again", (_kind, work) => {
    marbles(({ hot, flush }) => {
      const log: unknown[] = [];
      const session = testSession(hot("-s-----s", { s: start }));
      session.errors$.subscribe(({ message }) => log.push(message));
      const options = { runningObserver: { next: (names: readonly string[]) => log.push(names) } };
      session.run((each) => each.pipe(tasks("KEY", { work }, options))).subscribe();
      flush();
      expect(log).toEqual([["work"], REPORT, [], ["work"], REPORT, []]);
    })();
  });

  it.each(failingLater)("and %s is reported and leaves the list", async (_kind, work) => {
    const log: unknown[] = [];
    await new Promise<void>((resolve) => {
      const next = (names: readonly string[]): void => {
        log.push(names);
        if (names.length === 0) resolve();
      };
      of(start)
        .pipe(
          tasks("KEY", { work }, { runningObserver: { next } }),
          map(({ type }) => type),
        )
        .subscribe((type) => log.push(type));
    });
    expect(log).toEqual([["work"], "_FAILURE", []]);
  });

  it(
    "while it is told to end is reported, and does not stop the next run",
    marbles(({ hot, flush }) => {
      const log: unknown[] = [];
      const session = testSession(hot("-s-c-s", { s: start, c: cancel }));
      session.errors$.subscribe(({ message }) => log.push(message));
      const options = { runningObserver: { next: (names: readonly string[]) => log.push(names) } };
      const work = function* (): Iterable<Observable<never>> {
        try {
          yield NEVER;
        } finally {
          log.push("no");
          // eslint-disable-next-line no-unsafe-finally -- what a body must not do, and may
          throw new Error("no");
        }
      };
      session.run((each) => each.pipe(tasks("KEY", { work }, options))).subscribe();
      flush();
      expect(log).toEqual([["work"], "no", REPORT, [], ["work"]]);
    }),
  );
});
