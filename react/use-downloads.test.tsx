import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { act, configure, render, renderHook } from "@testing-library/react";
import type { Download } from "ws-sync-rx";
import { SessionProvider, type SessionProviderProps, useDownloads } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { FakeWebSocket } from "../marble-tests/react/fake-web-socket.ts";
import { linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

const FILE = { filename: "../a.txt", data: "aGk=" };
const READ = { filename: "a.txt", bytes: new Uint8Array([104, 105]) };

describe("useDownloads", () => {
  it("hands over each file once, and reports what is none", () => {
    const link = linked();
    const [take, onError] = [jest.fn(), jest.fn()];
    const { unmount } = renderHook(() => useDownloads(take), { wrapper: around(link, onError) });
    link.open();
    link.send("_DOWNLOAD", FILE);
    link.send("_DOWNLOAD", { filename: "a.txt" });
    unmount();
    link.send("_DOWNLOAD", FILE);
    expect(take.mock.calls).toEqual([[READ]]);
    expect(onError).toHaveBeenCalledTimes(1);
  });
});

describe("SessionProvider", () => {
  const saved: string[] = [];
  const made: Blob[] = [];

  beforeEach(() => {
    FakeWebSocket.made.length = saved.length = made.length = 0;
    jest.useFakeTimers();
    URL.createObjectURL = (blob) => `blob:${made.push(blob as Blob)}`;
    URL.revokeObjectURL = (url) => void saved.push(`revoked ${url}`);
    jest.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(`${this.href} as ${this.download}`);
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  async function receiving(props: Partial<SessionProviderProps> = {}) {
    render(<SessionProvider url="ws://a.example/" WebSocketCtor={FakeWebSocket} onDownload={props.onDownload} />);
    await act(async () => {});
    FakeWebSocket.last().opens();
    FakeWebSocket.last().receives({ type: "_DOWNLOAD", data: FILE });
  }

  it("lets the browser save the files of a session that it made", async () => {
    await receiving();
    expect(saved).toEqual(["blob:1 as a.txt"]);
    expect(made.map(({ size }) => size)).toEqual([2]);
    jest.advanceTimersByTime(60_000);
    expect(saved).toEqual(["blob:1 as a.txt", "revoked blob:1"]);
  });

  it("gives them to onDownload instead", async () => {
    const taken: Download[] = [];
    await receiving({ onDownload: (download) => taken.push(download) });
    expect(taken).toEqual([READ]);
    expect(saved).toEqual([]);
  });

  it("leaves those of a session that it was given alone, unless it is told what to do with them", () => {
    const link = linked();
    const taken = jest.fn();
    const { rerender } = render(<SessionProvider session={link.client} />);
    link.open();
    link.send("_DOWNLOAD", FILE);
    rerender(<SessionProvider session={link.client} onDownload={taken} />);
    link.send("_DOWNLOAD", FILE);
    expect(taken.mock.calls).toEqual([[READ]]);
    expect(saved).toEqual([]);
  });
});
