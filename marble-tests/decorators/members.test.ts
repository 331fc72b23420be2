import { describe, expect, it } from "@jest/globals";
import { merge, of } from "rxjs";
import { patchEvent, setEvent, type SyncEvent } from "ws-sync-rx";
import { expose, type ExposeOptions, remoteAction, type Sync, syncAll, syncOf, syncOnly } from "ws-sync-rx/decorators";
import { TestConnection, testSession } from "ws-sync-rx/testing";

@syncAll("BASE", { casing: "snake", exclude: ["hiddenPart"] })
class Base {
  declare readonly sync: Sync;
  firstName = "ann";
  hiddenPart = 1;
  _private = 2;

  get nameLength(): number {
    return this.firstName.length;
  }

  @remoteAction("RENAME") rename({ to }: { readonly to: string }): void {
    this.firstName = to;
    this.sync();
  }
}

class Inherits extends Base {
  more = [1];

  override rename({ to }: { readonly to: string }): void {
    super.rename({ to: `${to}!` });
  }
}

@syncOnly("OWN", { nameLength: "size", firstName: true })
class Own extends Base {}

interface Talk {
  readonly sent: SyncEvent[];
  readonly errors: string[];
  receive(event: SyncEvent): void;
}

/** Exposes an object to a client that it tells everything at once. */
function talkTo(instance: object, options?: ExposeOptions): Talk {
  const connection = new TestConnection({ now: () => 0, schedule: () => merge().subscribe() });
  const sent: SyncEvent[] = [];
  const errors: string[] = [];
  connection.sent$.subscribe((event) => sent.push(event));
  const session = testSession(merge(), of(connection));
  session.errors$.subscribe(({ name }) => errors.push(name));
  session.run(expose(instance, options)).subscribe();
  return { sent, errors, receive: (event) => connection.receive(event) };
}

const rename = (key: string, to: string): SyncEvent => ({ type: `_ACTION:${key}`, data: { type: "RENAME", to } });

describe("members", () => {
  it("are inherited with key, options and actions; a method that overrides an action is called", () => {
    const inherits = new Inherits();
    const { sent, receive } = talkTo(inherits, { alwaysDelta: true });
    expect(sent).toEqual([setEvent("BASE", { first_name: "ann", more: [1], name_length: 3 })]);
    receive(rename("BASE", "bob"));
    expect(sent[1]).toEqual(
      patchEvent("BASE", [
        { op: "replace", path: "/first_name", value: "bob!" },
        { op: "replace", path: "/name_length", value: 4 },
      ]),
    );
  });

  it("are overridden by a class that says what it wants itself", () => {
    const { sent } = talkTo(new Own());
    expect(sent).toEqual([setEvent("OWN", { size: 3, firstName: "ann" })]);
    expect(Object.keys(sent[0]?.data as object)).toEqual(["size", "firstName"]);
  });

  it("may be private ones under another name", () => {
    const { sent } = talkTo(new Base(), { include: { _private: "revealed" } });
    expect(sent).toEqual([setEvent("BASE", { first_name: "ann", name_length: 3, revealed: 2 })]);
  });

  it("cannot share a name on the wire", () => {
    expect(() => expose({ a_b: 1, aB: 2 }, { key: "K", casing: "snake" })).toThrow('both "a_b" on the wire');
  });

  it("of an object whose class says nothing are exposed as the options say", () => {
    const plain = {
      count: 1,
      add({ by }: { readonly by: number }): void {
        this.count += by;
        syncOf(this)();
      },
    };
    const { sent, receive } = talkTo(plain, { key: "PLAIN", actions: { ADD: "add" }, alwaysDelta: true });
    receive({ type: "_ACTION:PLAIN", data: { type: "ADD", by: 2 } });
    expect(sent).toEqual([
      setEvent("PLAIN", { count: 1 }),
      patchEvent("PLAIN", [{ op: "replace", path: "/count", value: 3 }]),
    ]);
    expect(() => expose({}, { key: "K", actions: ["gone"] })).toThrow("has no gone()");
  });
});

