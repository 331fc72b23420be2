import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { act, configure, render, renderHook, screen } from "@testing-library/react";
import { useContext } from "react";
import { DefaultSessionContext, Session, useSynced, useSyncedReducer } from "ws-sync-rx/compat";
import { inPage, MILK, NO_NOTES, sentOf, served, settling } from "../../marble-tests/react/compat-page.tsx";
import { PageWebSocket } from "../../marble-tests/react/page-web-socket.ts";

configure({ reactStrictMode: true });

const SET = { type: "_SET:NOTES", data: MILK };
const useNotes = () => useSynced("NOTES", NO_NOTES);
const useReduced = () =>
  useSyncedReducer(
    "NOTES",
    (draft, action, sync, delegate) => {
      if (action.type === "ADD") {
        draft.notes.push(action["note"] as string);
        sync();
      } else delegate();
    },
    NO_NOTES,
  );

beforeEach(() => {
  PageWebSocket.made.length = 0;
  jest.useFakeTimers();
  jest.spyOn(Math, "random").mockReturnValue(0.5);
  Reflect.set(globalThis, "WebSocket", PageWebSocket);
});
afterEach(() => {
  jest.useRealTimers();
});

describe("fault 20: everything sent while offline is dropped", () => {
  it("keeps writes, reducer runs, actions, tasks and bytes, and sends them in order with the next line", async () => {
    const { result } = renderHook(() => ({ notes: useNotes(), reduced: useReduced() }), { wrapper: inPage() });
    (await served(SET)).breaks();
    act(() => {
      result.current.notes.syncTitle("offline");
      result.current.reduced[1]({ type: "ADD", note: "eggs" });
      result.current.reduced[1]({ type: "REMOTE" });
      result.current.notes.startTask({ type: "COUNT" });
      result.current.notes.startTask({ type: "NEVER" });
      result.current.notes.cancelTask({ type: "NEVER" });
      result.current.notes.sendBinary({ type: "UPLOAD" }, Uint8Array.of(1).buffer);
    });
    expect(result.current.notes).toMatchObject({ title: "offline", notes: ["milk", "bread", "eggs"] });
    await act(() => jest.advanceTimersByTimeAsync(125));
    const socket = await served({ ...SET, data: { ...MILK, notes: ["from others"] } });
    const sent = socket.sent.map((frame) => (Array.isArray(frame) ? frame : (frame as { type: string }).type));
    const at = sent.indexOf("_ACTION:NOTES");
    expect(sent.slice(0, at).every((type) => type === "_PATCH:NOTES")).toBe(true);
    expect(sent.slice(at)).toEqual(["_ACTION:NOTES", "_TASK_START:NOTES", "_BIN_META", [1]]);
    expect(sentOf(socket, "_PATCH:NOTES").flat()).toEqual(
      expect.arrayContaining([
        { op: "replace", path: "/title", value: "offline" },
        { op: "add", path: "/notes/1", value: "eggs" },
      ]),
    );
    expect(result.current.notes).toMatchObject({ title: "offline", notes: ["from others", "eggs"] });
  });

  it("refuses, and says so, what nothing will ever send", async () => {
    const error = jest.fn();
    const { result } = renderHook(useNotes, { wrapper: inPage({ toast: { error } }) });
    (await served(SET)).receives({ type: "_DISCONNECT", data: "over" });
    act(() => result.current.sendAction({ type: "LATE" }));
    expect(error).toHaveBeenCalledTimes(1);
  });
});

describe("fault 21: a patch that does not fit unmounts the tree; malformed JSON throws", () => {
  it("keeps the page, and asks for the state", async () => {
    const Title = () => <p>{useNotes().title}</p>;
    render(<Title />, { wrapper: inPage() });
    const socket = await served(SET);
    socket.receives({ type: "_PATCH:NOTES", data: [{ op: "test", path: "/no/such", value: 1 }] });
    socket.receives("no json", { type: "_PATCH:NOTES", data: null }, { type: "_ACTION:NOTES", data: null });
    expect(sentOf(socket, "_GET:NOTES").length).toBeGreaterThan(0);
    socket.receives({ ...SET, data: { ...MILK, title: "healed" } });
    expect(screen.getByText("healed")).toBeDefined();
  });
});

describe("fault 22: two syncs in one React batch: only the last is sent", () => {
  it("sends all", async () => {
    const { result } = renderHook(useReduced, { wrapper: inPage() });
    const socket = await served(SET);
    act(() => {
      for (const note of ["a", "b", "c"]) result.current[1]({ type: "ADD", note });
    });
    expect(sentOf(socket, "_PATCH:NOTES")).toEqual(
      ["a", "b", "c"].map((value, index) => [{ op: "add", path: `/notes/${index + 2}`, value }]),
    );
  });
});

