import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import { createContext, type ReactElement } from "react";
import { type Observable } from "rxjs";
import { type ConnectionStatus, type PendingWrite, type Recovery, Session, type Synced, syncKey } from "ws-sync-rx";
import {
  SessionProvider,
  type SessionProviderProps,
  useAction,
  useConnectionStatus,
  useObserved,
  usePending,
  useRecovery,
  useSession,
  useSynced,
  useSyncedCopy,
  useSyncStatus,
} from "ws-sync-rx/react";

interface Notes {
  readonly title: string;
  readonly notes: readonly string[];
  readonly pinned?: boolean;
}
interface NotesActions {
  add(args: { readonly text: string }): Promise<number>;
  watch(args: { readonly text: string }): Observable<string>;
  rename(args: { readonly title: string }): void;
  sort(args: { readonly by?: string }): void;
  clear(): void;
}
const NOTES = syncKey<Notes, NotesActions>("NOTES");
const EMPTY: Notes = { title: "", notes: [] };

/** Components are only looked at, never rendered. */
const component = (body: () => void) => () => expect(body).toBeInstanceOf(Function);

describe("useSynced", () => {
  it(
    "has the members of the key's state and functions for those that are always there",
    component(() => {
      const notes = useSynced(NOTES, EMPTY);
      expectTypeOf(notes.title).toEqualTypeOf<string>();
      expectTypeOf(notes.pinned).toEqualTypeOf<boolean | undefined>();
      expectTypeOf(notes.setTitle).toEqualTypeOf<(next: string | ((present: string) => string)) => void>();
      expectTypeOf(notes.syncNotes)
        .parameter(0)
        .exclude<readonly string[]>()
        .parameter(0)
        .toEqualTypeOf<readonly string[]>();
      expectTypeOf(notes.write).toBeCallableWith({ pinned: true });
      expectTypeOf(notes.write).returns.toEqualTypeOf<Observable<undefined>>();
      expectTypeOf(notes.syncTitle).returns.toBeVoid();
      expectTypeOf(notes.write).toBeCallableWith((state) => ({ ...state, pinned: true }));
      expectTypeOf(notes).not.toHaveProperty("setPinned");
      expectTypeOf(notes).not.toHaveProperty("value");
      // @ts-expect-error a title is a text
      notes.syncTitle(3);
      // @ts-expect-error states are values: they are not assigned to
      notes.title = "";
    }),
  );

  it(
    "takes the type of a bare string's state from the initial one",
    component(() => {
      const { title, setTitle, syncSize } = useSynced("NOTES", { title: "", size: 0 });
      expectTypeOf(title).toEqualTypeOf<string>();
      expectTypeOf(setTitle).toBeCallableWith("a");
      expectTypeOf(syncSize).toBeCallableWith((size) => size + 1);
    }),
  );

  it(
    "refuses an initial state that is not the key's",
    component(() => {
      // @ts-expect-error notes are missing
      useSynced(NOTES, { title: "" });
      // @ts-expect-error a title is a text
      useSynced(NOTES, { title: 3, notes: [] });
    }),
  );

  it(
    "gives a state without members as value, and none of them functions",
    component(() => {
      expectTypeOf(useSynced("LIST", ["a"]).value).toEqualTypeOf<string[]>();
      expectTypeOf(useSynced("COUNT", 0).value).toEqualTypeOf<number>();
      expectTypeOf(useSynced("LIST", ["a"])).not.toHaveProperty("setLength");
      const perhaps = useSynced<Notes | null>("NOTES", null);
      expectTypeOf(perhaps).not.toHaveProperty("setTitle");
      expectTypeOf(perhaps.write).toBeCallableWith(() => null);
    }),
  );

  it(
    "shows the function where a member has its name",
    component(() => {
      const state = useSynced("ODD", { write: 1, title: "", setTitle: true });
      expectTypeOf(state.write).toBeFunction();
      expectTypeOf(state.setTitle).toBeCallableWith("a");
      expectTypeOf(state.syncWrite).toBeCallableWith(2);
    }),
  );
});

