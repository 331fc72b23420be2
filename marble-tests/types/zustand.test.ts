import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import { Session } from "ws-sync-rx/compat";
import { type Actions, synced, type SyncParams, type Tasks } from "ws-sync-rx/zustand";
import { create } from "zustand";
import { createStore } from "zustand/vanilla";

interface Bears {
  bears: number;
  names: string[];
  add: (name: string) => void;
}
interface Params {
  FEED: { with: string };
  COUNT: null;
}
const session = new Session("ws://a.example/");

const store = createStore<Bears>()(
  synced(
    (set, get, api) => ({
      bears: 0,
      names: [],
      add: (name) => {
        set((draft) => {
          expectTypeOf(draft.names).toEqualTypeOf<string[]>();
          draft.names.push(name);
        });
        set({ bears: get().bears + 1 });
        api.sync({ debounceMs: 100, maxWaitMs: 500 });
      },
    }),
    { key: "BEARS", session, syncAttributes: ["bears", "names"], exposedActions: ["add"] },
  ),
);

describe("synced", () => {
  it("puts sync on the store, with all that can be asked", () => {
    expectTypeOf(store.getState()).toEqualTypeOf<Bears>();
    expectTypeOf(store.sync).toBeCallableWith();
    expectTypeOf(store.sync).parameter(0).toEqualTypeOf<SyncParams | undefined>();
    expectTypeOf(store.sync.useIsSynced).returns.toEqualTypeOf<boolean>();
    expectTypeOf(store.sync.cleanup).returns.toBeVoid();
    expectTypeOf(store.sync.registerExposedActions({})).toEqualTypeOf<() => void>();
    const useBears = create<{ bears: number }>()(synced(() => ({ bears: 0 }), { key: "B", session: session.core }));
    expectTypeOf(useBears.sync.sendAction).toBeCallableWith({ type: "FEED", with: "honey" });
    useBears.setState((draft) => {
      draft.bears += 1;
    });
    expect(useBears.getState()).toEqual({ bears: 1 });
    // @ts-expect-error a store is synced by a session
    expect(() => synced(() => ({}), { key: "B" })).not.toThrow();
  });

  it("types delegators by the server's arguments", () => {
    const names = { feed: "FEED", count: "COUNT" } as const;
    expectTypeOf(store.sync.createDelegators<Params>()(names)).toEqualTypeOf<Actions<typeof names, Params>>();
    expectTypeOf(store.sync.createTaskDelegators<Params>()(names)).toEqualTypeOf<Tasks<typeof names, Params>>();
    const { feed, count } = store.sync.createDelegators<Params, typeof names>(names);
    expectTypeOf(feed).parameter(0).toEqualTypeOf<{ with: string }>();
    count();
    // @ts-expect-error the server has no such action
    store.sync.createDelegators<Params>()({ sleep: "SLEEP" });
  });
});
