import type { SyncEvent } from "../protocol/events.ts";
import type { RequestError } from "../protocol/request-error.ts";

/**
 * What becomes of a request that is made without a live line: `queue` it waits for one, `fail` it fails at once with `offline`, `latest` it
 * waits and takes the place of one of the same name that waits already.
 */
export type OfflinePolicy = "queue" | "fail" | "latest";

/** The end of a request. To an original server a request is over when it is sent: it gives no answers. */
export type Settled =
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "sent" }
  | { readonly kind: "failed"; readonly error: RequestError };

/** Something that a client asks of the server: a write, an action, a task. */
export interface Request {
  /** for messages, and for `latest`: such as `_ACTION:NOTES rename` */
  readonly name: string;
  /** of requests with the same lane, one is sent when the one before has its outcome @default no lane */
  readonly lane?: string;
  /** how many pages ago it was made, where it is kept beyond its page @default 0 */
  readonly pagesAgo?: number;
  /** @default "queue" */
  readonly offline?: OfflinePolicy;
  /** ms from sending until it fails with `timeout` @default never */
  readonly timeout?: number;
  /** about how many characters it will have, for the bounds of the outbox @default 0 */
  size?(): number;
  /** whether its answer may take as long as it likes: it does not hold up others @default false */
  readonly lasting?: boolean;
  /** whether it can be sent; if not, it and all behind it wait @default always */
  ready?(): boolean;
  /** Makes the event when it is to be sent; nothing when there is nothing to ask for any more. */
  event(version: 1 | 2): SyncEvent | undefined;
  /** What is kept of it beyond this page while it waits, where that is wanted @default nothing: it ends with the page */
  kept?(): SyncEvent | undefined;
  /** Told the end, once. @returns requests that take its place: the end is then not the end */
  settled(end: Settled): readonly Request[] | undefined;
}
