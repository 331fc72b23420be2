import type { Line } from "../session/line.ts";
import type { Feed } from "./feed.ts";

const served = new WeakMap<Line, Map<string, Feed<unknown>>>();

/** Notes that a line is served a feed under a key, so that writes from that line can be held against it. @returns what ends it */
export function noteServed(line: Line, key: string, feed: Feed<unknown>): () => void {
  const feeds = served.get(line) ?? new Map<string, Feed<unknown>>();
  served.set(line, feeds);
  feeds.set(key, feed);
  return () => {
    if (feeds.get(key) === feed) feeds.delete(key);
  };
}

/** The feed that a line is served under a key. */
export function servedFeed(line: Line | undefined, key: string): Feed<unknown> | undefined {
  return line === undefined ? undefined : served.get(line)?.get(key);
}
