import { TestScheduler, type RunHelpers } from "rxjs/testing";
import { same } from "./same.ts";

/** What a marble test is given: RxJS's own helpers, and the scheduler that owns time. */
export interface MarbleHelpers extends RunHelpers {
  readonly scheduler: TestScheduler;
}

/**
 * A test in virtual time, for any runner: `it("…", marbles(({ hot, expectObservable }) => { … }))`.
 *
 * ```
 * const source$  = hot("--a--b--|")
 * const expected =     "--x--y--|"
 * ```
 *
 * Values are compared by their own members, so a plain object stands for an event of any class.
 *
 * @param test as for `TestScheduler.run` of RxJS
 * @throws Error what was expected and what came, frame by frame
 */
export function marbles(test: (helpers: MarbleHelpers) => void): () => void {
  return () => {
    const scheduler = new TestScheduler((actual: unknown, expected: unknown) => {
      if (!same(actual, expected))
        throw new Error(`The streams differ.\nexpected\n${drawn(expected)}\ncame\n${drawn(actual)}`);
    });
    scheduler.run((helpers) => {
      test({ ...helpers, scheduler });
    });
  };
}

function drawn(frames: unknown): string {
  if (!Array.isArray(frames)) return `  ${JSON.stringify(frames)}`;
  return frames.length === 0
    ? "  nothing"
    : frames.map((frame) => `  ${JSON.stringify(frame, errorsAsText)}`).join("\n");
}

function errorsAsText(_name: string, value: unknown): unknown {
  return value instanceof Error ? String(value) : value;
}
