import { isCount } from "./envelope.ts";
import { EventType, type SyncEvent } from "./events.ts";
import { isRecord } from "./is-record.ts";

/** One thing that is wrong with an argument or a state, in the form of Standard Schema. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

/**
 * Why a request was not done (PROTOCOL.md, "Outcomes").
 *
 * From the server: `unknown` nobody serves it, `invalid` its arguments or operations, `forbidden` not this client, `conflict` it does not fit
 * what happened meanwhile, `failed` the code that served it, `cancelled`, `busy` too many at once, `draining` the server stops, `forgotten` its
 * outcome is no longer known.
 * Made here: `interrupted` the server began a new life before it answered, so that it may or may not have been done; `timeout`; `full` the outbox is;
 * `tooLarge` for the server's limits; `offline` it was to be sent at once or not at all; `ended` the session is over.
 */
export type RequestCode =
  | "unknown"
  | "invalid"
  | "forbidden"
  | "conflict"
  | "failed"
  | "cancelled"
  | "busy"
  | "draining"
  | "forgotten"
  | "interrupted"
  | "timeout"
  | "full"
  | "tooLarge"
  | "offline"
  | "ended";

/** What a `_REPLY` says went wrong. */
export interface ReplyError {
  readonly code: RequestCode;
  /** for a person; never a stack or a secret of the server */
  readonly message: string;
  readonly issues?: readonly Issue[];
}

/** The outcome of a request. */
export type Outcome = { readonly ok: unknown } | { readonly error: ReplyError };

/** `_REPLY`, the one answer to a request (PROTOCOL.md, "`_REPLY`"). */
export function replyEvent(re: number, outcome: Outcome): SyncEvent {
  return { type: EventType.reply, data: { re, ...outcome } };
}

/** `_ERROR`, for a frame that could not be tied to a request (PROTOCOL.md, "`_ERROR`"). */
export function errorEvent(code: string, message: string): SyncEvent {
  return { type: EventType.error, data: { code, message, fatal: false } };
}

/** Reads a `_REPLY`; `undefined` for anything else. */
export function replyOf({ type, data }: SyncEvent): { readonly re: number; readonly outcome: Outcome } | undefined {
  if (type !== EventType.reply || !isRecord(data) || !isCount(data["re"])) return undefined;
  const { re, ok, error } = data;
  if (!isRecord(error)) return { re, outcome: { ok } };
  const { code, message, issues } = error;
  return {
    re,
    outcome: {
      error: {
        code: (typeof code === "string" ? code : "failed") as RequestCode,
        message: typeof message === "string" ? message : "",
        ...(Array.isArray(issues) ? { issues: issues.filter(isIssue) } : {}),
      },
    },
  };
}

function isIssue(value: unknown): value is Issue {
  return isRecord(value) && typeof value["message"] === "string";
}
