import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { applyPatch, type Operation, Session, type SyncEvent } from "ws-sync-rx";
import { type SyncOptions, synced } from "ws-sync-rx/zustand";
import { create } from "zustand";
import { devtools, subscribeWithSelector } from "zustand/middleware";
import { linked, type Linked } from "../../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

interface Bears {
  bears: number;
  names: string[];
  tab: string;
  rename?: (args: { to: string }) => void;
}

const SET = { bears: 3, names: ["Baloo"] };
const PATCH = "_PATCH:BEARS";

function storeOf(link: Linked, options: Partial<SyncOptions> = {}) {
  return create<Bears>()(
    synced(
      (set) => ({
        bears: 0,
        names: [],
        tab: "list",
        rename: ({ to }: { to: string }) => set({ names: [to] }),
      }),
      { key: "BEARS", session: link.client, ...options },
    ),
  );
}

/** A store whose server has sent its state. */
function served(options: Partial<SyncOptions> = {}) {
  const link = linked();
  const useBears = storeOf(link, options);
  link.open();
  link.send("_SET:BEARS", SET);
  return { link, useBears };
}

const patches = ({ received }: { readonly received: readonly SyncEvent[] }): unknown[] =>
  received.filter(({ type }) => type === PATCH).flatMap(({ data }) => data);

describe("synced", () => {
  it("shows the server's state and its patches; what the server never named stays", () => {
    const { link, useBears } = served();
    expect(useBears.getState()).toMatchObject({ ...SET, tab: "list" });
    link.send(PATCH, [{ op: "add", path: "/names/1", value: "Paddington" }]);
    expect(useBears.getState().names).toEqual(["Baloo", "Paddington"]);
    expect(useBears.getState().rename).toBeInstanceOf(Function);
  });

  it("takes an object, a function that returns one, and one that changes a draft; sends them with sync()", () => {
    const { link, useBears } = served();
    useBears.setState({ bears: 4 });
    useBears.setState((state) => ({ bears: state.bears + 1 }));
    useBears.setState((draft) => {
      draft.names.push("Yogi");
    });
    link.advance();
    expect(link.received).toEqual([]);
    expect(useBears.getState()).toMatchObject({ bears: 5, names: ["Baloo", "Yogi"] });
    useBears.sync();
    link.advance();
    expect(patches(link)).toEqual([
      { op: "replace", path: "/bears", value: 5 },
      { op: "add", path: "/names/1", value: "Yogi" },
    ]);
    useBears.sync();
    link.advance();
    expect(patches(link)).toHaveLength(2);
  });

  it("sends a debounced sync after a rest, and not later than its most", () => {
    const { link, useBears } = served();
    useBears.sync({ debounceMs: 10 });
    for (const bears of [4, 5, 6]) {
      useBears.setState({ bears });
      useBears.sync({ debounceMs: 100, maxWaitMs: 250 });
      link.advance(90);
    }
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 6 }]);
    useBears.setState({ bears: 7 });
    useBears.sync({ debounceMs: 100 });
    link.advance(99);
    expect(patches(link)).toHaveLength(1);
    link.advance(1);
    expect(patches(link).slice(1)).toEqual([{ op: "replace", path: "/bears", value: 7 }]);
  });

  it("sends what was changed before what is called", () => {
    const { link, useBears } = served();
    const { sync } = useBears;
    for (const call of [
      () => sync.sendAction({ type: "FEED", with: "honey" }),
      () => sync.startTask({ type: "SLEEP" }),
      () => sync.cancelTask({ type: "SLEEP" }),
      () => sync.sendBinary({ type: "PHOTO" }, Uint8Array.of(1).buffer),
    ]) {
      useBears.setState((state) => ({ bears: state.bears + 1 }));
      call();
    }
    link.advance();
    expect(link.received.map(({ type }) => type)).toEqual(
      ["_ACTION:BEARS", "_TASK_START:BEARS", "_TASK_CANCEL:BEARS", "_ACTION:BEARS"].flatMap((type) => [PATCH, type]),
    );
  });

  it("forgets what was not sent for a fetch, and sends a whole state", () => {
    const { link, useBears } = served();
    useBears.setState({ bears: 9 });
    useBears.sync.fetchRemoteState();
    useBears.sync();
    useBears.sync.sendState({ bears: 1, names: [], rename: () => {} });
    link.advance();
    expect(link.received).toEqual([
      { type: "_GET:BEARS", data: {} },
      { type: "_SET:BEARS", data: { bears: 1, names: [] } },
    ]);
    expect(useBears.getState().bears).toBe(1);
  });

  it.each([[["bears"]], [{ bears: true }]])("syncs the attributes %j and no other", (syncAttributes) => {
    const { link, useBears } = served({ syncAttributes });
    expect(useBears.getState()).toMatchObject({ bears: 3, names: [] });
    useBears.setState((draft) => {
      draft.bears = 4;
      draft.tab = "map";
      draft.names.push("here");
    });
    useBears.sync();
    link.send(PATCH, [{ op: "replace", path: "/names", value: ["not mine"] }]);
    link.send("_GET:BEARS");
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 4 }]);
    expect(useBears.getState()).toMatchObject({ bears: 4, names: ["here"], tab: "map" });
  });

  it("makes functions of names", () => {
    const { link, useBears } = served();
    const { feed, count } = useBears.sync.createDelegators<{ FEED: { with: string }; COUNT: null }>()({
      feed: "FEED",
      count: "COUNT",
    });
    const { sleep } = useBears.sync.createTaskDelegators<{ SLEEP: { days: number } }>()({ sleep: "SLEEP" });
    feed({ with: "honey" });
    count();
    sleep.start({ days: 90 });
    sleep.cancel();
    link.advance();
    expect(link.received.map(({ data }) => data)).toEqual([
      { type: "FEED", with: "honey" },
      { type: "COUNT" },
      { type: "SLEEP", days: 90 },
      { type: "SLEEP" },
    ]);
  });

  it("ends with cleanup", () => {
    const { link, useBears } = served();
    useBears.setState({ bears: 4 });
    useBears.sync.cleanup();
    link.advance(2_000);
    link.send("_SET:BEARS", { bears: 100 });
    expect(useBears.getState().bears).toBe(4);
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 4 }]);
  });

  it("stands between other middleware", () => {
    const link = linked();
    const useBears = create<Bears>()(
      devtools(
        synced(
          subscribeWithSelector((): Bears => ({ bears: 0, names: [], tab: "list" })),
          { key: "BEARS", session: link.client },
        ),
        { enabled: false },
      ),
    );
    const seen: number[] = [];
    useBears.subscribe(
      ({ bears }) => bears,
      (bears) => seen.push(bears),
    );
    link.open();
    link.send("_SET:BEARS", SET);
    useBears.setState((draft) => {
      draft.bears += 1;
    });
    expect(seen).toEqual([3, 4]);
  });
});

