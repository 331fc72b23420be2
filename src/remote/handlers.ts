import type { Line } from "../session/line.ts";

/** What a handler is told beside its arguments. */
export interface HandlerContext {
  /** aborted when the handler is no longer wanted */
  readonly signal: AbortSignal;
  /** where the call came from; answer with `address(event, line)` */
  readonly line: Line | undefined;
  /** the payload of a binary call */
  readonly bytes: Uint8Array | undefined;
}

/** The functions that serve the calls of one key; any, for a key that says nothing of its actions. Their results are awaited: promises and observables are followed to their end. */
export type Handlers<Actions> = {
  readonly [Name in keyof Actions]: Actions[Name] extends (args: infer Args) => unknown
    ? (args: Args, context: HandlerContext) => unknown
    : never;
};
