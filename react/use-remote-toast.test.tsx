import { describe, expect, it, jest } from "@jest/globals";
import { configure, renderHook } from "@testing-library/react";
import { useRemoteToast } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

describe("useRemoteToast", () => {
  it("shows the server's toasts with the function of the last render, once each", () => {
    const link = linked();
    const [first, second] = [jest.fn(), jest.fn()];
    const { rerender, unmount } = renderHook(({ toast }) => useRemoteToast(toast), {
      wrapper: around(link),
      initialProps: { toast: first },
    });
    link.open();
    link.send("_TOAST", { type: "success", message: "Saved" });
    rerender({ toast: second });
    link.send("_TOAST", { message: "Seen" });
    unmount();
    link.send("_TOAST", { message: "Gone" });
    expect(first.mock.calls).toEqual([["Saved", "success"]]);
    expect(second.mock.calls).toEqual([["Seen"]]);
  });

  it("uses the methods of a toast library, and the function itself for a type that it has no method for", () => {
    const link = linked();
    const toast = Object.assign(jest.fn(), { success: jest.fn(), error: jest.fn() });
    renderHook(() => useRemoteToast(toast), { wrapper: around(link) });
    link.open();
    for (const type of ["success", "error", "warning", "call", undefined])
      link.send("_TOAST", { type, message: String(type) });
    expect(toast.success.mock.calls).toEqual([["success"]]);
    expect(toast.error.mock.calls).toEqual([["error"]]);
    expect(toast.mock.calls).toEqual([["warning", "warning"], ["call"], ["undefined"]]);
  });
});
