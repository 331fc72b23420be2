import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { act, configure, render, renderHook } from "@testing-library/react";
import { useContext } from "react";
import { DefaultSessionContext, type Session, SessionProvider, useRemoteToast } from "ws-sync-rx/compat";
import { inPage, served, settling, URL_OF_PAGE } from "../../marble-tests/react/compat-page.tsx";
import { PageWebSocket } from "../../marble-tests/react/page-web-socket.ts";

configure({ reactStrictMode: true });

const ASK = { type: "_REQUEST_USER_SESSION" };
const HELLO = { type: "HELLO" };
const useSession = () => useContext(DefaultSessionContext);

beforeEach(() => {
  PageWebSocket.made.length = 0;
  jest.useFakeTimers();
  Reflect.set(globalThis, "WebSocket", PageWebSocket);
});
afterEach(() => {
  jest.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

describe("SessionProvider", () => {
  it("connects when it is told to: by autoconnect, or by the page", async () => {
    const { result } = renderHook(useSession, { wrapper: inPage({ autoconnect: false }) });
    await settling();
    expect(PageWebSocket.made).toEqual([]);
    act(() => {
      result.current?.connect();
    });
    await served(HELLO);
    expect(result.current?.isConnected).toBe(true);
  });

  it("closes the line when it is unmounted, also one that the page opened", async () => {
    const { result, unmount } = renderHook(useSession, { wrapper: inPage({ autoconnect: false }) });
    act(() => {
      result.current?.connect();
    });
    await served(HELLO);
    unmount();
    expect(PageWebSocket.live()).toEqual([]);
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(PageWebSocket.made).toHaveLength(1);
  });

  it("makes another session for another url, and closes the former", async () => {
    const sessions: (Session | null)[] = [];
    const Page = () => {
      sessions.push(useSession());
      return null;
    };
    const at = (url: string) => <SessionProvider url={url} autoconnect children={<Page />} />;
    const { rerender } = render(at(URL_OF_PAGE));
    await served(HELLO);
    rerender(at("ws://b.example/"));
    await served(HELLO);
    expect(PageWebSocket.live().map(({ url }) => new URL(url).host)).toEqual(["b.example"]);
    expect(sessions[0]).not.toBe(sessions.at(-1));
    expect(sessions.at(-1)?.isConnected).toBe(true);
  });

  it("gives label, toast and binaryType of the moment to its session, which stays", async () => {
    const toast = {};
    const seen = new Set<Session | null>();
    const Page = () => {
      seen.add(useSession());
      return null;
    };
    const { rerender } = render(<SessionProvider url={URL_OF_PAGE} label="A" children={<Page />} />);
    rerender(
      <SessionProvider url={URL_OF_PAGE} label="B" toast={toast} binaryType="arraybuffer" children={<Page />} />,
    );
    const last = [...seen].at(-1);
    expect([last?.label, last?.toast, last?.binaryType]).toEqual(["B", toast, "arraybuffer"]);
    await settling();
  });

  it("answers who is there with wsAuth, the same on every line, and keeps the ids where the original does", async () => {
    renderHook(useSession, { wrapper: inPage({ wsAuth: true }) });
    const first = await served(ASK, ASK);
    first.breaks();
    await act(() => jest.advanceTimersByTimeAsync(250));
    const second = await served(ASK);
    const user: unknown = JSON.parse(localStorage.getItem("_USER_ID") ?? "");
    const session: unknown = JSON.parse(sessionStorage.getItem("_SESSION_ID") ?? "");
    const answer = { type: "_USER_SESSION", data: { user, session } };
    expect(first.sent).toEqual([answer, answer]);
    expect(second.sent).toEqual([answer]);
  });

  it("answers nothing without wsAuth", async () => {
    renderHook(useSession, { wrapper: inPage() });
    expect((await served(ASK)).sent).toEqual([]);
    expect(localStorage).toHaveLength(0);
  });
});

describe("useRemoteToast", () => {
  it("shows toasts with the library's methods, behind the prefix, and else with the library itself", async () => {
    const toast = Object.assign(jest.fn(), { success: jest.fn() });
    const { unmount } = renderHook(
      () => {
        useRemoteToast(useSession(), toast, "> ");
        useRemoteToast(null, toast);
      },
      { wrapper: inPage() },
    );
    const socket = await served();
    for (const type of ["success", "warning", "default", undefined])
      socket.receives({ type: "_TOAST", data: { type, message: String(type) } });
    unmount();
    expect(toast.success.mock.calls).toEqual([["> success"]]);
    expect(toast.mock.calls).toEqual([["> warning"], ["> default"], ["> undefined"]]);
  });
});
