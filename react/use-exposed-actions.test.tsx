import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import type { HandlerContext } from "ws-sync-rx";
import { useExposedActions } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

describe("useExposedActions", () => {
  it("lets the server call the functions of the last render, once each", () => {
    const link = linked();
    const calls: unknown[] = [];
    const { rerender, unmount } = renderHook(
      ({ name }) => useExposedActions("NOTES", { show: (args: object) => void calls.push([name, args]) }),
      { wrapper: around(link), initialProps: { name: "first" } },
    );
    link.open();
    link.send("_ACTION:NOTES", { type: "show", id: 1 });
    rerender({ name: "second" });
    link.send("_ACTION:NOTES", { type: "show", id: 2 });
    unmount();
    link.send("_ACTION:NOTES", { type: "show", id: 3 });
    expect(calls).toEqual([
      ["first", { id: 1 }],
      ["second", { id: 2 }],
    ]);
  });

  it("does not end what runs when the functions change, and does when the component goes", () => {
    const link = linked();
    const signals: AbortSignal[] = [];
    const slow = (_args: object, { signal }: HandlerContext) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const { rerender, unmount } = renderHook(
      () => useExposedActions("NOTES", { slow: (args: object, context: HandlerContext) => slow(args, context) }),
      {
        wrapper: around(link),
      },
    );
    link.open();
    link.send("_ACTION:NOTES", { type: "slow" });
    rerender();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    unmount();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("hands over the bytes of a binary call", () => {
    const link = linked();
    const seen: unknown[] = [];
    renderHook(
      () =>
        useExposedActions("NOTES", {
          blob: (args: object, { bytes }: HandlerContext) => void seen.push([args, bytes]),
        }),
      { wrapper: around(link) },
    );
    link.open();
    act(() =>
      link.server.next({ type: "_ACTION:NOTES", data: { type: "blob", name: "e" }, bytes: Uint8Array.of(104, 105) }),
    );
    link.advance();
    expect(seen).toEqual([[{ name: "e" }, Uint8Array.of(104, 105)]]);
  });

  it("fault 24: the server may call any function of the store; event names such as constructor count as handled", () => {
    const link = linked();
    const onError = jest.fn();
    const inherited = jest.fn();
    const handlers = Object.assign(Object.create({ inherited }) as object, {
      value: 1,
      boom: () => Promise.reject(new Error("boom")),
    });
    renderHook(() => useExposedActions("NOTES", handlers), { wrapper: around(link, onError) });
    link.open();
    for (const type of ["constructor", "__proto__", "toString", "hasOwnProperty", "inherited", "value", "unknown"])
      link.send("_ACTION:NOTES", { type });
    expect(onError).not.toHaveBeenCalled();
    expect(inherited).not.toHaveBeenCalled();
  });

  it("reports what a function throws, and what is no call", async () => {
    const link = linked();
    const onError = jest.fn();
    const handlers = {
      boom: () => Promise.reject(new Error("boom")),
      bang: () => {
        throw new Error("bang");
      },
    };
    renderHook(() => useExposedActions("NOTES", handlers), { wrapper: around(link, onError) });
    link.open();
    link.send("_ACTION:NOTES", { type: "boom" });
    link.send("_ACTION:NOTES", { type: "bang" });
    link.send("_ACTION:NOTES", null);
    await act(async () => {});
    expect(onError).toHaveBeenCalledTimes(3);
  });
});
