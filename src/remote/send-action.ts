import { map, type OperatorFunction } from "rxjs";
import { actionEvent } from "../protocol/event-of.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { SyncKey } from "../protocol/key.ts";
import type { ActionArgs, ActionName } from "./action.ts";

/**
 * Makes arguments calls of the other end, for a pipeline to send: `selected$.pipe(map((id) => ({ id })), sendAction(PAGE, "scrollTo"))`. One
 * call alone is `action`.
 *
 * ```
 * args$                         --a-----b--
 * sendAction(PAGE, "scrollTo")  --A-----B--    `_ACTION:PAGE {type: "scrollTo", ...args}`
 * ```
 *
 * @param key names the synced object; a `syncKey` brings the names and arguments of the actions
 */
export function sendAction<Actions, Name extends ActionName<Actions>>(
  key: SyncKey<unknown, Actions>,
  name: Name,
): OperatorFunction<ActionArgs<Actions, Name>, SyncEvent> {
  return map((args) => actionEvent(key, name, args));
}

/** A call with a payload. */
export interface BinaryCall<Args> {
  readonly args: Args;
  readonly bytes: Uint8Array;
}

/**
 * Makes arguments and bytes calls of the other end, for a pipeline to send: `image$.pipe(map((bytes) => ({ args: { width }, bytes })),
 * sendBinary(PAGE, "show"))`.
 *
 * ```
 * call$                     --c-----d--
 * sendBinary(PAGE, "show")  --C-----D--    `_BIN_META` and the payload, with nothing between them
 * ```
 */
export function sendBinary<Actions, Name extends ActionName<Actions>>(
  key: SyncKey<unknown, Actions>,
  name: Name,
): OperatorFunction<BinaryCall<ActionArgs<Actions, Name>>, SyncEvent> {
  return map(({ args, bytes }) => actionEvent(key, name, args, bytes));
}
