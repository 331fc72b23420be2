import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { act, configure, render, renderHook, screen } from "@testing-library/react";
import { createContext, type ReactNode } from "react";
import { ConnectionClosed, FrameError, Session } from "ws-sync-rx";
import { SessionProvider, useConnectionStatus, useSession, useSynced } from "ws-sync-rx/react";
import { FakeWebSocket } from "../marble-tests/react/fake-web-socket.ts";

configure({ reactStrictMode: true });

const URL_A = "ws://a.example/";
const URL_B = "ws://b.example/";
const ASK = { type: "_REQUEST_USER_SESSION" };
const ids = () => ({ user: "u", session: "s" });

/** Lines are opened behind the code that runs: this lets them. */
const opening = () => act(async () => {});

function Status() {
  const { phase, reason } = useConnectionStatus();
  return <p role="status">{reason === undefined ? phase : `${phase}: ${reason}`}</p>;
}
const status = () => screen.getByRole("status").textContent;

beforeEach(() => {
  FakeWebSocket.made.length = 0;
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

describe("SessionProvider with a url", () => {
  it("opens one line, says who it is, and is live", async () => {
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} ids={ids} children={<Status />} />);
    expect(status()).toBe("connecting");
    await opening();
    const socket = FakeWebSocket.last();
    socket.opens();
    expect(status()).toBe("connecting");
    socket.receives(ASK);
    expect(socket.sent).toEqual([{ type: "_USER_SESSION", data: { user: "u", session: "s" } }]);
    expect(status()).toBe("live");
  });

  it("keeps the ids of this browser and this tab where the original client does", async () => {
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} />);
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
    await opening();
    FakeWebSocket.last().opens();
    FakeWebSocket.last().receives(ASK);
    const user: unknown = JSON.parse(localStorage.getItem("_USER_ID") ?? "");
    const session: unknown = JSON.parse(sessionStorage.getItem("_SESSION_ID") ?? "");
    expect(FakeWebSocket.last().sent).toEqual([{ type: "_USER_SESSION", data: { user, session } }]);
  });

  it("closes the line when it is unmounted, and opens no other", async () => {
    const { unmount } = render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} />);
    await opening();
    FakeWebSocket.last().opens();
    unmount();
    expect(FakeWebSocket.live()).toEqual([]);
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(FakeWebSocket.made).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("opens nothing when it is gone before the line is opened", async () => {
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} />).unmount();
    await opening();
    expect(FakeWebSocket.made).toEqual([]);
  });

  it.each([
    ["/ws", "ws://localhost/ws"],
    ["https://example.com/ws?a=b", "wss://example.com/ws?a=b"],
    ["wss://example.com/ws", "wss://example.com/ws"],
  ])("resolves %s against the page", async (url, resolved) => {
    render(<SessionProvider url={url} WebSocketCtor={FakeWebSocket} />);
    await opening();
    expect(FakeWebSocket.made.map((socket) => socket.address)).toEqual([resolved]);
  });

  it("reports a url that is none, ends, and tries the next one", async () => {
    const onError = jest.fn();
    const { rerender } = render(
      <SessionProvider url="ws://" WebSocketCtor={FakeWebSocket} onError={onError} children={<Status />} />,
    );
    await opening();
    expect(onError.mock.calls).toEqual([
      [expect.objectContaining({ message: expect.stringContaining("Invalid URL") })],
    ]);
    expect(status()).toMatch(/^ended: /);
    rerender(<SessionProvider url={URL_B} WebSocketCtor={FakeWebSocket} onError={onError} children={<Status />} />);
    await opening();
    expect(FakeWebSocket.made.map((socket) => socket.address)).toEqual([URL_B]);
    expect(status()).toBe("connecting");
  });

  it("does not come back after a terminal close, and tells why", async () => {
    const onError = jest.fn();
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} onError={onError} children={<Status />} />);
    await opening();
    FakeWebSocket.last().opens();
    FakeWebSocket.last().breaks(4514, "expired");
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(FakeWebSocket.made).toHaveLength(1);
    expect(onError.mock.calls).toEqual([[expect.any(ConnectionClosed)]]);
    expect(status()).toMatch(/^ended: .*expired/);
  });

  it("does not come back after a takeover", async () => {
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} children={<Status />} />);
    await opening();
    FakeWebSocket.last().opens();
    FakeWebSocket.last().receives({ type: "_DISCONNECT", data: "Opened elsewhere." });
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(FakeWebSocket.made).toHaveLength(1);
    expect(status()).toBe("ended: Opened elsewhere.");
  });
});

describe("fault 21: malformed JSON throws out of the message handler", () => {
  it("is reported, and the tree and the line stay", async () => {
    const onError = jest.fn();
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} onError={onError} children={<Status />} />);
    await opening();
    FakeWebSocket.last().opens();
    FakeWebSocket.last().receives(ASK);
    FakeWebSocket.last().receives("{ no JSON");
    expect(onError.mock.calls).toEqual([[expect.any(FrameError)]]);
    expect(status()).toBe("live");
  });
});

