import { finalize, type MonoTypeOperatorFunction, tap } from "rxjs";
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
 * answered(answer)  --a--b--|      as the source
 * ```
 */
export function answered<T>(answer: Answer | undefined): MonoTypeOperatorFunction<T> {
  if (answer === undefined) return (source$) => source$;
  let last: T | undefined;
  return (source$) =>
    source$.pipe(
      tap({
        next: (value) => {
          last = value;
        },
        complete: () => {
          answer.ok(last);
        },
        error: (error: unknown) => {
          answer.fail(callErrorOf(error));
        },
      }),
      // an answer that was given stands
      finalize(() => {
        answer.fail(CANCELLED);
      }),
    );
}

/** What a caller is told of an error: nothing that was not meant for it. */
function callErrorOf(error: unknown): ReplyError {
  if (!(error instanceof CallRefused)) return { code: "failed", message: "it failed on the server" };
  const { code, message, issues } = error;
  return issues.length === 0 ? { code, message } : { code, message, issues };
}
