import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { act } from "@testing-library/react";
import { Session } from "ws-sync-rx/compat";
import { sentOf, served, settling, URL_OF_PAGE } from "../../marble-tests/react/compat-page.tsx";
import { PageWebSocket } from "../../marble-tests/react/page-web-socket.ts";

const HELLO = { type: "HELLO", data: { from: "server" } };
let session: Session;

beforeEach(() => {
  PageWebSocket.made.length = 0;
  jest.useFakeTimers();
  jest.spyOn(Math, "random").mockReturnValue(0.5);
  Reflect.set(globalThis, "WebSocket", PageWebSocket);
  session = new Session({ url: URL_OF_PAGE, label: "Notes", binaryType: "arraybuffer" });
});
afterEach(() => {
  session.disconnect();
  jest.useRealTimers();
});

describe("new Session", () => {
  it.each([
    ["0.8", new Session({ url: "u", label: "l", binaryType: "arraybuffer", minRetryInterval: 1, maxRetryInterval: 2 })],
    ["0.7", new Session("u", "l", null, "arraybuffer", 1, 2)],
  ])("takes the arguments of %s", (_version, made) => {
    const { url, label, binaryType, minRetryInterval, maxRetryInterval, retryInterval } = made;
    expect([url, label, binaryType]).toEqual(["u", "l", "arraybuffer"]);
    expect(made.toast).toBeNull();
    expect([minRetryInterval, maxRetryInterval, retryInterval]).toEqual([1, 2, 1]);
  });

  it("takes those of 0.6, which have no binaryType", () => {
    const { minRetryInterval, maxRetryInterval, binaryType } = new Session("u", "l", null, 1, 2);
    expect([minRetryInterval, maxRetryInterval, binaryType]).toEqual([1, 2, "blob"]);
  });

  it("has the defaults of the original", () => {
    const { label, binaryType, minRetryInterval, maxRetryInterval, isConnected, ws } = new Session("u");
    expect([label, binaryType, minRetryInterval, maxRetryInterval]).toEqual(["Server", "blob", 250, 10_000]);
    expect([isConnected, ws]).toEqual([false, null]);
  });
});

