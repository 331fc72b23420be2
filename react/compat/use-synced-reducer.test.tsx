import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { useEffect } from "react";
import { type Action, type SyncedReducer, useSynced, useSyncedReducer } from "ws-sync-rx/compat";
import { inPage, MILK, NO_NOTES, sentOf, served } from "../../marble-tests/react/compat-page.tsx";
import { PageWebSocket } from "../../marble-tests/react/page-web-socket.ts";

configure({ reactStrictMode: true });

type Notes = typeof NO_NOTES;
const SET = { type: "_SET:NOTES", data: MILK };

const reduce: SyncedReducer<Notes> = (draft, action, sync, delegate) => {
  switch (action.type) {
    case "ADD":
      draft.notes.push(action["note"] as string);
      sync();
      break;
    case "HERE":
      draft.title = action["title"] as string;
      break;
    case "BOTH":
      draft.title = action["title"] as string;
      sync();
      sync();
      delegate();
      break;
    case "OTHER":
      delegate({ type: "RESET" });
      break;
    case "WHOLE":
      sync();
      return { title: "whole", notes: [] };
  }
  return undefined;
};

beforeEach(() => {
  PageWebSocket.made.length = 0;
  jest.useFakeTimers();
  Reflect.set(globalThis, "WebSocket", PageWebSocket);
});
afterEach(() => {
  jest.useRealTimers();
});

const render = (reducer: SyncedReducer<Notes> | undefined = reduce) =>
  renderHook(() => useSyncedReducer("NOTES", reducer, NO_NOTES), { wrapper: inPage() });

describe("useSyncedReducer", () => {
  it("changes a draft, and sends what sync() asked for", async () => {
    const { result } = render();
    const socket = await served(SET);
    act(() => result.current[1]({ type: "HERE", title: "Here" }));
    expect(socket.sent).toEqual([]);
    act(() => result.current[1]({ type: "ADD", note: "eggs" }));
    expect(result.current[0]).toMatchObject({ title: "Here", notes: ["milk", "bread", "eggs"] });
    expect(MILK.notes).toEqual(["milk", "bread"]);
    const sent = sentOf(socket, "_PATCH:NOTES").flat();
    expect(sent).toContainEqual({ op: "add", path: "/notes/2", value: "eggs" });
  });

  it("sends in the order in which the reducer asked, each patch once", async () => {
    const { result } = render();
    const socket = await served(SET);
    act(() => result.current[1]({ type: "BOTH", title: "b" }));
    act(() => result.current[1]({ type: "OTHER" }));
    expect(socket.sent).toEqual([
      { type: "_PATCH:NOTES", data: [{ op: "replace", path: "/title", value: "b" }] },
      { type: "_ACTION:NOTES", data: { type: "BOTH", title: "b" } },
      { type: "_ACTION:NOTES", data: { type: "RESET" } },
    ]);
  });

  it("takes a state that the reducer returns", async () => {
    const { result } = render();
    await served(SET);
    act(() => result.current[1]({ type: "WHOLE" }));
    expect(result.current[0]).toMatchObject({ title: "whole", notes: [] });
  });

  it("runs what the server calls, once, bytes included", async () => {
    const seen: Action[] = [];
    const watching: SyncedReducer<Notes> = (_draft, action, _sync, delegate) => {
      seen.push(action);
      delegate();
    };
    renderHook(() => [useSyncedReducer("NOTES", watching, NO_NOTES), useSyncedReducer("NOTES", watching, NO_NOTES)], {
      wrapper: inPage({ binaryType: "arraybuffer" }),
    });
    const socket = await served(SET);
    socket.receives({ type: "_ACTION:NOTES", data: { type: "SCROLL", to: 3 } });
    socket.receives(
      { type: "_BIN_META", data: { type: "_ACTION:NOTES", metadata: { type: "BLOB", name: "b" } } },
      Uint8Array.of(7, 8),
    );
    expect(seen).toEqual([
      { type: "SCROLL", to: 3 },
      { type: "BLOB", name: "b", data: Uint8Array.of(7, 8).buffer },
    ]);
    // what the server called is not sent back to it
    expect(socket.sent).toEqual([]);
  });

  it("has a reducer that throws on what the server calls reported, and goes on", async () => {
    const { result } = render((draft, action) => {
      if (action.type === "BOOM") throw new Error("boom");
      draft.title = action.type;
    });
    const socket = await served(SET);
    socket.receives({ type: "_ACTION:NOTES", data: { type: "BOOM" } }, { type: "_ACTION:NOTES", data: null });
    socket.receives({ type: "_ACTION:NOTES", data: { type: "FINE" } });
    expect(result.current[0].title).toBe("FINE");
  });

  it("runs the reducer of the last render, also for effects of that render", async () => {
    const useBoth = (title: string) => {
      const [state, dispatch] = useSyncedReducer<Notes>(
        "NOTES",
        (draft) => {
          draft.title = title;
        },
        NO_NOTES,
      );
      useEffect(() => dispatch({ type: "ANY" }), [dispatch, title]);
      return state;
    };
    const { result, rerender } = renderHook((title: string) => useBoth(title), {
      wrapper: inPage(),
      initialProps: "first",
    });
    expect(result.current.title).toBe("first");
    rerender("second");
    expect(result.current.title).toBe("second");
  });

  it("without a reducer does nothing on dispatch", async () => {
    const { result } = renderHook(() => useSyncedReducer("NOTES", undefined, NO_NOTES), { wrapper: inPage() });
    const socket = await served(SET);
    act(() => result.current[1]({ type: "ADD", note: "x" }));
    expect(result.current[0]).toMatchObject(MILK);
    expect(socket.sent).toEqual([]);
  });

  it("shares the copy with useSynced", async () => {
    const { result } = renderHook(
      () => ({ synced: useSynced("NOTES", NO_NOTES), reduced: useSyncedReducer("NOTES", reduce, NO_NOTES) }),
      { wrapper: inPage() },
    );
    await served(SET);
    act(() => result.current.reduced[1]({ type: "HERE", title: "shared" }));
    expect(result.current.synced.title).toBe("shared");
  });
});
