import type { Issue, RequestCode } from "./reply.ts";

/**
 * Thrown by a handler to tell the caller why it did not do what it was asked for: its text and issues reach the client (PROTOCOL.md,
 * "Outcomes"). What other errors say stays on the server.
 */
export class CallRefused extends Error {
  override readonly name = "CallRefused";

  /**
   * @param message for a person at the other end
   * @param code why, for programs @default "invalid"
   * @param issues what is wrong with the arguments, in the form of Standard Schema
   */
  constructor(
    message: string,
    readonly code: Extract<RequestCode, "invalid" | "forbidden" | "conflict" | "failed"> = "invalid",
    readonly issues: readonly Issue[] = [],
  ) {
    super(message);
  }
}
