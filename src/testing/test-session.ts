import { asyncScheduler, type Observable, of, type SchedulerLike } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import { Session } from "../session/session.ts";
import { TestConnection } from "./test-connection.ts";
import { testEnv } from "./test-env.ts";

/**
 * A session whose other end is written in marbles.
 *
 * ```
 * connections$  c-----x---c-     c a new line, x (null) the line breaks
 * incoming$     --a-b-------     events of the other end, on the line of that moment
 * ```
 *
 * @param incoming$ events that the other end sends @default none
 * @param connections$ `null` breaks the line, anything else opens a new one; the first comes at once when it is left out
 * @param scheduler owns time @default asyncScheduler, which is virtual inside `marbles`
 */
export function testSession(
  incoming$: Observable<SyncEvent> = of(),
  connections$: Observable<unknown> = of(true),
  scheduler: SchedulerLike = asyncScheduler,
): Session {
  const session = new Session({ env: testEnv(scheduler) });
  let current: TestConnection | undefined;
  connections$.subscribe((connection) => {
    if (connection === null) {
      current?.break();
      current = undefined;
    } else {
      current = connection instanceof TestConnection ? connection : new TestConnection(scheduler);
      session.attach(current).subscribe();
    }
  });
  incoming$.subscribe((event) => {
    current?.receive(event);
  });
  return session;
}
