import { describe, expect, it } from "@jest/globals";
import { IDBFactory } from "fake-indexeddb";
import { concat, lastValueFrom, toArray } from "rxjs";
import { type ErasableStorage, indexedDbStore, type OutboxStore, storageStore } from "ws-sync-rx/store";

const items = new Map<string, string>();
const storage: ErasableStorage = {
  getItem: (name) => items.get(name) ?? null,
  setItem: (name, value) => items.set(name, value),
  removeItem: (name) => items.delete(name),
};
const all = (...steps: readonly (ReturnType<OutboxStore["read"]> | ReturnType<OutboxStore["write"]>)[]) =>
  lastValueFrom(concat(...steps).pipe(toArray()));

describe.each([
  ["IndexedDB", () => indexedDbStore()],
  ["a Storage", () => storageStore(() => storage)],
])("a store in %s", (_name, open) => {
  it("keeps a text under its name until it is removed", async () => {
    Object.assign(globalThis, { indexedDB: new IDBFactory() });
    const store = open();
    expect(await all(store.read("a"))).toEqual([]);
    expect(await all(store.write("a", "1"), store.write("b", "2"), store.write("a", "3"))).toEqual([]);
    expect(await all(store.read("a"), store.read("b"))).toEqual(["3", "2"]);
    expect(await all(open().read("a"))).toEqual(["3"]);
    expect(await all(store.remove("a"), store.read("a"), store.read("b"))).toEqual(["2"]);
  });

  it("touches nothing before it is subscribed to", async () => {
    const store = open();
    void store.write("c", "1");
    expect(await all(store.read("c"))).toEqual([]);
  });
});

describe("a store that is not there", () => {
  it("errors, and does not throw", async () => {
    Object.assign(globalThis, { indexedDB: undefined });
    await expect(all(indexedDbStore().read("a"))).rejects.toThrow();
    const missing = storageStore(() => {
      throw new Error("SecurityError");
    });
    await expect(all(missing.write("a", "1"))).rejects.toThrow("SecurityError");
  });
});