describe("fault 23: useSynced directly under its own SessionProvider throws on first render", () => {
  it("has a session there", () => {
    const first: unknown[] = [];
    function Panel() {
      const { title } = useSynced("NOTES", { title: "none" });
      first.push(useSession());
      return <h1>{title}</h1>;
    }
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} children={<Panel />} />);
    expect(screen.getByRole("heading").textContent).toBe("none");
    expect(first[0]).toBeInstanceOf(Session);
  });

  it("says what is missing when there is no provider", () => {
    jest.spyOn(console, "error").mockImplementation(() => {});
    expect(() => renderHook(() => useSession())).toThrow("useSession: no <SessionProvider> above this component");
  });
});

describe("fault 29: connect() twice leaves two sockets; a server that accepts and closes is hit every 250 ms", () => {
  it("asks such a server less and less often", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0.999);
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} />);
    await opening();
    for (let second = 0; second < 16; second += 0.25) {
      for (const socket of FakeWebSocket.live()) {
        socket.opens();
        socket.breaks(1000);
      }
      await act(() => jest.advanceTimersByTimeAsync(250));
    }
    // at 0, 0.5, 1.5, 3.5, 7.5 and 15.5 s
    expect(FakeWebSocket.made).toHaveLength(6);
  });

  it("never has two sockets, however often the url changes", async () => {
    const { rerender } = render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} />);
    for (let change = 0; change < 10; change += 1) {
      rerender(<SessionProvider url={change % 2 === 0 ? URL_B : URL_A} WebSocketCtor={FakeWebSocket} />);
      await opening();
      expect(FakeWebSocket.live()).toHaveLength(1);
      if (change % 3 === 0) FakeWebSocket.last().opens();
    }
  });
});

describe("J1: StrictMode mounts twice", () => {
  it("opens exactly one socket", async () => {
    render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} />);
    await opening();
    expect(FakeWebSocket.made).toHaveLength(1);
    expect(FakeWebSocket.live()).toHaveLength(1);
  });
});

describe("J4: another url", () => {
  it("closes the old line, then opens the new one once, in the same session", async () => {
    const sessions = new Set<Session>();
    const Seen = () => {
      sessions.add(useSession());
      return <Status />;
    };
    const { rerender } = render(<SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} children={<Seen />} />);
    await opening();
    FakeWebSocket.last().opens();
    FakeWebSocket.last().receives(ASK);
    rerender(<SessionProvider url={URL_B} WebSocketCtor={FakeWebSocket} children={<Seen />} />);
    expect(FakeWebSocket.live()).toEqual([]);
    expect(FakeWebSocket.made).toHaveLength(1);
    await opening();
    expect(FakeWebSocket.made.map((socket) => [socket.address, socket.state])).toEqual([
      [URL_A, "closed"],
      [URL_B, "connecting"],
    ]);
    expect(sessions.size).toBe(1);
  });

  it("leaves the line alone when everything but the url is new", async () => {
    const provider = () => <SessionProvider url={URL_A} WebSocketCtor={FakeWebSocket} backoff={{}} ids={() => ids()} />;
    const { rerender } = render(provider());
    await opening();
    FakeWebSocket.last().opens();
    rerender(provider());
    await opening();
    expect(FakeWebSocket.made.map(({ state }) => state)).toEqual(["open"]);
  });

  it("asks the present function for the url, at every attempt and at no other time", async () => {
    const provider = (token: string) => (
      <SessionProvider url={() => `${URL_A}?token=${token}`} WebSocketCtor={FakeWebSocket} backoff={{ base: 0 }} />
    );
    const { rerender } = render(provider("1"));
    await opening();
    FakeWebSocket.last().opens();
    rerender(provider("2"));
    await opening();
    expect(FakeWebSocket.made).toHaveLength(1);
    FakeWebSocket.last().breaks(1006);
    await act(() => jest.advanceTimersByTimeAsync(1));
    expect(FakeWebSocket.made.map(({ address }) => address)).toEqual([`${URL_A}?token=1`, `${URL_A}?token=2`]);
  });
});

describe("SessionProvider with a session", () => {
  it("connects nothing and passes on what is reported", async () => {
    const session = new Session();
    const onError = jest.fn();
    const { result } = renderHook(() => useSession(), {
      wrapper: ({ children }: { readonly children: ReactNode }) => (
        <SessionProvider session={session} onError={onError} children={children} />
      ),
    });
    await opening();
    expect(result.current).toBe(session);
    expect(session.status).toEqual({ phase: "connecting" });
    const error = new Error("seen");
    session.report(error);
    expect(onError.mock.calls).toEqual([[error]]);
  });

  it("nests with others, each in a context of its own", () => {
    const OtherContext = createContext<Session | undefined>(undefined);
    const [inner, outer] = [new Session(), new Session()];
    const { result } = renderHook(() => [useSession(), useSession({ context: OtherContext })], {
      wrapper: ({ children }: { readonly children: ReactNode }) => (
        <SessionProvider session={outer} context={OtherContext}>
          <SessionProvider session={inner}>{children}</SessionProvider>
        </SessionProvider>
      ),
    });
    expect(result.current).toEqual([inner, outer]);
  });
});
