import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { act, configure, render, screen } from "@testing-library/react";
import { SessionProvider, useConnectionStatus, useReconnect } from "ws-sync-rx/react";
import { FakeWebSocket } from "../marble-tests/react/fake-web-socket.ts";
import { linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

const ASK = { type: "_REQUEST_USER_SESSION" };
const seen = new Set<() => void>();

function Status() {
  const { phase, reason } = useConnectionStatus();
  const reconnect = useReconnect();
  seen.add(reconnect);
  return (
    <button onClick={reconnect}>
      {phase} {reason}
    </button>
  );
}
const status = () => screen.getByRole("button").textContent;
const click = () =>
  act(async () => {
    screen.getByRole("button").click();
  });

async function connecting() {
  render(<SessionProvider url="ws://a.example/" WebSocketCtor={FakeWebSocket} children={<Status />} />);
  await act(async () => {});
  FakeWebSocket.last().opens();
}

beforeEach(() => {
  FakeWebSocket.made.length = 0;
  seen.clear();
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

describe("useReconnect", () => {
  it("comes back after a takeover when it is asked to, with the ids it had", async () => {
    await connecting();
    FakeWebSocket.last().receives(ASK);
    const [answer] = FakeWebSocket.last().sent;
    FakeWebSocket.last().receives({ type: "_DISCONNECT", data: "Opened elsewhere." });
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(status()).toBe("ended Opened elsewhere.");
    expect(FakeWebSocket.made).toHaveLength(1);
    await click();
    expect(FakeWebSocket.made).toHaveLength(2);
    expect(status()).toBe("connecting ");
    FakeWebSocket.last().opens();
    FakeWebSocket.last().receives(ASK);
    expect(FakeWebSocket.last().sent).toEqual([answer]);
    expect(status()).toBe("live ");
    expect(seen.size).toBe(1);
  });

  it("comes back after a terminal code, and reconnects by itself from then on", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0.5);
    await connecting();
    FakeWebSocket.last().breaks(4514, "expired");
    expect(status()).toMatch(/^ended /);
    await click();
    FakeWebSocket.last().opens();
    FakeWebSocket.last().breaks(1006);
    await act(() => jest.advanceTimersByTimeAsync(250));
    expect(FakeWebSocket.made).toHaveLength(3);
  });

  it("does not wait for the delay, and never leaves two lines", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0.999);
    await connecting();
    FakeWebSocket.last().receives(ASK);
    FakeWebSocket.last().breaks(1006);
    await click();
    expect(FakeWebSocket.made).toHaveLength(2);
    await click();
    expect(FakeWebSocket.live()).toHaveLength(1);
    await act(() => jest.advanceTimersByTimeAsync(600));
    expect(FakeWebSocket.live()).toHaveLength(1);
    expect(FakeWebSocket.made).toHaveLength(3);
  });

  it("leaves a line alone that is being brought up to date", async () => {
    await connecting();
    FakeWebSocket.last().receives({ type: "_HELLO", data: { version: 2, limits: { text: 1_000, binary: 1_000 } } });
    expect(status()).toBe("recovering ");
    await click();
    expect(FakeWebSocket.made).toHaveLength(1);
    FakeWebSocket.last().receives({ type: "_READY", data: { memory: "m", recovered: {} } });
    expect(status()).toBe("live ");
  });

  it("leaves a live line alone, and a session that somebody else connects", async () => {
    await connecting();
    FakeWebSocket.last().receives(ASK);
    await click();
    expect(FakeWebSocket.made.map(({ state }) => state)).toEqual(["open"]);
    const link = linked();
    render(<SessionProvider session={link.client} children={<Status />} />, {
      container: screen.getByRole("button").parentElement ?? document.body,
    });
    await click();
    expect(link.client.status.phase).toBe("connecting");
  });
});
