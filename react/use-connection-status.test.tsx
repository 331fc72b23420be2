import { describe, expect, it } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { useConnectionStatus } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

describe("useConnectionStatus", () => {
  it("says where the session stands, the same object while nothing changes", () => {
    const link = linked();
    const { result, rerender } = renderHook(() => useConnectionStatus(), { wrapper: around(link) });
    expect(result.current).toEqual({ phase: "connecting" });
    link.open();
    const live = result.current;
    expect(live).toEqual({ phase: "live" });
    rerender();
    link.send("_TOAST", { message: "nothing about the line", type: "info" });
    expect(result.current).toBe(live);
    link.drop();
    expect(result.current.phase).toBe("offline");
    act(() => link.client.end("Enough."));
    expect(result.current).toEqual({ phase: "ended", reason: "Enough." });
  });

  it("tells a component that mounts after the end", () => {
    const link = linked();
    link.client.end("Enough.");
    const { result } = renderHook(() => useConnectionStatus(), { wrapper: around(link) });
    expect(result.current).toEqual({ phase: "ended", reason: "Enough." });
  });
});
