import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { Observable } from "rxjs";
import {
  action,
  type ActionsOf,
  actions,
  type Handlers,
  type StateOf,
  type SyncKey,
  syncKey,
  type TasksOf,
} from "ws-sync-rx";
import type { KeyOf, Sync, Wire } from "ws-sync-rx/decorators";
import { useAction, useSynced, useTask } from "ws-sync-rx/react";
import { testSession } from "ws-sync-rx/testing";

/** Only its type is looked at, as by a client that imports it with `import type`. */
declare class Notes {
  readonly sync: Sync;
  title: string;
  notes: string[];
  changedAt: Date;
  pinned?: boolean;
  owner: { readonly name: string; greet(): void; readonly seen: Date | undefined } | null;
  _onChange: () => void;
  _draft: string;
  private secret: string;
  get totalLength(): number;
  rename(args: { readonly title: string }): void;
  sort(args?: { readonly by?: "title" | "date" }): Promise<{ readonly moved: number }>;
  clear(): void;
  upload(args: { readonly data: Uint8Array; readonly name: string }): void;
  positional(title: string, index: number): void;
  importFrom(args: { readonly url: string }): Generator<number | Promise<string>>;
  watch(): Observable<Date>;
  follow(args: { readonly id: string }): AsyncGenerator<string>;
  onConnect(): void;
  private helper(args: object): void;
  _later(): void;
}

const component = (body: () => void) => () => expect(body).toBeInstanceOf(Function);

describe("KeyOf", () => {
  const NOTES = syncKey<KeyOf<typeof Notes>>("NOTES");
  type Key = typeof NOTES;

  it("has the state of a class as it is on the wire", () => {
    expect(NOTES).toBe("NOTES");
    expectTypeOf<StateOf<Key>>().toEqualTypeOf<{
      readonly title: string;
      readonly notes: readonly string[];
      readonly changedAt: string;
      readonly pinned?: boolean;
      readonly owner: { readonly name: string; readonly seen?: string } | null;
      readonly totalLength: number;
    }>();
  });

  it("has the actions of a class, with their arguments", () => {
    expectTypeOf<ActionsOf<Key>>().toEqualTypeOf<{
      readonly rename: (args: { readonly title: string }) => void;
      readonly sort: (args: { readonly by?: "title" | "date" }) => { readonly moved: number };
      readonly clear: () => void;
      readonly upload: (args: { readonly name: string }) => void;
    }>();
  });

  it("has the tasks of a class, with their arguments and progress", () => {
    expectTypeOf<TasksOf<Key>>().toEqualTypeOf<{
      readonly importFrom: (args: { readonly url: string }) => number;
      readonly watch: () => string;
      readonly follow: (args: { readonly id: string }) => string;
    }>();
  });

  it(
    "gives hooks their types, and refuses what the class has not",
    component(() => {
      const { title, syncTitle, totalLength } = useSynced(NOTES, {
        title: "",
        notes: [],
        changedAt: "",
        owner: null,
        totalLength: 0,
      });
      expectTypeOf(title).toEqualTypeOf<string>();
      expectTypeOf(totalLength).toEqualTypeOf<number>();
      expectTypeOf(syncTitle).toBeCallableWith("a");
      const rename = useAction(NOTES, "rename");
      expectTypeOf(rename).toBeCallableWith({ title: "a" });
      expectTypeOf(useAction(NOTES, "sort")).toBeCallableWith();
      expectTypeOf(useAction(NOTES, "upload")).toBeCallableWith({ name: "a" }, new Uint8Array());
      expectTypeOf(useTask(NOTES, "importFrom").start).toBeCallableWith({ url: "a" });
      expectTypeOf(useTask(NOTES, "watch").start).toBeCallableWith();
      // @ts-expect-error a title is a text
      void rename({ title: 3 });
      // @ts-expect-error a title is asked for
      void rename();
      // @ts-expect-error a date is a text on the wire
      useSynced(NOTES, { title: "", notes: [], changedAt: new Date(), owner: null, totalLength: 0 });
      // @ts-expect-error it is private
      useAction(NOTES, "helper");
      // @ts-expect-error it is private by its name
      useAction(NOTES, "_later");
      // @ts-expect-error the wire has named arguments only
      useAction(NOTES, "positional");
      // @ts-expect-error the session calls it, not the client
      useAction(NOTES, "onConnect");
      // @ts-expect-error a task is not called
      useAction(NOTES, "importFrom");
      // @ts-expect-error an action is not started
      useTask(NOTES, "rename");
      // @ts-expect-error a url is asked for
      useTask(NOTES, "importFrom").start();
    }),
  );

  it("is checked without React as well", () => {
    const session = testSession();
    expect([
      action(session, NOTES, "rename", { title: "a" }),
      actions(NOTES, { rename: ({ title }) => title.length, sort: ({ by }) => by, clear: () => 1, upload: () => 2 }),
      // @ts-expect-error there is no such argument
      action(session, NOTES, "rename", { name: "a" }),
      // @ts-expect-error handlers are missing
      actions(NOTES, { rename: () => undefined }),
      // @ts-expect-error there is no such action to have a rule
      actions(NOTES, {} as Handlers<ActionsOf<Key>>, { flatten: { explode: "switch" } }),
      actions("NOTES", {}, { flatten: { anything: "switch" } }),
      // @ts-expect-error there is no such rule
      actions("NOTES", {}, { flatten: "race" }),
    ]).toHaveLength(7);
  });
});

