import type { Observable } from "rxjs";
import type { SyncKey } from "../protocol/key.ts";
import type { Pipeline } from "../session/session.ts";
import { type Feed, feed } from "./feed.ts";
import { differOf, eventsNamed, serve } from "./serve.ts";
import type { SyncOptions } from "./sync.ts";

/**
 * Syncs one state to many sessions: the same as `sync` in each of them, but diffed once and encoded once for all.
 *
 * ```
 * state$      a----b----c--
 * session 1   S----D----D--
 * session 2   --S--D----D--     each D is one object for both
 * ```
 *
 * The state is followed from the first session to the last.
 *
 * @param key names the state on the wire
 * @param state$ values: what is `===` to the one before has not changed
 * @param options `sendOnInit` (a new line gets the state unasked; true), `alwaysDelta` (never a `_SET` where a `_PATCH` will do; false), `verifyEvery` versions
 * between two hashes (none), `settleAfter` ms of rest after crossing writes (500; version 1), `ring` of deltas for lines that come back (`count` 256,
 * `operations` 10,000, `bytes` 1,048,576)
 * @returns made once and run in every session; it sends `_SET:KEY` and `_PATCH:KEY`, and errors with `state$`
 */
export function publish<S>(key: SyncKey<S>, state$: Observable<S>, options: SyncOptions = {}): Pipeline {
  const { ring } = options;
  const events = eventsNamed<S>(key, options);
  const feeds: Feed<S>[] = [];
  return (session) => {
    // one feed for all; it is made here because only a session can name its epochs
    const [
      shared = feed(state$, {
        epoch: () => session.env.id(),
        differ: differOf(options),
        ...(ring === undefined ? {} : { ring }),
      }),
    ] = feeds;
    feeds[0] = shared;
    return serve(session, key, shared, events, options);
  };
}