describe("connect and disconnect", () => {
  it("tells of the connection, and has its socket", async () => {
    const changes: boolean[] = [];
    session.onConnectionChange = (connected) => changes.push(connected);
    const stop = session.connect();
    expect(session.ws).toBe(PageWebSocket.last());
    expect(PageWebSocket.last().url).toContain(URL_OF_PAGE);
    await served();
    expect([session.isConnected, changes]).toEqual([true, [true]]);
    stop();
    expect([session.isConnected, session.ws, changes]).toEqual([false, null, [true, false]]);
    expect(PageWebSocket.live()).toEqual([]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(PageWebSocket.made).toHaveLength(1);
  });

  it("reconnects after every close but a _DISCONNECT, to the url of the moment", async () => {
    session.connect();
    (await served(HELLO)).breaks(1000);
    expect(session.isConnected).toBe(false);
    session.url = "ws://b.example/";
    await jest.advanceTimersByTimeAsync(125);
    expect(PageWebSocket.made).toHaveLength(2);
    const second = await served(HELLO);
    expect(second.url).toContain("b.example");
    second.receives({ type: "_DISCONNECT", data: "Opened elsewhere." });
    await jest.advanceTimersByTimeAsync(60_000);
    expect([PageWebSocket.made.length, session.isConnected]).toEqual([2, false]);
    session.connect();
    await served(HELLO);
    expect(session.isConnected).toBe(true);
  });

  it("tells a toast library what happens", async () => {
    const says: unknown[] = [];
    const tells = (method: string) => (message: string) => says.push([method, message]);
    const methods = ["info", "success", "warning", "error", "loading"];
    session.toast = Object.fromEntries(methods.map((method) => [method, tells(method)]));
    session.connect();
    const socket = await served(HELLO);
    socket.breaks();
    await jest.advanceTimersByTimeAsync(125);
    (await served(HELLO)).receives({ type: "_DISCONNECT", data: "Opened elsewhere." });
    session.send("LATE", {});
    expect(says.map((said) => (said as string[])[0])).toEqual([
      ...["info", "success", "warning", "info", "success"],
      ...["loading", "error"],
    ]);
    expect(says).toContainEqual(["loading", "Notes: Opened elsewhere."]);
  });

  it("doubles the bound of the wait, up to the most", async () => {
    session.maxRetryInterval = 1_000;
    session.connect();
    const bounds: number[] = [];
    for (const wait of [125, 250, 500, 500]) {
      bounds.push(session.retryInterval);
      PageWebSocket.last().breaks();
      await jest.advanceTimersByTimeAsync(wait);
    }
    expect(PageWebSocket.made).toHaveLength(5);
    expect(bounds).toEqual([250, 500, 1_000, 1_000]);
  });
});

describe("events", () => {
  it("come to the handler of their type, without bytes or with", async () => {
    const got: unknown[] = [];
    session.registerEvent("HELLO", (data) => got.push(data));
    session.connect();
    const socket = await served(HELLO);
    socket.receives({ type: "_BIN_META", data: { type: "HELLO", metadata: { name: "b" } } }, Uint8Array.of(1));
    session.deregisterEvent("HELLO");
    socket.receives(HELLO);
    expect(got).toEqual([HELLO.data, { name: "b", data: Uint8Array.of(1).buffer }]);
  });

  it("sent without a line go out with the next, in order; states and patches by hand are refused", async () => {
    const error = jest.fn();
    session.toast = { error };
    session.send("A", 1);
    session.sendBinary("B", { name: "b" }, Uint8Array.of(1).buffer);
    session.send("_PATCH:NOTES", []);
    session.send("_SET:NOTES", {});
    session.send("_GET:NOTES", {});
    session.connect();
    const socket = await served(HELLO);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(socket.sent).toEqual([
      { type: "A", data: 1 },
      { type: "_BIN_META", data: { type: "B", metadata: { name: "b" } } },
      [1],
    ]);
    expect(error).toHaveBeenCalledTimes(2);
  });

  it("bytes come as Blob where that is asked for, and nobody announced ones to their own handler", async () => {
    const got: unknown[] = [];
    session.binaryType = "blob";
    session.registerBinary((data) => got.push(data));
    expect(() => session.registerBinary(() => {})).toThrow("already");
    session.connect();
    const socket = await served(HELLO, { type: "_BIN_META", data: { type: "X", metadata: {} } });
    socket.receives(Uint8Array.of(1), Uint8Array.of(1, 2, 3));
    session.deregisterBinary();
    expect(() => session.deregisterBinary()).toThrow("no handler");
    expect(got).toEqual([expect.any(Blob)]);
    expect((got[0] as Blob).size).toBe(3);
  });

  it("one handler each, unless it may be replaced", () => {
    session.registerEvent("A", () => {});
    expect(() => session.registerEvent("A", () => {})).toThrow("already");
    session.registerEvent("A", () => {}, true);
    session.deregisterEvent("A");
    expect(() => session.deregisterEvent("A")).toThrow("no handler");
    session.registerInit("A", () => {});
    expect(() => session.registerInit("A", () => {})).toThrow("already");
    session.deregisterInit("A");
    expect(() => session.deregisterInit("A")).toThrow("no handler");
    const lenient = new Session({ url: "u", override: true });
    lenient.registerEvent("A", () => {});
    expect(() => lenient.registerEvent("A", () => {})).not.toThrow();
  });

  it("a message that a page makes up is served like one of the server", async () => {
    const got: unknown[] = [];
    session.registerEvent("HELLO", (data) => got.push(data));
    session.connect();
    await served();
    session.handleReceiveEvent(new MessageEvent("message", { data: JSON.stringify(HELLO) }));
    expect(got).toEqual([HELLO.data]);
  });

  it("an answer to the question who is there goes before all else", async () => {
    session.registerEvent("_REQUEST_USER_SESSION", () => session.send("_USER_SESSION", { user: "u", session: "s" }));
    session.connect();
    await settling();
    PageWebSocket.last().opens();
    session.send("_GET:NOTES", {});
    PageWebSocket.last().receives({ type: "_REQUEST_USER_SESSION" });
    expect(PageWebSocket.last().sent).toEqual([
      { type: "_USER_SESSION", data: { user: "u", session: "s" } },
      { type: "_GET:NOTES", data: {} },
    ]);
  });

  it("sends bytes of whatever kind a WebSocket takes", async () => {
    session.connect();
    const socket = await served(HELLO);
    session.sendBinary("A", {}, Uint8Array.of(0, 1, 2).subarray(1));
    session.sendBinary("B", {}, Uint8Array.of(3).buffer);
    expect(socket.sent.filter(Array.isArray)).toEqual([[1, 2], [3]]);
    expect(sentOf(socket, "_BIN_META")).toHaveLength(2);
  });

  it("saves a file that the server sends", async () => {
    const clicked = jest.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
    Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => {} });
    session.connect();
    await served({ type: "_DOWNLOAD", data: { filename: "a.txt", data: "aGk=" } });
    expect(clicked).toHaveBeenCalledTimes(1);
    await act(() => jest.advanceTimersByTimeAsync(60_000));
  });
});