describe("writes to members", () => {
  it("reach the member under its own name, and make no echo", () => {
    const base = new Base();
    const { sent, errors, receive } = talkTo(base, { derivedOnWrite: false });
    receive(patchEvent("BASE", [{ op: "replace", path: "/first_name", value: "bobby" }]));
    expect(base.firstName).toBe("bobby");
    expect([sent.length, errors]).toEqual([1, []]);
  });

  it("send what a getter makes of them, unless that is to wait", () => {
    const { sent, receive } = talkTo(new Base(), { alwaysDelta: true });
    receive(patchEvent("BASE", [{ op: "replace", path: "/first_name", value: "bobby" }]));
    expect(sent.slice(1)).toEqual([patchEvent("BASE", [{ op: "replace", path: "/name_length", value: 5 }])]);
  });

  it("leave what the object has changed and not synced to its next sync", () => {
    const base = new Base();
    const list = Object.assign(base, { list: [1] });
    const { sent, receive } = talkTo(base, { derivedOnWrite: false, alwaysDelta: true });
    list.list.push(2);
    receive(patchEvent("BASE", [{ op: "replace", path: "/first_name", value: "x" }]));
    expect(sent).toHaveLength(1);
    base.sync();
    expect(sent[1]?.data).toContainEqual({ op: "add", path: "/list/1", value: 2 });
  });

  it("share nothing with the object: what it then changes in place is seen", () => {
    const base = Object.assign(new Base(), { list: [] as { n: number }[] });
    const { sent, receive } = talkTo(base, { alwaysDelta: true });
    receive(patchEvent("BASE", [{ op: "replace", path: "/list", value: [{ n: 1 }] }]));
    Object.assign(base.list[0] ?? {}, { n: 2 });
    base.sync();
    expect(sent.slice(1)).toEqual([patchEvent("BASE", [{ op: "replace", path: "/list/0/n", value: 2 }])]);
  });

  it.each([
    ["a computed member", "/name_length", {}],
    ["a private member", "/_private", {}],
    ["an excluded member", "/hidden_part", {}],
    ["the name in the class", "/firstName", {}],
    ["a member that is read-only", "/first_name", { readOnly: ["firstName"] }],
    ["any member where all are", "/first_name", { readOnly: true }],
    ["the list of tasks", "/running_tasks", { exposeRunningTasks: true }],
  ])("fault 15: to %s are refused, and their sender is corrected", (_what, path, options) => {
    const base = new Base();
    const { sent, errors, receive } = talkTo(base, options);
    receive(patchEvent("BASE", [{ op: "add", path, value: 9 }]));
    expect(errors).toEqual(["WriteRefused"]);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(base).toMatchObject({ firstName: "ann", hiddenPart: 1, _private: 2 });
  });

  it("fault 15: a whole state is taken where it may be, ignored elsewhere, and corrected where it was not true", () => {
    const base = new Base();
    const { sent, errors, receive } = talkTo(base, { derivedOnWrite: false });
    receive(setEvent("BASE", { first_name: "eve", name_length: 3 }));
    expect(sent).toHaveLength(1);
    receive(setEvent("BASE", { first_name: "eve", name_length: 99, sync: 1, unknown: 1 }));
    expect(sent.slice(1)).toEqual([setEvent("BASE", { first_name: "eve", name_length: 3 })]);
    expect([errors, base.firstName]).toEqual([[], "eve"]);
  });

  it("are done as a whole or not at all, also when a setter or a getter throws", () => {
    const picky = {
      a: "a",
      get b(): string {
        return this.a.toUpperCase();
      },
      set c(_value: string) {
        throw new RangeError("never");
      },
      get c(): string {
        return "c";
      },
    };
    const { sent, errors, receive } = talkTo(picky, { key: "PICKY" });
    receive(patchEvent("PICKY", [{ op: "replace", path: "/a", value: 5 }]));
    receive(setEvent("PICKY", { a: "x", c: "d" }));
    expect(errors).toEqual(["WriteRefused", "WriteRefused"]);
    expect(picky.a).toBe("a");
    expect(sent.slice(1)).toEqual([sent[0], sent[0]]);
  });

  it("a getter that throws is reported, and the object recovers with its next sync", () => {
    let broken = false;
    const fragile = {
      get value(): number {
        if (broken) throw new RangeError("broken");
        return 1;
      },
      n: 1,
    };
    const { sent, errors } = talkTo(fragile, { key: "F", alwaysDelta: true });
    broken = true;
    syncOf(fragile)();
    expect(errors).toEqual(["HandlerError"]);
    broken = false;
    fragile.n = 2;
    syncOf(fragile)();
    expect(sent.slice(1)).toEqual([patchEvent("F", [{ op: "replace", path: "/n", value: 2 }])]);
  });
});
