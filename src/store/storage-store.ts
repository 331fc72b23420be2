import { defer, EMPTY, of } from "rxjs";
import type { StorageLike } from "../session/stored-ids.ts";
import type { OutboxStore } from "./outbox-store.ts";

/** The part of the platform's `Storage` that is used. */
export interface ErasableStorage extends StorageLike {
  /** forgets what is kept under a name */
  removeItem(name: string): void;
}

/**
 * Keeps texts in `localStorage` or its like: at once, so that a request is kept before the call that made it has returned. Browsers give it some five
 * million characters, and the page waits for every write.
 *
 * @param storage asked at every call @returns errors where there is none, or it is forbidden or full
 */
export function storageStore(storage: () => ErasableStorage): OutboxStore {
  return {
    read: (name) =>
      defer(() => {
        const text = storage().getItem(name);
        return text === null ? EMPTY : of(text);
      }),
    write: (name, text) =>
      defer(() => {
        storage().setItem(name, text);
        return EMPTY;
      }),
    remove: (name) =>
      defer(() => {
        storage().removeItem(name);
        return EMPTY;
      }),
  };
}
