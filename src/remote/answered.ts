import { Observable, type OperatorFunction } from "rxjs";
import { CallRefused } from "../protocol/call-refused.ts";
import type { ReplyError } from "../protocol/reply.ts";
import type { Answer } from "../session/replies.ts";

const CANCELLED: ReplyError = { code: "cancelled", message: "it was ended before it was done" };

/**
 * Answers a caller with what becomes of a call: its last value, why it failed, or that it was ended.
 *
 * ```
 * source            --a--b--|      ok: b
 * source            --a--#         failed
 * source            --a--!         unsubscribed: cancelled
 * answered(answer)  --------|      only the end of the source
 * ```
 */
export function answered(answer: Answer | undefined): OperatorFunction<unknown, never> {
  return (source$) =>
    new Observable((subscriber) => {
      let last: unknown;
      subscriber.add(
        source$.subscribe({
          next: (value) => {
            last = value;
          },
          error: (error: unknown) => {
            answer?.fail(callErrorOf(error));
            subscriber.error(error);
          },
          complete: () => {
            answer?.ok(last);
            subscriber.complete();
          },
        }),
      );
      // an answer that was given stands
      subscriber.add(() => answer?.fail(CANCELLED));
    });
}

/** What a caller is told of an error: nothing that was not meant for it. */
function callErrorOf(error: unknown): ReplyError {
  if (!(error instanceof CallRefused)) return { code: "failed", message: "it failed on the server" };
  const { code, message, issues } = error;
  return issues.length === 0 ? { code, message } : { code, message, issues };
}
