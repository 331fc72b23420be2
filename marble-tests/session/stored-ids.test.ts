import { describe, expect, it } from "@jest/globals";
import { storedIds, type StorageLike } from "ws-sync-rx/client";
import { testEnv } from "ws-sync-rx/testing";

/** A `Storage` in memory. */
class Store implements StorageLike {
  readonly items = new Map<string, string>();
  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }
}
const page = (local: Store | undefined, tab: Store | undefined) =>
  storedIds({ local: () => local, tab: () => tab, id: testEnv().id });

describe("stored ids", () => {
  it("are made once and kept as JSON, where the original client keeps them", () => {
    const [local, tab] = [new Store(), new Store()];
    const ids = page(local, tab);
    expect(local.items.size).toBe(0);
    expect(ids()).toEqual({ user: "id-1", session: "id-2" });
    expect(ids()).toBe(ids());
    expect([...local.items]).toEqual([["_USER_ID", '"id-1"']]);
    expect([...tab.items]).toEqual([["_SESSION_ID", '"id-2"']]);
  });

  it("come back after a reload; another tab has the user and a session of its own", () => {
    const [local, tab] = [new Store(), new Store()];
    const ids = page(local, tab)();
    expect(storedIds({ local: () => local, tab: () => tab, id: () => "new" })()).toEqual(ids);
    expect(storedIds({ local: () => local, tab: () => new Store(), id: () => "new" })()).toEqual({
      user: ids.user,
      session: "new",
    });
  });

  it.each(["", "not JSON", "5", "null", '""', '["a"]', "{}"])("are made anew where %j was stored", (stored) => {
    const local = new Store();
    local.setItem("_USER_ID", stored);
    expect(page(local, new Store())().user).toBe("id-1");
    expect(local.getItem("_USER_ID")).toBe('"id-1"');
  });

  it("live as long as the page where there is no storage, or one that is forbidden or full", () => {
    const forbidden = (): never => {
      throw new Error("SecurityError");
    };
    const full: StorageLike = { getItem: () => null, setItem: forbidden };
    for (const place of [() => undefined, forbidden, () => full]) {
      const ids = storedIds({ local: place, tab: place, id: testEnv().id });
      expect(ids().user).not.toBe("");
      expect(ids()).toBe(ids());
    }
  });
});
