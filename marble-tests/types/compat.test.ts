import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import { type Context, createElement, useContext } from "react";
import type { Session as CoreSession } from "ws-sync-rx";
import {
  type Action,
  DefaultSessionContext,
  type Delegate,
  Session,
  SessionProvider,
  type SyncedReducer,
  type TaskCancel,
  type TaskStart,
  useObserved,
  useRemoteToast,
  useSynced,
  useSyncedReducer,
} from "ws-sync-rx/compat";

// An interface, not a type: 0.6 takes it, `Record<string, unknown>` would not.
interface Notes {
  title: string;
  notes: string[];
}
const EMPTY: Notes = { title: "", notes: [] };

/** Components are only looked at, never rendered. */
const component = (body: () => void) => () => expect(body).toBeInstanceOf(Function);

describe("the session", () => {
  it("is made with the arguments of every version", () => {
    expectTypeOf(Session).toBeConstructibleWith("u");
    expectTypeOf(Session).toBeConstructibleWith("u", "label", () => {}, 250, 10_000);
    expectTypeOf(Session).toBeConstructibleWith("u", "label", null, "blob", 250, 10_000);
    expectTypeOf(Session).toBeConstructibleWith({ url: "u", label: "l", toast: {}, override: true });
    // @ts-expect-error a session needs an address
    expect(() => new Session()).toBeInstanceOf(Function);
  });

  it("has the members of the original", () => {
    const session = new Session("u");
    expectTypeOf(session.url).toEqualTypeOf<string>();
    expectTypeOf(session.ws).toEqualTypeOf<WebSocket | null>();
    expectTypeOf(session.isConnected).toEqualTypeOf<boolean>();
    expectTypeOf(session.binaryType).toEqualTypeOf<BinaryType>();
    expectTypeOf(session.retryInterval).toEqualTypeOf<number>();
    expectTypeOf(session.onConnectionChange).toEqualTypeOf<((isConnected: boolean) => void) | undefined>();
    expectTypeOf(session.connect).returns.toEqualTypeOf<() => void>();
    expectTypeOf(session.disconnect).toEqualTypeOf<() => void>();
    expectTypeOf(session.core).toExtend<CoreSession>();
    session.registerEvent("A", ({ any }) => expectTypeOf(any).toBeAny());
    session.registerEvent("B", (data: { readonly typed: string }) => data.typed);
    expectTypeOf(DefaultSessionContext).toEqualTypeOf<Context<Session | null>>();
  });
});

describe("the provider", () => {
  it("takes the props of the original", () => {
    const props = {
      url: "u",
      label: "l",
      autoconnect: true,
      wsAuth: true,
      toast: () => {},
      binaryType: "blob",
    } as const;
    expect(createElement(SessionProvider, { ...props, context: DefaultSessionContext })).toBeDefined();
    // @ts-expect-error there is no provider without an address
    expect(createElement(SessionProvider, {})).toBeDefined();
  });
});

describe("the hooks", () => {
  it(
    "useSynced has the state, functions for its members, and what can be asked",
    component(() => {
      const notes = useSynced("NOTES", EMPTY, null, false);
      expectTypeOf(notes.title).toEqualTypeOf<string>();
      expectTypeOf(notes.setTitle).toEqualTypeOf<(value: string) => void>();
      expectTypeOf(notes.syncNotes).toEqualTypeOf<(value: string[]) => void>();
      expectTypeOf(notes.sendState).toEqualTypeOf<(state: Notes) => void>();
      expectTypeOf(notes.startTask).toEqualTypeOf<(task: TaskStart) => void>();
      expectTypeOf(notes.cancelTask).toEqualTypeOf<(task: TaskCancel) => void>();
      expectTypeOf(notes.sendBinary).parameter(1).toExtend<ArrayBuffer | ArrayBufferView | Blob>();
      notes.sendAction({ type: "ADD", note: 1, more: [] });
      // @ts-expect-error a number is no title
      notes.syncTitle(1);
    }),
  );

  it(
    "useSyncedReducer has a reducer of drafts",
    component(() => {
      const reducer: SyncedReducer<Notes> = (draft, action, sync, delegate) => {
        expectTypeOf(draft).toEqualTypeOf<Notes>();
        expectTypeOf(action).toEqualTypeOf<Action>();
        expectTypeOf(sync).toEqualTypeOf<() => void>();
        expectTypeOf(delegate).toEqualTypeOf<Delegate>();
        draft.notes.push(action["note"] as string);
      };
      const [notes, dispatch] = useSyncedReducer("NOTES", reducer, EMPTY);
      expectTypeOf(notes.syncTitle).toEqualTypeOf<(value: string) => void>();
      expectTypeOf(dispatch).toEqualTypeOf<(action: Action) => void>();
      expectTypeOf(useSyncedReducer("NOTES", undefined, EMPTY)[0].title).toEqualTypeOf<string>();
    }),
  );

  it(
    "useObserved only reads",
    component(() => {
      const notes = useObserved("NOTES", EMPTY);
      expectTypeOf(notes).toEqualTypeOf<Notes & { fetchRemoteState: () => void }>();
      useRemoteToast(useContext(DefaultSessionContext), console, "> ");
    }),
  );
});
