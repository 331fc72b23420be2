import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { applyPatch, type Operation } from "ws-sync-rx";
import { PATCH, patches, served, SET } from "../../marble-tests/react/bears.ts";
import type { Linked } from "../../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

describe("fault 20: what is sent offline is dropped, and useIsSynced then says true", () => {
  it("keeps it, says so, and sends it with the next line", () => {
    const { link, useBears } = served();
    const { result } = renderHook(() => useBears.sync.useIsSynced());
    link.drop();
    act(() => useBears.setState((state) => ({ bears: state.bears + 1 })));
    expect(result.current).toBe(false);
    act(() => useBears.sync());
    expect(result.current).toBe(false);
    link.open();
    expect(result.current).toBe(false);
    act(() => link.send("_SET:BEARS", { ...SET, bears: 10 }));
    expect(result.current).toBe(true);
    link.advance();
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 11 }]);
    expect(useBears.getState().bears).toBe(11);
  });
});

describe("fault 24: the server may call any function of the store", () => {
  const call = (link: Linked, type: string) => link.send("_ACTION:BEARS", { type, to: "Ted" });

  it("calls none that the page has not named", () => {
    const { link, useBears } = served();
    for (const type of ["rename", "constructor", "toString", "tab"]) call(link, type);
    expect(useBears.getState().names).toEqual(["Baloo"]);
  });

  it("calls those that it has named", () => {
    const { link, useBears } = served({ exposedActions: ["rename", "tab"] });
    call(link, "rename");
    call(link, "tab");
    expect(useBears.getState().names).toEqual(["Ted"]);
  });

  it("calls those that were registered, with bytes, while they are; a second of one name is refused", () => {
    const { link, useBears } = served();
    const [rename, other] = [jest.fn(), jest.fn()];
    const forget = useBears.sync.registerExposedActions({ rename });
    expect(() => useBears.sync.registerExposedActions({ other, rename })).toThrow("already");
    call(link, "rename");
    call(link, "other");
    link.server.next({ type: "_ACTION:BEARS", data: { type: "rename" }, bytes: Uint8Array.of(5) });
    link.advance();
    forget();
    call(link, "rename");
    expect(rename.mock.calls).toEqual([[{ to: "Ted" }], [{ data: Uint8Array.of(5).buffer }]]);
    expect(other).not.toHaveBeenCalled();
  });

  it("calls those of a mounted component", () => {
    const { link, useBears } = served();
    const seen: unknown[] = [];
    const { unmount } = renderHook(() => useBears.sync.useExposedActions({ scroll: (args) => seen.push(args) }));
    call(link, "scroll");
    unmount();
    call(link, "scroll");
    expect(seen).toEqual([{ to: "Ted" }]);
  });

  it("replaces no function of the store by what the server sends", () => {
    const { link, useBears } = served();
    link.send("_SET:BEARS", { ...SET, rename: "gone" });
    expect(useBears.getState().rename).toBeInstanceOf(Function);
  });
});

describe("fault 26: compaction on a stale base throws", () => {
  it("makes many changes again on what the server said meanwhile, and sends the difference", () => {
    const { link, useBears } = served();
    for (const name of ["a", "b", "c", "d", "e", "f"]) {
      useBears.setState((draft) => {
        draft.names.push(name);
      });
    }
    link.send("_SET:BEARS", { bears: 3, names: [] });
    link.send(PATCH, [{ op: "add", path: "/names/0", value: "theirs" }]);
    expect(useBears.getState().names).toEqual(["theirs", "a", "b", "c", "d", "e", "f"]);
    useBears.sync();
    link.advance();
    expect(applyPatch({ bears: 3, names: ["theirs"] }, patches(link) as Operation[])).toEqual({
      bears: 3,
      names: ["theirs", "a", "b", "c", "d", "e", "f"],
    });
  });

  it("leaves out a change that fails on the new state, reports it, and goes on", () => {
    const { link, useBears } = served();
    const errors: Error[] = [];
    link.client.errors$.subscribe((error) => errors.push(error));
    useBears.setState((draft) => {
      draft.names[0] = (draft.names[0] ?? "").toUpperCase();
      if (draft.names[0] === "") throw new Error("nobody there");
    });
    useBears.setState({ bears: 4 });
    link.send("_SET:BEARS", { bears: 3, names: [] });
    expect(errors).toHaveLength(1);
    expect(useBears.getState()).toMatchObject({ bears: 4, names: [] });
    useBears.sync();
    link.advance();
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 4 }]);
  });
});

describe("fault 27: deleted keys stay after _SET; nothing keeps identity", () => {
  it("takes away what the server no longer has, and keeps what did not change", () => {
    const { link, useBears } = served();
    const { names } = useBears.getState();
    link.send("_SET:BEARS", { names: ["Baloo"], extra: 1 });
    expect(Object.keys(useBears.getState()).sort()).toEqual(["extra", "names", "rename", "tab"]);
    expect(useBears.getState().names).toBe(names);
    link.send("_SET:BEARS", { names: ["Baloo"] });
    expect(Object.keys(useBears.getState())).not.toContain("extra");
  });
});
