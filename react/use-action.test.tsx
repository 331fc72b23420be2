import { describe, expect, it, jest } from "@jest/globals";
import { configure, renderHook } from "@testing-library/react";
import { actions, syncKey } from "ws-sync-rx";
import { useAction } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

interface NotesActions {
  rename(args: { readonly title: string }): void;
  clear(): void;
}
const NOTES = syncKey<unknown, NotesActions>("NOTES");

/** A server that remembers what it was called with. */
function listening({ server }: Linked) {
  const calls = jest.fn();
  const rename = (args: object, { bytes }: { readonly bytes?: Uint8Array | undefined }) => calls("rename", args, bytes);
  const clear = () => calls("clear");
  server.run((session) => session.pipe(actions("NOTES", { rename, clear }))).subscribe();
  return calls;
}

describe("useAction, to an original server", () => {
  it("calls the server's action, with arguments and bytes", async () => {
    const link = linked();
    const calls = listening(link);
    const { result } = renderHook(() => ({ rename: useAction(NOTES, "rename"), clear: useAction(NOTES, "clear") }), {
      wrapper: around(link),
    });
    link.open();
    await expect(result.current.rename({ title: "Errands" })).resolves.toBeUndefined();
    await result.current.rename({ title: "Picture" }, new Uint8Array([1, 2]));
    await result.current.clear();
    link.advance();
    expect(calls.mock.calls).toEqual([
      ["rename", { title: "Errands" }, undefined],
      ["rename", { title: "Picture" }, new Uint8Array([1, 2])],
      ["clear"],
    ]);
  });

  it("waits for a line, and is over when it is sent", async () => {
    const link = linked();
    const calls = listening(link);
    const { result } = renderHook(() => useAction<{ title: string }>("NOTES", "rename"), { wrapper: around(link) });
    const call = result.current({ title: "Errands" });
    link.advance(60_000);
    expect(calls).not.toHaveBeenCalled();
    link.open();
    await expect(call).resolves.toBeUndefined();
    expect(calls.mock.calls).toEqual([["rename", { title: "Errands" }, undefined]]);
  });

  it("fault 31: is the same function on every render", () => {
    const link = linked();
    const { result, rerender } = renderHook(({ name }) => useAction("NOTES", name), {
      wrapper: around(link),
      initialProps: { name: "rename" },
    });
    const before = result.current;
    link.open();
    rerender({ name: "rename" });
    expect(result.current).toBe(before);
    rerender({ name: "clear" });
    expect(result.current).not.toBe(before);
  });

  it("J2: settles after its component is gone", async () => {
    const link = linked();
    const calls = listening(link);
    const { result, unmount } = renderHook(() => useAction(NOTES, "clear"), { wrapper: around(link) });
    link.open();
    const call = result.current();
    unmount();
    await expect(call).resolves.toBeUndefined();
    link.advance();
    expect(calls).toHaveBeenCalledTimes(1);
  });
});
