import type { Connection } from "../connection/connection.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import { disconnectEvent } from "../protocol/event-of.ts";

/** Why a line was replaced, for a person. */
export const REPLACED = "This session was opened somewhere else.";

/** Whether two clients can have lines of one session at a time: those of version 2, whose requests are told apart. */
export function shares(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** Sends the client of a connection away, since another line has its place: that of another client, or its own. */
export function dismiss(connection: Connection, client: string | undefined, by: string | undefined): void {
  // a client that is back has given its old line up itself, and must not take this for a dismissal
  if (client === undefined || client !== by) connection.next(disconnectEvent(REPLACED));
  connection.close(CloseCode.normal, "");
}
