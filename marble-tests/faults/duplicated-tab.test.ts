import { describe, expect, it } from "@jest/globals";
import { VirtualTimeScheduler } from "rxjs";
import { pair, Session } from "ws-sync-rx";
import { join, storedIds, type StorageLike, userSession } from "ws-sync-rx/client";
import { askUserSession } from "ws-sync-rx/server";
import { testEnv } from "ws-sync-rx/testing";
import { of } from "rxjs";
import { LockTable, type PageLocks } from "../store/lock-table.ts";

const storage = (from: Iterable<[string, string]> = []): StorageLike & { items: Map<string, string> } => {
  const items = new Map(from);
  return { items, getItem: (name) => items.get(name) ?? null, setItem: (name, value) => void items.set(name, value) };
};

function browser() {
  const scheduler = new VirtualTimeScheduler();
  const [env, table, local] = [testEnv(scheduler), new LockTable(), storage()];
  const wait = (ms: number): void => {
    scheduler.maxFrames = scheduler.now() + ms;
    scheduler.flush();
    scheduler.frame = scheduler.maxFrames;
  };
  const page = (tab: StorageLike, locks: PageLocks = table.page()) => {
    const ids = storedIds({ local: () => local, tab: () => tab, id: env.id, locks: () => locks, env });
    return { ids, locks };
  };
  /** Connects a page, and tells whom the server takes it for. */
  const connect = (ids: ReturnType<typeof page>["ids"], version: 1 | 2): readonly string[] => {
    const [server, client] = pair({ scheduler, version });
    const known: string[] = [];
    const session = new Session({ env: testEnv(scheduler) });
    session.run(userSession(ids)).subscribe();
    of(client).pipe(join(session)).subscribe();
    askUserSession({ env })(server, undefined).subscribe((id) => known.push(id));
    return known;
  };
  return { page, wait, connect };
}

describe("what the original client gets wrong", () => {
  it("fault 30: a tab that is duplicated, with its storage, gets a session of its own before it tells a server", () => {
    const { page, wait, connect } = browser();
    const tab = storage();
    const first = page(tab);
    const known = connect(first.ids, 1);
    wait(10);
    expect(known).toEqual(['["id-1","id-2"]']);
    const copied = storage(tab.items);
    const copy = page(copied);
    const other = connect(copy.ids, 1);
    wait(499);
    expect(other).toEqual([]);
    wait(100);
    expect(other).toHaveLength(1);
    expect(other[0]).not.toBe(known[0]);
    expect(other[0]).toContain(String(JSON.parse(copied.getItem("_SESSION_ID") ?? "")));
    expect(tab.getItem("_SESSION_ID")).toBe('"id-2"');
  });

  it("fault 30: a tab that is loaded again keeps its session, also where the page before gives it up a moment later", () => {
    const { page, wait, connect } = browser();
    const tab = storage();
    const first = page(tab);
    connect(first.ids, 1);
    wait(10);
    const second = page(tab);
    const known = connect(second.ids, 1);
    wait(100);
    expect(known).toEqual([]);
    first.locks.end();
    wait(10);
    expect(known).toEqual(['["id-1","id-2"]']);
  });

  it("fault 30: all parts of one page have the same session, also that of a duplicate", () => {
    const { page, wait, connect } = browser();
    const tab = storage();
    connect(page(tab).ids, 1);
    wait(10);
    const copied = storage(tab.items);
    const one = page(copied);
    const two = page(copied, one.locks);
    const known = [connect(one.ids, 1), connect(two.ids, 1)];
    wait(700);
    expect(known[0]).toHaveLength(1);
    expect(known[1]).toEqual(known[0]);
  });
});
