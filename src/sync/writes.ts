import { EMPTY, merge, mergeMap, type Observable, of, type OperatorFunction, take, timer } from "rxjs";
import { PatchError } from "../patch/patch-error.ts";
import { WriteRefused } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { getEvent } from "../protocol/event-of.ts";
import { keyedType, type SyncKey } from "../protocol/key.ts";
import type { Issue, ReplyError } from "../protocol/reply.ts";
import { lineOf } from "../session/addressed.ts";
import { answerOf } from "../session/answer-of.ts";
import { failure } from "../session/failure.ts";
import { ofType } from "../session/of-type.ts";
import type { Answer } from "../session/replies.ts";
import type { Line } from "../session/line.ts";
import type { Feed } from "./feed.ts";
import { servedFeed } from "./served-feeds.ts";
import { checkBase, WriteConflict } from "./write-conflict.ts";
import { checkWrite, type WritePolicy } from "./write-policy.ts";
import { writeOf } from "./write.ts";

/** A state that can be read and replaced: a `BehaviorSubject` is one. */
export interface StateHolder<S> {
  readonly value: S;
  /** replaces the state */
  next(state: S): void;
}

/** How writes are taken. */
export interface WritesOptions<S> extends WritePolicy {
  /** Looks at the state as it would become; returns what it shall become, or throws to refuse. */
  readonly check?: (next: S, before: S) => S;
}

/** ms that a state which lags behind its holder has to show a write before the write is answered all the same */
const SHOWN_WITHIN = 500;
/** findings of a validator that are passed on */
const MOST_ISSUES = 10;

/**
 * Applies the `_PATCH` and `_SET` of clients to a state, each as a whole or not at all.
 *
 * ```
 * session        --w----x----w--     w fits, x does not
 * holder.value   --a---------b--
 * writes(key)    -------e-------     e: WriteRefused, for session.errors$
 * ```
 *
 * A write is applied to the state as it is *now*, so changes that were not synced yet are kept. An original client whose write was refused,
 * and nobody else, gets a `_SET` of the true state. A client of version 2 gets a `_REPLY`: with the version that shows the write, ahead of it, or with the reason
 * why it was refused; `conflict` when it was made against a state that has changed since in a way that does not go together with it.
 *
 * @param holder where the state lives
 * @returns what failed, as events that `session.run` reports on `errors$`
 */
export function writes<S>(
  key: SyncKey<S>,
  holder: StateHolder<S>,
  options: WritesOptions<S> = {},
): OperatorFunction<SyncEvent, SyncEvent> {
  const { check = (next: S) => next } = options;

  const apply = (event: SyncEvent): Observable<SyncEvent> => {
    const answer = answerOf(event);
    const line = lineOf(event);
    const feed = servedFeed(line, key);
    try {
      const write = writeOf(event);
      const before = holder.value;
      if (answer !== undefined) checkBase(event, write, feed, before);
      checkWrite(write, options, before);
      const next = check(write.applyTo(before), before);
      const version = versionOf(feed);
      holder.next(next);
      if (answer !== undefined) answerShown(answer, line, next === before || versionOf(feed) !== version);
      return EMPTY;
    } catch (error) {
      if (answer === undefined) line?.receive(getEvent(key));
      else answer.fail(replyErrorOf(error));
      return error instanceof WriteConflict ? EMPTY : of(failure(new WriteRefused(key, error)));
    }
  };

  /** The answer says which version shows the write, and comes before it: only then can the author pass from its own copy to the server's unseen. */
  const answerShown = (answer: Answer, line: Line | undefined, shown: boolean): void => {
    const feed = servedFeed(line, key);
    const answerNow = (): void => {
      answer.ok({ v: versionOf(feed) }, "ahead");
    };
    if (line === undefined || feed === undefined || shown) answerNow();
    else
      merge(feed.from(feed.current?.position), timer(SHOWN_WITHIN, line.scheduler))
        .pipe(take(1))
        .subscribe({ next: answerNow, error: answerNow });
  };

  return (events$) =>
    merge(
      events$.pipe(ofType(keyedType(EventType.patch, key))),
      events$.pipe(ofType(keyedType(EventType.set, key))),
    ).pipe(mergeMap(apply));
}

function versionOf(feed: Feed<unknown> | undefined): number | undefined {
  return feed?.current?.position.version;
}

/** What the author is told; the text of other errors may hold what is nobody's business. */
function replyErrorOf(error: unknown): ReplyError {
  if (error instanceof WriteConflict) return { code: "conflict", message: error.message };
  if (!(error instanceof PatchError)) {
    return { code: "invalid", message: "the state would not be valid", ...issuesOf(error) };
  }
  return { code: error.code === "FORBIDDEN_PATH" ? "forbidden" : "invalid", message: error.message };
}

/** What a Standard Schema validator found is made to be shown. */
function issuesOf(error: unknown): { readonly issues?: readonly Issue[] } {
  const issues: unknown = error instanceof Error && "issues" in error ? error.issues : undefined;
  return Array.isArray(issues) ? { issues: issues.slice(0, MOST_ISSUES) as readonly Issue[] } : {};
}
