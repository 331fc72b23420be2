import { describe, expect, it } from "@jest/globals";
import { VirtualTimeScheduler } from "rxjs";
import { FakeStore } from "./fake-store.ts";
import { Origin } from "./pages.ts";

const NAME = '["u","s"]';

/** An origin whose time goes on when it is told to. */
function origin(latency = 0) {
  const scheduler = new VirtualTimeScheduler();
  const store = new FakeStore(scheduler, latency);
  const wait = (ms: number): void => {
    scheduler.maxFrames = scheduler.now() + ms;
    scheduler.flush();
    scheduler.frame = scheduler.maxFrames;
  };
  return { store, wait, world: new Origin(scheduler, store) };
}
const codes = (errors: readonly Error[]) => errors.map((error) => ("code" in error ? String(error.code) : error.name));

describe("an outbox that is kept", () => {
  it("is there before the call has returned, and comes back after a reload in the order in which it was made", () => {
    const { world, store, wait } = origin();
    const first = world.page();
    first.call("1");
    void first.list.write({ title: "2" });
    first.call("3");
    expect(store.texts.get(NAME)).toMatch(/"1".*"2".*"3"/);
    first.leave();
    const second = world.page();
    expect(second.session.outbox.entries.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "_ACTION:LIST add waiting",
      "_PATCH:LIST waiting",
      "_ACTION:LIST add waiting",
    ]);
    second.up();
    wait(1_000);
    expect(world.done).toEqual(["1", "3"]);
    expect(second.outcomes.map(({ end }) => end.kind)).toEqual(["done", "done", "done"]);
    expect(world.list$.value.title).toBe("2");
    expect(store.texts.size).toBe(0);
  });

  it("keeps a recipe once the server has said what it is made on, and makes writes that depend on each other one after the other", () => {
    const { world, wait } = origin();
    const first = world.page();
    first.up();
    wait(500);
    first.down();
    first.push("a");
    first.call("1");
    first.push("b");
    void first.list.write({ title: "t" });
    first.leave();
    const second = world.page();
    second.up();
    wait(1_000);
    expect(world.list$.value).toEqual({ title: "t", rows: ["a", "b"] });
    expect(world.done).toEqual(["1"]);
    expect(codes(second.errors)).toEqual([]);
  });

  it("says so when a recipe cannot be kept, since nobody knows yet what it is made on", () => {
    const { world } = origin();
    const page = world.page();
    page.push("a");
    expect(codes(page.errors)).toEqual(["unkept"]);
  });

  it("reports a write whose place may be another one by now, and does not send it", () => {
    const { world, wait } = origin();
    const first = world.page();
    first.up();
    wait(500);
    first.down();
    first.push("mine");
    first.leave();
    world.list$.next({ title: "", rows: ["another's"] });
    const second = world.page();
    second.up();
    wait(1_000);
    expect(world.list$.value.rows).toEqual(["another's"]);
    expect(codes(second.errors)).toEqual(["conflict"]);
  });

  it("takes no write for one that was made on top of what an earlier page has left, which its own page did not show", () => {
    const { world, wait } = origin();
    const first = world.page();
    first.up();
    wait(500);
    first.down();
    first.push("first");
    first.leave();
    const second = world.page();
    // the state comes, and the line is gone before what was left can be sent
    second.up(50);
    wait(160);
    second.down();
    second.push("second");
    second.leave();
    const third = world.page();
    third.up();
    wait(1_000);
    expect([world.list$.value.rows, codes(third.errors)]).toEqual([["first"], ["conflict"]]);
  });

  it.each([
    ["not made on top of a write that was in the state already, and made again on it", false, ["+", [], ["conflict"]]],
    ["made all the same where it does not meet that one", true, ["+", ["b"], []]],
  ] as const)("a write behind one that was done and not answered is %s", (_name, isOther, expected) => {
    const { world, wait } = origin();
    const first = world.page();
    first.up();
    wait(500);
    first.mark();
    wait(7);
    first.down();
    // the state of the server comes back with the mark in it, before it is known whose it is
    first.up(50);
    wait(120);
    if (isOther) first.push("b");
    else first.mark();
    wait(2);
    first.leave();
    const second = world.page();
    second.up();
    wait(1_000);
    expect([world.list$.value.title, world.list$.value.rows, codes(second.errors)]).toEqual(expected);
  });

  it("does not ask another server for what the one before was sent, whenever the page is left", () => {
    for (let left = 0; left < 60; left += 5) {
      const { world, wait } = origin(20);
      const first = world.page();
      first.up();
      wait(500);
      for (const id of ["1", "2", "3"]) first.call(id);
      // the first is answered; the others have been done, and their answers are lost
      wait(48);
      first.down();
      wait(100);
      world.restart();
      first.up();
      wait(left);
      first.leave();
      wait(500);
      const second = world.page();
      second.up();
      wait(1_000);
      expect(world.done).toEqual(["1", "2", "3"]);
    }
  });

  it.each([1, 6, 11, 16])("asks again under the same id what was sent %i ms before the page was left", (ms) => {
    const { world, wait } = origin();
    const first = world.page();
    first.up();
    wait(500);
    first.call("once");
    wait(ms);
    first.leave();
    const second = world.page();
    second.up();
    wait(1_000);
    second.call("new");
    wait(1_000);
    expect(world.done).toEqual(["once", "new"]);
    expect(codes(second.errors)).toEqual([]);
  });

  it("lets nothing out before it is written under which id", () => {
    const { world, store, wait } = origin(3);
    const page = world.page();
    page.up();
    wait(500);
    page.call("1");
    expect(store.texts.size).toBe(0);
    wait(2);
    expect(world.done).toEqual([]);
    wait(2);
    expect(store.texts.get(NAME)).toMatch(/"id":1,/);
    wait(20);
    expect(world.done).toEqual(["1"]);
  });

  it("belongs to one page: a duplicate goes on without it and takes nothing", () => {
    const { world, wait } = origin();
    const [first, copy] = [world.page(), world.page()];
    first.call("1");
    wait(1_100);
    expect(codes(copy.errors)).toEqual(["held"]);
    copy.up();
    wait(500);
    copy.call("2");
    wait(500);
    expect(world.done).toEqual(["2"]);
    first.up();
    wait(500);
    expect(world.done).toEqual(["2", "1"]);
  });

  it("without locks reports what was left, and sends none of it", () => {
    const { world, wait } = origin();
    const first = world.page(false);
    first.call("1");
    first.leave();
    const second = world.page(false);
    second.up();
    wait(1_000);
    expect(codes(second.errors)).toEqual(["locks", "interrupted"]);
    expect(world.done).toEqual([]);
  });

  it.each(["", "5", "[]", "{", '{"format":2}', '{"format":1,"client":"c","lastId":0,"entries":[{}]}'])(
    "puts %j aside and starts clean",
    (stored) => {
      const { world, store, wait } = origin();
      store.texts.set(NAME, stored);
      const page = world.page();
      expect(page.errors).toMatchObject([{ name: "StoreError", code: "corrupt", stored }]);
      page.up();
      wait(500);
      page.call("1");
      wait(500);
      expect(world.done).toEqual(["1"]);
      expect(store.texts.size).toBe(0);
    },
  );

  it("lives in memory where it cannot be read, and leaves alone what is there", () => {
    const { world, store, wait } = origin();
    store.broken = "everything";
    store.texts.set(NAME, "kept");
    const page = world.page();
    page.up();
    page.call("1");
    wait(500);
    expect(codes(page.errors)).toEqual(["read"]);
    expect(world.done).toEqual(["1"]);
    expect(store.texts.get(NAME)).toBe("kept");
  });

  it("erases what is there when it can no longer be written, and goes on in memory", () => {
    const { world, store, wait } = origin();
    const page = world.page();
    page.call("1");
    store.broken = "write";
    page.call("2");
    expect(codes(page.errors)).toEqual(["write"]);
    expect(store.texts.size).toBe(0);
    page.up();
    wait(500);
    expect(world.done).toEqual(["1", "2"]);
  });

  it("does not send what it can neither erase nor note as sent: the next page does", () => {
    const { world, store, wait } = origin();
    const first = world.page();
    first.call("1");
    store.broken = "write and remove";
    first.call("2");
    first.up();
    wait(500);
    expect(world.done).toEqual([]);
    store.broken = "nothing";
    first.leave();
    const second = world.page();
    second.up();
    wait(500);
    expect(world.done).toEqual(["1"]);
  });

  it("sends what it has no longer to write down in the order of the ids", () => {
    const { world, store, wait } = origin(100);
    const page = world.page();
    page.call("1");
    page.up();
    wait(101);
    // not in the text that is being written, in which the first one waits
    page.call("2");
    wait(149);
    store.broken = "write and remove";
    page.call("3");
    wait(500);
    expect(codes(page.errors)).toEqual(["write"]);
    expect(world.done).toEqual(["2", "3"]);
  });

  it("reports what is not sent at all once no later page can send it", () => {
    const { world, store, wait } = origin(10);
    const first = world.page();
    first.call("x".repeat(70_000));
    first.call("2");
    wait(50);
    first.leave();
    const second = world.page();
    const kept: boolean[] = [];
    second.session.errors$.subscribe(() => kept.push((store.texts.get(NAME) ?? "").includes("xxx")));
    second.up();
    wait(500);
    expect([codes(second.errors), kept]).toEqual([["tooLarge"], [false]]);
    expect(world.done).toEqual(["2"]);
  });

  it("goes on as the client before it only where it can write that down: the next page would as well", () => {
    const { world, store, wait } = origin();
    const first = world.page();
    first.up();
    wait(500);
    first.call("1");
    first.leave();
    store.broken = "write and remove";
    const second = world.page();
    second.up();
    second.call("2");
    wait(500);
    expect(codes(second.errors)).toEqual(["write", "interrupted", "write"]);
    store.broken = "nothing";
    second.leave();
    const third = world.page();
    third.up();
    third.call("3");
    wait(500);
    expect(world.done).toEqual(["1", "2", "3"]);
  });

  it("is forgotten after a day, and says so", () => {
    const { world, wait } = origin();
    const first = world.page();
    first.call("1");
    first.leave();
    wait(86_400_001);
    const second = world.page();
    second.up();
    wait(500);
    expect(codes(second.errors)).toEqual(["timeout"]);
    expect(world.done).toEqual([]);
  });
});
