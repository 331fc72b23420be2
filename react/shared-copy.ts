import type { Synced } from "ws-sync-rx";
import { MemberSetters } from "./member-setters.ts";
import { PendingWrites } from "./pending-writes.ts";
import type { SyncedCalls } from "./synced-state.ts";

/** What all components that use one key of one session share: the copy, what it started with, and the functions that change it. */
export class SharedCopy<State> {
  /** What a server renders and a page hydrates with, whatever has come in meanwhile. */
  readonly first: State;
  readonly calls: SyncedCalls<State>;
  readonly setters: MemberSetters<State>;
  readonly pending: PendingWrites;

  constructor(readonly copy: Synced<State>) {
    this.first = copy.value;
    this.setters = new MemberSetters(copy);
    this.pending = new PendingWrites(copy.pending$);
    this.calls = {
      set: (change) => copy.set(change),
      write: (change) => copy.write(change),
      fetch: () => copy.fetch(),
      send: () => copy.send(),
    };
  }
}

const shared = new WeakMap<object, object>();

/** The one there is for a copy. */
export function sharedCopy<State>(copy: Synced<State>): SharedCopy<State> {
  const found = shared.get(copy);
  if (found instanceof SharedCopy) return found as SharedCopy<State>;
  const made = new SharedCopy(copy);
  shared.set(copy, made);
  return made;
}
