import { toReplace } from "../patch/to-replace.ts";
import type { FeedUpdate } from "./feed.ts";

const plain = new WeakMap<object, object>();

/** The same update for lines of version 1, which know no text operations. Made once, however many lines it goes to. */
export function plainUpdate<S>(update: FeedUpdate<S>): FeedUpdate<S> {
  if (update.kind === "snapshot") return update;
  const known = plain.get(update);
  if (known !== undefined) return known as FeedUpdate<S>;
  const operations = toReplace(update.before, update.operations);
  const made = operations === update.operations ? update : { ...update, operations };
  plain.set(update, made);
  return made;
}
