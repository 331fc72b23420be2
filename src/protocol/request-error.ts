import type { Issue, ReplyError, RequestCode } from "./reply.ts";

/**
 * A request that was not done: a write, an action or the start of a task (PROTOCOL.md, "Outcomes"). It has exactly one outcome; this one is
 * final.
 */
export class RequestError extends Error {
  override readonly name = "RequestError";
  /** why */
  readonly code: RequestCode;
  /** what was asked for, such as `_ACTION:NOTES rename` */
  readonly request: string;
  /** what is wrong with the arguments or the state, where the server said so */
  readonly issues: readonly Issue[];

  constructor(request: string, { code, message, issues = [] }: ReplyError) {
    super(`${request} was not done (${code}): ${message}`);
    this.code = code;
    this.request = request;
    this.issues = issues;
  }
}
