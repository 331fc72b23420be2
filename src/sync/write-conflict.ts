import { commute } from "../patch/commute.ts";
import { createPatch } from "../patch/create-patch.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { Feed } from "./feed.ts";
import type { Write } from "./write.ts";

/** A write was made against a state that has changed since in a way that does not go together with it. The client makes it again. */
export class WriteConflict extends Error {
  override readonly name = "WriteConflict";

  /**
   * @param base the version that the write was made against
   * @param version the version that the state has now
   */
  constructor(
    readonly base: number,
    readonly version: number,
  ) {
    super(`it was made against version ${base}, and does not go together with what led to version ${version}`);
  }
}

/**
 * Checks that a write still means what it meant to its author: whatever has happened to the state since must commute with it, so that an
 * index never reaches another element than the one that was meant (PROTOCOL.md, "Writes of version 2").
 *
 * @param feed what the author's line is served
 * @param value the state as it is, which may be ahead of the feed
 * @throws WriteConflict
 */
export function checkBase(event: SyncEvent, write: Write, feed: Feed<unknown> | undefined, value: unknown): void {
  const { e: epoch, b: base } = event.envelope ?? {};
  const current = feed?.current;
  if (epoch === undefined || base === undefined || feed === undefined || current === undefined) return;
  const missed = feed.deltasSince({ epoch, version: base });
  const unsynced = current.state === value ? [] : createPatch(current.state, value);
  const happened = missed && [...missed.flatMap(({ operations }) => operations), ...unsynced];
  if (happened === undefined || !commute(happened, write.operations)) {
    throw new WriteConflict(base, current.position.version);
  }
}