describe("fault 20: what is sent offline is dropped, and useIsSynced then says true", () => {
  it("keeps it, says so, and sends it with the next line", () => {
    const { link, useBears } = served();
    const { result } = renderHook(() => useBears.sync.useIsSynced());
    link.drop();
    act(() => useBears.setState((state) => ({ bears: state.bears + 1 })));
    expect(result.current).toBe(false);
    act(() => useBears.sync());
    expect(result.current).toBe(false);
    link.open();
    expect(result.current).toBe(false);
    act(() => link.send("_SET:BEARS", { ...SET, bears: 10 }));
    expect(result.current).toBe(true);
    link.advance();
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 11 }]);
    expect(useBears.getState().bears).toBe(11);
  });
});

describe("fault 24: the server may call any function of the store", () => {
  const call = (link: Linked, type: string) => link.send("_ACTION:BEARS", { type, to: "Ted" });

  it("calls none that the page has not named", () => {
    const { link, useBears } = served();
    for (const type of ["rename", "constructor", "toString", "tab"]) call(link, type);
    expect(useBears.getState().names).toEqual(["Baloo"]);
  });

  it("calls those that it has named", () => {
    const { link, useBears } = served({ exposedActions: ["rename", "tab"] });
    call(link, "rename");
    call(link, "tab");
    expect(useBears.getState().names).toEqual(["Ted"]);
  });

  it("calls those that were registered, with bytes, while they are; a second of one name is refused", () => {
    const { link, useBears } = served();
    const [rename, other] = [jest.fn(), jest.fn()];
    const forget = useBears.sync.registerExposedActions({ rename });
    expect(() => useBears.sync.registerExposedActions({ other, rename })).toThrow("already");
    call(link, "rename");
    call(link, "other");
    link.server.next({ type: "_ACTION:BEARS", data: { type: "rename" }, bytes: Uint8Array.of(5) });
    link.advance();
    forget();
    call(link, "rename");
    expect(rename.mock.calls).toEqual([[{ to: "Ted" }], [{ data: Uint8Array.of(5).buffer }]]);
    expect(other).not.toHaveBeenCalled();
  });

  it("calls those of a mounted component", () => {
    const { link, useBears } = served();
    const seen: unknown[] = [];
    const { unmount } = renderHook(() => useBears.sync.useExposedActions({ scroll: (args) => seen.push(args) }));
    call(link, "scroll");
    unmount();
    call(link, "scroll");
    expect(seen).toEqual([{ to: "Ted" }]);
  });

  it("replaces no function of the store by what the server sends", () => {
    const { link, useBears } = served();
    link.send("_SET:BEARS", { ...SET, rename: "gone" });
    expect(useBears.getState().rename).toBeInstanceOf(Function);
  });
});