describe("useObserved", () => {
  it(
    "returns the state, or what the selector picks of it",
    component(() => {
      expectTypeOf(useObserved(NOTES, EMPTY)).toEqualTypeOf<Notes>();
      expectTypeOf(useObserved(NOTES, EMPTY, ({ notes }) => notes.length)).toEqualTypeOf<number>();
      expectTypeOf(
        useObserved(NOTES, EMPTY, ({ notes }) => [...notes], {
          isEqual: (before, after) => before.length === after.length,
        }),
      ).toEqualTypeOf<string[]>();
      expectTypeOf(useObserved("N", { title: "" }, ({ title }) => title)).toEqualTypeOf<string>();
      expectTypeOf(useSyncedCopy(NOTES, EMPTY)).toEqualTypeOf<Synced<Notes>>();
    }),
  );
});

describe("useAction", () => {
  it(
    "knows the actions of a key and their arguments",
    component(() => {
      const rename = useAction(NOTES, "rename");
      expectTypeOf(rename).toBeCallableWith({ title: "a" });
      expectTypeOf(rename).toBeCallableWith({ title: "a" }, new Uint8Array());
      expectTypeOf(rename).toBeCallableWith({ title: "a" }, { offline: "fail", signal: new AbortController().signal });
      expectTypeOf(rename).returns.toEqualTypeOf<Promise<void>>();
      expectTypeOf(useAction(NOTES, "add", { timeout: 1_000 })).returns.toEqualTypeOf<Promise<number>>();
      expectTypeOf(useAction(NOTES, "watch")).returns.toEqualTypeOf<Promise<string>>();
      expectTypeOf(useAction(NOTES, "clear")).toBeCallableWith();
      expectTypeOf(useAction(NOTES, "sort")).toBeCallableWith();
      // @ts-expect-error there is no such policy
      void rename({ title: "a" }, { offline: "forget" });
      // @ts-expect-error there is no such action
      useAction(NOTES, "explode");
      // @ts-expect-error a title is asked for
      void rename();
      // @ts-expect-error a title is a text
      void rename({ title: 3 });
    }),
  );

  it(
    "takes any name with a bare string, and the arguments that are given as a type",
    component(() => {
      expectTypeOf(useAction("NOTES", "anything")).toBeCallableWith({ any: "thing" });
      expectTypeOf(useAction<{ title: string }>("NOTES", "rename")).parameter(0).toEqualTypeOf<{ title: string }>();
      expectTypeOf(useAction<{ text: string }, number>("NOTES", "add")).returns.toEqualTypeOf<Promise<number>>();
      expectTypeOf(useAction<{ text: string }>("NOTES", "add")).returns.toEqualTypeOf<Promise<unknown>>();
      // @ts-expect-error a title is asked for
      void useAction<{ title: string }>("NOTES", "rename")();
    }),
  );
});

describe("SessionProvider", () => {
  it("takes a url or a session, and not both", () => {
    const session = new Session();
    expectTypeOf(SessionProvider).returns.toEqualTypeOf<ReactElement>();
    expectTypeOf({ url: "/ws" }).toExtend<SessionProviderProps>();
    expectTypeOf({ url: () => "/ws", backoff: { cap: 1_000 } }).toExtend<SessionProviderProps>();
    expectTypeOf({ session }).toExtend<SessionProviderProps>();
    expectTypeOf({ session, context: createContext<Session | undefined>(undefined) }).toExtend<SessionProviderProps>();
    expectTypeOf({ session, url: "/ws" }).not.toExtend<SessionProviderProps>();
    expectTypeOf({}).not.toExtend<SessionProviderProps>();
  });

  it(
    "gives hooks their session",
    component(() => {
      expectTypeOf(useSession()).toEqualTypeOf<Session>();
      expectTypeOf(useConnectionStatus()).toEqualTypeOf<ConnectionStatus>();
      expectTypeOf(useSyncStatus().phase).toEqualTypeOf<ConnectionStatus["phase"]>();
      expectTypeOf(useSyncStatus().since).toEqualTypeOf<number | undefined>();
      expectTypeOf(usePending(NOTES, EMPTY)).toEqualTypeOf<readonly PendingWrite[]>();
      expectTypeOf(useRecovery(NOTES)).toEqualTypeOf<Recovery | undefined>();
    }),
  );
});
