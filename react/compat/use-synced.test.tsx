import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { act, configure, render, renderHook, screen } from "@testing-library/react";
import { createContext, useContext } from "react";
import { DefaultSessionContext, Session, useObserved, useSynced } from "ws-sync-rx/compat";
import { inPage, MILK, NO_NOTES, sentOf, served, settling } from "../../marble-tests/react/compat-page.tsx";
import { PageWebSocket } from "../../marble-tests/react/page-web-socket.ts";

configure({ reactStrictMode: true });

const SET = { type: "_SET:NOTES", data: MILK };

beforeEach(() => {
  PageWebSocket.made.length = 0;
  jest.useFakeTimers();
  Reflect.set(globalThis, "WebSocket", PageWebSocket);
});
afterEach(() => {
  jest.useRealTimers();
});

describe("useSynced", () => {
  it("shows the initial state, then the server's, then its patches", async () => {
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES), { wrapper: inPage() });
    expect(result.current).toMatchObject(NO_NOTES);
    const socket = await served(SET);
    expect(result.current).toMatchObject(MILK);
    socket.receives({ type: "_PATCH:NOTES", data: [{ op: "replace", path: "/title", value: "List" }] });
    expect(result.current.title).toBe("List");
  });

  it("setX changes the copy here, syncX on the server as well", async () => {
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES), { wrapper: inPage() });
    const socket = await served(SET);
    act(() => result.current.setTitle("Here"));
    expect(result.current.title).toBe("Here");
    expect(socket.sent).toEqual([]);
    act(() => result.current.syncTitle("There"));
    expect(result.current.title).toBe("There");
    expect(sentOf(socket, "_PATCH:NOTES")).toEqual([[{ op: "replace", path: "/title", value: "There" }]]);
  });

  it("sends what was set before, when the same value is synced", async () => {
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES), { wrapper: inPage() });
    const socket = await served(SET);
    act(() => result.current.setTitle("Both"));
    act(() => result.current.syncTitle("Both"));
    expect(sentOf(socket, "_PATCH:NOTES")).toEqual([[{ op: "replace", path: "/title", value: "Both" }]]);
  });

  it("asks, calls, starts, cancels and sends bytes as the original does", async () => {
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES), { wrapper: inPage() });
    const socket = await served(SET);
    act(() => {
      result.current.fetchRemoteState();
      result.current.sendAction({ type: "ADD", note: "eggs" });
      result.current.startTask({ type: "COUNT", upto: 3 });
      result.current.cancelTask({ type: "COUNT" });
      result.current.sendBinary({ type: "UPLOAD", name: "b" }, Uint8Array.of(1, 2).buffer);
      result.current.sendState({ title: "All", notes: [] });
    });
    expect(socket.sent).toEqual([
      { type: "_GET:NOTES", data: {} },
      { type: "_ACTION:NOTES", data: { type: "ADD", note: "eggs" } },
      { type: "_TASK_START:NOTES", data: { type: "COUNT", upto: 3 } },
      { type: "_TASK_CANCEL:NOTES", data: { type: "COUNT" } },
      { type: "_BIN_META", data: { type: "_ACTION:NOTES", metadata: { type: "UPLOAD", name: "b" } } },
      [1, 2],
      { type: "_SET:NOTES", data: { title: "All", notes: [] } },
    ]);
    expect(result.current).toMatchObject({ title: "All", notes: [] });
  });

  it("answers a server that asks for the state with the present one", async () => {
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES), { wrapper: inPage() });
    const socket = await served(SET);
    act(() => result.current.setTitle("Mine"));
    socket.receives({ type: "_GET:NOTES" });
    expect(sentOf(socket, "_SET:NOTES")).toEqual([{ ...MILK, title: "Mine" }]);
  });

  it("uses the session it is given instead of the provider's", async () => {
    const other = new Session({ url: "ws://other.example/" });
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES, other), { wrapper: inPage() });
    await settling();
    const stop = other.connect();
    await served(SET);
    expect(new URL(PageWebSocket.last().url).host).toBe("other.example");
    expect(result.current).toMatchObject(MILK);
    act(stop);
  });

  it("finds the session of another context by the session it is given", async () => {
    const Other = createContext<Session | null>(null);
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES, useContext(Other)), {
      wrapper: inPage({ context: Other }),
    });
    await served(SET);
    expect(result.current).toMatchObject(MILK);
  });

  it("works on its own as long as there is no session, as pages of 0.6 expect", () => {
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES));
    act(() => result.current.setTitle("Here"));
    act(() => result.current.sendAction({ type: "ADD" }));
    expect(result.current.title).toBe("Here");
  });

  it("shows members that the server adds, and has functions for those of the initial state only", async () => {
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES), { wrapper: inPage() });
    await served({ ...SET, data: { ...MILK, size: 2, send: "a member" } });
    expect(result.current).toMatchObject({ size: 2, send: "a member" });
    expect(Object.keys(result.current)).not.toContain("setSize");
  });

  it("is refreshed by the first state of the next line", async () => {
    const { result } = renderHook(() => useSynced("NOTES", NO_NOTES), { wrapper: inPage() });
    const first = await served(SET);
    first.breaks();
    expect(result.current).toMatchObject(MILK);
    await act(() => jest.advanceTimersByTimeAsync(250));
    await served({ ...SET, data: { title: "Later", notes: [] } });
    expect(result.current).toMatchObject({ title: "Later", notes: [] });
  });
});

describe("useObserved", () => {
  it("shows the members of the initial state and a way to ask, and nothing that writes", async () => {
    const { result, rerender } = renderHook(() => useObserved("NOTES", { title: "" }), { wrapper: inPage() });
    const socket = await served(SET);
    expect(result.current).toEqual({ title: "Shopping", fetchRemoteState: expect.any(Function) });
    const before = result.current;
    rerender();
    expect(result.current).toBe(before);
    act(() => result.current.fetchRemoteState());
    expect(sentOf(socket, "_GET:NOTES")).toHaveLength(1);
  });
});

describe("DefaultSessionContext", () => {
  it("gives a page its session, on the first render", async () => {
    const seen: (Session | null)[] = [];
    const Page = () => {
      const session = useContext(DefaultSessionContext);
      seen.push(session);
      return <p>{session?.url}</p>;
    };
    render(<Page />, { wrapper: inPage() });
    await settling();
    expect(seen.every((session) => session instanceof Session)).toBe(true);
    expect(screen.getByText("ws://a.example/")).toBeDefined();
  });
});