describe("fault 26: compaction on a stale base throws", () => {
  it("makes many changes again on what the server said meanwhile, and sends the difference", () => {
    const { link, useBears } = served();
    for (const name of ["a", "b", "c", "d", "e", "f"]) {
      useBears.setState((draft) => {
        draft.names.push(name);
      });
    }
    link.send("_SET:BEARS", { bears: 3, names: [] });
    link.send(PATCH, [{ op: "add", path: "/names/0", value: "theirs" }]);
    expect(useBears.getState().names).toEqual(["theirs", "a", "b", "c", "d", "e", "f"]);
    useBears.sync();
    link.advance();
    expect(applyPatch({ bears: 3, names: ["theirs"] }, patches(link) as Operation[])).toEqual({
      bears: 3,
      names: ["theirs", "a", "b", "c", "d", "e", "f"],
    });
  });

  it("leaves out a change that fails on the new state, reports it, and goes on", () => {
    const { link, useBears } = served();
    const errors: Error[] = [];
    link.client.errors$.subscribe((error) => errors.push(error));
    useBears.setState((draft) => {
      draft.names[0] = (draft.names[0] ?? "").toUpperCase();
      if (draft.names[0] === "") throw new Error("nobody there");
    });
    useBears.setState({ bears: 4 });
    link.send("_SET:BEARS", { bears: 3, names: [] });
    expect(errors).toHaveLength(1);
    expect(useBears.getState()).toMatchObject({ bears: 4, names: [] });
    useBears.sync();
    link.advance();
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 4 }]);
  });
});

describe("fault 27: deleted keys stay after _SET; nothing keeps identity", () => {
  it("takes away what the server no longer has, and keeps what did not change", () => {
    const { link, useBears } = served();
    const { names } = useBears.getState();
    link.send("_SET:BEARS", { names: ["Baloo"], extra: 1 });
    expect(Object.keys(useBears.getState()).sort()).toEqual(["extra", "names", "rename", "tab"]);
    expect(useBears.getState().names).toBe(names);
    link.send("_SET:BEARS", { names: ["Baloo"] });
    expect(Object.keys(useBears.getState())).not.toContain("extra");
  });
});

describe("with the session of the original's names", () => {
  it("is served by its core", async () => {
    const { Session: PageSession } = await import("ws-sync-rx/compat");
    const session = new PageSession({ url: "ws://a.example/", binaryType: "arraybuffer" });
    const useBears = create<{ bears: number }>()(synced(() => ({ bears: 0 }), { key: "BEARS", session }));
    expect(useBears.sync.obj.session).toBe(session);
    expect(session.core).toBeInstanceOf(Session);
    expect(useBears.sync.obj.lastSyncTime).toBe(0);
  });
});
