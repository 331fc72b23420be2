import { asyncScheduler, EMPTY, merge, mergeMap, type Observable, of, type SchedulerLike, tap } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import { Session } from "../session/session.ts";
import { TestConnection } from "./test-connection.ts";
import { testEnv } from "./test-env.ts";

/**
 * A session whose other end is written in marbles.
 *
 * ```
 * connections$  c-----x---c-     c a new line in place of the last, x (null) the line breaks
 * incoming$     --a-b-------     events of the other end, on the line of that moment
 * ```
 *
 * @param incoming$ events that the other end sends @default none
 * @param connections$ `null` breaks the line, anything else opens a new one; the first comes at once when it is left out
 * @param scheduler owns time @default asyncScheduler, which is virtual inside `marbles`
 */
export function testSession(
  incoming$: Observable<SyncEvent> = EMPTY,
  connections$: Observable<unknown> = of(true),
  scheduler: SchedulerLike = asyncScheduler,
): Session {
  const session = new Session({ env: testEnv(scheduler) });
  let current: TestConnection | undefined;
  const lines$ = connections$.pipe(
    tap((connection) => {
      if (connection === null) current?.break();
    }),
    mergeMap((connection) => {
      current = connectionOf(connection, scheduler);
      return current === undefined ? EMPTY : session.attach(current);
    }),
  );
  const heard$ = incoming$.pipe(tap((event) => current?.receive(event)));
  merge(lines$, heard$).subscribe();
  return session;
}

function connectionOf(value: unknown, scheduler: SchedulerLike): TestConnection | undefined {
  if (value === null) return undefined;
  return value instanceof TestConnection ? value : new TestConnection(scheduler);
}
