/**
 * The isomorphic core: states, patches, sessions and the pipelines that run on them.
 *
 * @module
 */
import type { Observable } from "rxjs";
import { ambient } from "./ambient.ts";
import { type Feed, feed as coreFeed, type FeedOptions } from "./sync/feed.ts";

// --- protocol ---
export { CloseCode, isTerminal } from "./protocol/close-codes.ts";
export { ConnectionClosed, FrameError, type FrameErrorCode, HandlerError, WriteRefused } from "./protocol/errors.ts";
export { CallRefused } from "./protocol/call-refused.ts";
export { RequestError } from "./protocol/request-error.ts";
export type { Issue, Outcome, ReplyError, RequestCode } from "./protocol/reply.ts";
export type { ClientHello, Recovery } from "./protocol/hello.ts";
export { EventType, type EventName, type SyncEvent } from "./protocol/events.ts";
export {
  actionEvent,
  disconnectEvent,
  downloadEvent,
  getEvent,
  patchEvent,
  setEvent,
  toastEvent,
  type ToastType,
} from "./protocol/event-of.ts";
export type { Envelope } from "./protocol/envelope.ts";
export type { Position } from "./protocol/position.ts";
export { type ActionsOf, keyedType, type StateOf, syncKey, type SyncKey, type TasksOf } from "./protocol/key.ts";
export {
  CLIENT_FRAME_LIMITS,
  type FrameLimits,
  SERVER_FRAME_LIMITS,
  UNSAFE_ORIGINAL_FRAME_LIMITS,
} from "./protocol/limits.ts";

// --- patch ---
export { applyPatch } from "./patch/apply-patch.ts";
export { commute } from "./patch/commute.ts";
export { createPatch, type DiffOptions } from "./patch/create-patch.ts";
export { invertPatch } from "./patch/invert-patch.ts";
export { mergePatches } from "./patch/merge-patches.ts";
export { diff, patch } from "./patch/operators.ts";
export type { Operation, PatchOperation, TextDeletion, TextInsertion, TextOperation } from "./patch/operation.ts";
export { NonJsonError } from "./patch/non-json-error.ts";
export { PatchError, type PatchErrorCode } from "./patch/patch-error.ts";
export { snapshot } from "./patch/snapshot.ts";
export { toReplace } from "./patch/to-replace.ts";
export type { Differ, Update } from "./patch/update.ts";

// --- connection ---
export { Connection, type ConnectionOptions } from "./connection/connection.ts";
export type { Env } from "./connection/env.ts";
export type { Link } from "./connection/link.ts";
export { pair, type PairLinks, type PairOptions } from "./connection/pair.ts";
export type { OpenSocket, Socket, SocketListener } from "./connection/socket.ts";
export type { Frame, Frames } from "./protocol/codec.ts";

// --- session ---
export { address, lineOf } from "./session/addressed.ts";
export { answerOf } from "./session/answer-of.ts";
export { attach } from "./session/attach.ts";
export { drain, type DrainOptions } from "./session/drain.ts";
export type { Outbox } from "./session/outbox.ts";
export type { OutboxEntry, Submitted } from "./session/outbox-entry.ts";
export type { Answer, Replies, ReplyOrder } from "./session/replies.ts";
export type { OfflinePolicy, Request, Settled } from "./session/request.ts";
export { disconnect } from "./session/disconnect.ts";
export type { Line, Peer } from "./session/line.ts";
export { ofType } from "./session/of-type.ts";
export type { Pipeline } from "./session/session.ts";
export type { AttachOptions } from "./session/lines.ts";
export type { SessionOptions } from "./session/session.ts";
export { scope } from "./session/scope.ts";
export { Session } from "./session-with-defaults.ts";
export type { ConnectionStatus } from "./session/status.ts";

// --- sync ---
export {
  type CatchUp,
  type DeltaUpdate,
  Feed,
  type FeedOptions,
  type FeedUpdate,
  type SnapshotUpdate,
} from "./sync/feed.ts";
export type { Change } from "./sync/change.ts";
export { publish } from "./sync/publish.ts";
export type { RingLimits } from "./sync/ring.ts";
export type { ServeOptions } from "./sync/serve-options.ts";
export { sync, type SyncOptions } from "./sync/sync.ts";
export { Divergence } from "./sync/divergence.ts";
export type { PendingWrite } from "./sync/asked-writes.ts";
export { synced } from "./sync/synced-by-key.ts";
export { Synced, type SyncedOptions } from "./sync/synced.ts";
export { UNSAFE_ORIGINAL_WRITES, type WritePolicy } from "./sync/write-policy.ts";
export { type StateHolder, writes, type WritesOptions } from "./sync/writes.ts";

/**
 * The versioned stream of one state: diffed once, however many read it. What `sync` and `publish` are made of.
 *
 * ```
 * state$          a---b---c--b----
 * feed            S---D---D--D----   S snapshot, D delta; the versions are 0, 1, 2, 3
 * from(version 1) ---------D-D----   subscribed after c: the missing delta, then what follows
 * from(undefined) ---------S-D----   subscribed after c: the snapshot of version 2
 * ```
 *
 * @param state$ states are values: `===` means unchanged
 * @param options how many deltas are kept, and the name of an epoch @default 256 deltas, a random name
 */
export function feed<S>(state$: Observable<S>, options: Partial<FeedOptions> = {}): Feed<S> {
  return coreFeed(state$, { epoch: () => ambient.id(), ...options });
}

// --- remote ---
export { action, type ActionArgs, type ActionName, type ActionResult } from "./remote/action.ts";
export type { AskOptions } from "./remote/ask.ts";
export { actions, type ActionsOptions } from "./remote/actions.ts";
export { download, type NamedFile } from "./remote/download.ts";
export { type Download, downloads } from "./remote/downloads.ts";
export type { Flattening, FlatteningByName } from "./remote/flatten.ts";
export { fromGenerator } from "./remote/from-generator.ts";
export type { HandlerContext, Handlers } from "./remote/handlers.ts";
export { type BinaryCall, sendAction, sendBinary } from "./remote/send-action.ts";
export { sharedTasks } from "./remote/shared-tasks.ts";
export { task } from "./remote/task.ts";
export { tasks, type TasksOptions } from "./remote/tasks.ts";
export { toast } from "./remote/toast.ts";
export { type Toast, toasts } from "./remote/toasts.ts";
export { withRunning, type WithRunning } from "./remote/with-running.ts";
