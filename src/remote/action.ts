import { defer, type Observable } from "rxjs";
import { actionEvent } from "../protocol/event-of.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { SyncKey } from "../protocol/key.ts";
import type { Session } from "../session/session.ts";
import { type AskOptions, sizeOf, untilAborted } from "./ask.ts";

/** The name of an action of a key, or any name where the key says nothing. */
export type ActionName<Actions> = unknown extends Actions ? string : keyof Actions & string;

/** The arguments of an action of a key, or any object where the key says nothing. */
export type ActionArgs<Actions, Name> = Name extends keyof Actions
  ? Actions[Name] extends (args: infer Args) => unknown
    ? Args
    : never
  : object;

/** What an action of a key results in; of a stream it is the last value. */
export type ActionResult<Actions, Name> = Name extends keyof Actions
  ? Actions[Name] extends (...args: never[]) => infer Result
    ? ResultOf<Result>
    : never
  : unknown;

type ResultOf<Result> = Result extends Observable<infer Value> ? Value : Awaited<Result>;

/** ms that a server has to answer a call */
const PATIENCE = 30_000;

/**
 * Calls an action of the server on subscription, as `_ACTION:KEY`.
 *
 * ```
 * action(session, key, name, args)   ----r|     the result, of a server that speaks version 2
 * action(session, key, name, args)   ----#      RequestError: refused, failed, timed out
 * action(session, key, name, args)   |          an original server answers nothing: over when it is sent
 * ```
 *
 * Each call is run at most once, also when the line breaks before its answer has come. Without a line it waits for one, unless `offline` says
 * otherwise; unsubscribing takes it back while it waits.
 *
 * @param args named arguments; a member `type` is not one, since the wire keeps the name there
 * @param options `offline` ("queue"), `timeout` in ms (30,000), `signal`, `bytes`
 */
export function action<Actions, Name extends ActionName<Actions>>(
  session: Session,
  key: SyncKey<unknown, Actions>,
  name: Name,
  args: ActionArgs<Actions, Name>,
  options: AskOptions = {},
): Observable<ActionResult<Actions, Name>> {
  const { offline = "queue", timeout = PATIENCE, signal, bytes } = options;
  return defer(() => {
    const event = actionEvent(key, name, args, bytes);
    const full = `${event.type} ${name}`;
    const own = (): SyncEvent => event;
    const size = (): number => sizeOf(event);
    const request = { name: full, offline, timeout, size, event: own, kept: own, settled: () => undefined };
    return untilAborted(session.request(request), signal, full) as Observable<ActionResult<Actions, Name>>;
  });
}