describe("KeyOf with the options of a class", () => {
  it("picks, renames, leaves out and adds members", () => {
    type Picked = KeyOf<typeof Notes, { only: { title: true; totalLength: "size" } }>;
    expectTypeOf<StateOf<Picked>>().toEqualTypeOf<{ readonly title: string; readonly size: number }>();
    type Others = KeyOf<
      typeof Notes,
      { exclude: readonly ["notes", "owner", "changedAt"]; include: { _draft: "draft" } }
    >;
    expectTypeOf<StateOf<Others>>().toEqualTypeOf<{
      readonly title: string;
      readonly pinned?: boolean;
      readonly totalLength: number;
      readonly draft: string;
    }>();
  });

  it("writes names in the casing of the wire, and shows running tasks", () => {
    interface Options {
      readonly casing: "snake";
      readonly exposeRunningTasks: true;
      readonly only: { readonly totalLength: true; readonly title: "newTitle" };
    }
    expectTypeOf<StateOf<KeyOf<typeof Notes, Options>>>().toEqualTypeOf<{
      readonly total_length: number;
      readonly newTitle: string;
      readonly running_tasks: readonly string[];
    }>();
    type Camel = KeyOf<typeof Notes, { casing: "camel"; exposeRunningTasks: true; only: { title: true } }>;
    expectTypeOf<StateOf<Camel>>().toEqualTypeOf<{
      readonly title: string;
      readonly runningTasks: readonly string[];
    }>();
  });

  it("takes lists of actions and tasks, also under other names", () => {
    type Listed = KeyOf<typeof Notes, { actions: { RENAME: "rename" }; tasks: readonly ["sort"] }>;
    expectTypeOf<ActionsOf<Listed>>().toEqualTypeOf<{ readonly RENAME: (args: { readonly title: string }) => void }>();
    expectTypeOf<keyof TasksOf<Listed>>().toEqualTypeOf<"sort">();
    // @ts-expect-error that is no class
    expectTypeOf<KeyOf<Notes>>().not.toBeNever();
    // @ts-expect-error there is no such casing
    expectTypeOf<KeyOf<typeof Notes, { casing: "kebab" }>>().not.toBeNever();
  });
});

describe("syncKey", () => {
  it("takes a key as the one type that says all, and any other as the state", () => {
    expectTypeOf(syncKey<SyncKey<Notes, { a(): void }>>("A")).toEqualTypeOf<SyncKey<Notes, { a(): void }>>();
    expectTypeOf(syncKey<{ readonly a: number }>("A")).toEqualTypeOf<SyncKey<{ readonly a: number }>>();
    expectTypeOf(syncKey<Record<string, number>>("A")).toEqualTypeOf<SyncKey<Record<string, number>>>();
    expectTypeOf(syncKey<string>("A")).toEqualTypeOf<SyncKey<string>>();
    expectTypeOf(syncKey("A")).toEqualTypeOf<SyncKey>();
    const known: SyncKey<{ readonly a: number }> = syncKey("A");
    expect(known).toBe("A");
  });
});

describe("Wire", () => {
  it("is what JSON makes of a value", () => {
    expectTypeOf<Wire<Date>>().toEqualTypeOf<string>();
    expectTypeOf<Wire<{ toJSON(): { a: Date } }>>().toEqualTypeOf<{ readonly a: string }>();
    expectTypeOf<Wire<[number, (() => void) | string]>>().toEqualTypeOf<readonly [number, string | null]>();
    expectTypeOf<Wire<(number | undefined)[]>>().toEqualTypeOf<readonly (number | null)[]>();
    expectTypeOf<Wire<{ a: string | undefined; b: () => void; [key: symbol]: number }>>().toEqualTypeOf<{
      readonly a?: string;
    }>();
    expectTypeOf<Wire<Map<string, number>>>().toBeNever();
    expectTypeOf<Wire<bigint>>().toBeNever();
    expectTypeOf<Wire<unknown>>().toBeUnknown();
    expectTypeOf<Wire<Record<string, Date>>>().toEqualTypeOf<Readonly<Record<string, string>>>();
  });
});