describe("fault 23: hooks throw under their own provider, and are called conditionally", () => {
  it("renders at once, and takes another session, wsAuth and autoconnect without an error", async () => {
    const Page = ({ session }: { readonly session: Session | null }) => (
      <p>{useSynced("NOTES", { title: "initial" }, session).title}</p>
    );
    const { rerender } = render(<Page session={null} />, { wrapper: inPage() });
    expect(screen.getByText("initial")).toBeDefined();
    rerender(<Page session={new Session("ws://other.example/")} />);
    rerender(<Page session={null} />);
    await served({ ...SET, data: { title: "there" } });
    expect(screen.getByText("there")).toBeDefined();
  });
});

describe("fault 24: event names such as constructor count as handled", () => {
  it("calls registered handlers and nothing inherited", async () => {
    const { result } = renderHook(() => useContext(DefaultSessionContext), { wrapper: inPage() });
    const socket = await served(SET);
    socket.receives(...["constructor", "toString", "__proto__"].map((type) => ({ type, data: {} })));
    const called = jest.fn();
    result.current?.registerEvent("constructor", called);
    socket.receives({ type: "constructor", data: 1 });
    expect(called.mock.calls).toEqual([[1]]);
  });
});

describe("fault 25: pointers are not escaped; undefined makes an operation without a value", () => {
  it("escapes names, and takes away what becomes undefined", async () => {
    const initial: Record<string, unknown> = { "a/b": 1, title: "t" };
    const { result } = renderHook(() => useSynced("NOTES", initial), { wrapper: inPage() });
    const socket = await served({ ...SET, data: initial });
    act(() => {
      (result.current["syncA/b"] as (value: number) => void)(2);
      (result.current["syncTitle"] as (value: undefined) => void)(undefined);
    });
    expect(sentOf(socket, "_PATCH:NOTES")).toEqual([
      [{ op: "replace", path: "/a~1b", value: 2 }],
      [{ op: "remove", path: "/title" }],
    ]);
  });
});

describe("fault 27: deleted keys stay after _SET; nothing keeps identity", () => {
  it("shows what the server has, and keeps what did not change", async () => {
    const { result } = renderHook(useNotes, { wrapper: inPage() });
    const socket = await served(SET);
    const { notes } = result.current;
    socket.receives({ type: "_SET:NOTES", data: { notes: MILK.notes } });
    expect(Object.keys(result.current)).not.toContain("title");
    expect(result.current.notes).toBe(notes);
  });
});

describe("fault 28: a component that mounts late shows its initial value", () => {
  it("shows what is known, or asks", async () => {
    const { rerender } = render(<p />, { wrapper: inPage() });
    const socket = await served(SET);
    const Title = () => <p>{useNotes().title}</p>;
    rerender(<Title />);
    await act(() => jest.advanceTimersByTimeAsync(0));
    expect(sentOf(socket, "_GET:NOTES")).toHaveLength(1);
    socket.receives(SET);
    expect(screen.getByText("Shopping")).toBeDefined();
  });
});

describe("fault 29: two components with one key crash; connect() twice leaves two sockets; the back-off resets on open", () => {
  it("lets components share a key", async () => {
    const { result } = renderHook(() => [useNotes(), useNotes(), useReduced()[0]], { wrapper: inPage() });
    await served(SET);
    act(() => result.current[0]?.syncTitle("one"));
    expect(result.current.map((notes) => notes.title)).toEqual(["one", "one", "one"]);
  });

  it("has one socket, however often it is asked for and StrictMode mounts", async () => {
    const { result } = renderHook(() => useContext(DefaultSessionContext), { wrapper: inPage() });
    await settling();
    act(() => {
      result.current?.connect();
      result.current?.connect();
    });
    expect(PageWebSocket.made).toHaveLength(1);
  });

  it("waits longer and longer for a server that accepts and closes", async () => {
    renderHook(useNotes, { wrapper: inPage() });
    await settling();
    for (const wait of [125, 250, 500, 1_000]) {
      PageWebSocket.last().opens();
      const made = PageWebSocket.made.length;
      PageWebSocket.last().breaks(1000);
      await act(() => jest.advanceTimersByTimeAsync(wait - 1));
      expect(PageWebSocket.made).toHaveLength(made);
      await act(() => jest.advanceTimersByTimeAsync(1));
      expect(PageWebSocket.made).toHaveLength(made + 1);
    }
  });
});

describe("fault 31: new functions and a new state on every render", () => {
  it("keeps both while nothing changes, also with an initial state written inline", async () => {
    const { result, rerender } = renderHook(() => useSynced("NOTES", { title: "", notes: [""] }), {
      wrapper: inPage(),
    });
    const socket = await served(SET);
    const before = result.current;
    rerender();
    expect(result.current).toBe(before);
    socket.receives({ ...SET, data: { ...MILK, title: "other" } });
    expect(result.current.syncTitle).toBe(before.syncTitle);
    expect(result.current.sendAction).toBe(before.sendAction);
  });
});
