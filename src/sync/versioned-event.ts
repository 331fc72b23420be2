import type { SyncEvent } from "../protocol/events.ts";
import { patchEvent, setEvent } from "../protocol/event-of.ts";
import type { FeedUpdate } from "./feed.ts";
import { stateHash } from "./state-hash.ts";

/**
 * An update as `_SET` or `_PATCH` for clients of version 2 (PROTOCOL.md, "Versions"): numbered, and with a hash of the state now and then.
 *
 * @param verifyEvery versions between two hashes @default no hashes
 */
export function versionedEvent<S>(key: string, update: FeedUpdate<S>, verifyEvery?: number): SyncEvent {
  const { epoch: e, version: v } = update.position;
  if (update.kind === "snapshot") return { ...setEvent(key, update.state), envelope: { e, v } };
  const b = update.base === v - 1 ? {} : { b: update.base };
  const verified = verifyEvery !== undefined && v % verifyEvery === 0;
  const h = verified ? { h: stateHash(update.state) } : {};
  return { ...patchEvent(key, update.operations), envelope: { v, ...b, ...h } };
}
