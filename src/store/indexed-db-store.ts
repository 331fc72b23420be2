import { createStore, del, get, set, type UseStore } from "idb-keyval";
import { defer, filter, from, ignoreElements } from "rxjs";
import type { OutboxStore } from "./outbox-store.ts";

/**
 * Keeps texts in IndexedDB, which takes a few milliseconds. Nothing is touched before the first call.
 *
 * @param database its name @default "ws-sync-rx"
 * @returns errors where the platform has no IndexedDB, refuses it, or is full
 */
export function indexedDbStore(database = "ws-sync-rx"): OutboxStore {
  let opened: UseStore | undefined;
  const store = (): UseStore => (opened ??= createStore(database, "outbox"));
  return {
    read: (name) =>
      defer(() => from(get<unknown>(name, store()))).pipe(filter((text): text is string => typeof text === "string")),
    write: (name, text) => defer(() => from(set(name, text, store()))).pipe(ignoreElements()),
    remove: (name) => defer(() => from(del(name, store()))).pipe(ignoreElements()),
  };
}
