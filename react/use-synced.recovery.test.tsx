import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { HandlerError, patchEvent } from "ws-sync-rx";
import { useConnectionStatus, usePending, useSynced, useSyncStatus } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked, serve } from "../marble-tests/react/linked.ts";
import { EMPTY, MILK, NOTES } from "../marble-tests/react/notes.ts";

configure({ reactStrictMode: true });

function page(link: Linked, onError?: (error: unknown) => void) {
  return renderHook(
    () => ({ ...useSynced(NOTES, EMPTY), pending: usePending(NOTES, EMPTY), status: useSyncStatus() }),
    { wrapper: around(link, onError) },
  );
}

describe("a server of version 2", () => {
  it("is recovering until everything is up to date, then live", () => {
    const link = linked({ version: 2, latency: 1 });
    serve(link, NOTES, MILK);
    const { result } = renderHook(() => ({ ...useConnectionStatus(), title: useSynced(NOTES, EMPTY).title }), {
      wrapper: around(link),
    });
    const seen: string[] = [];
    const reopen = () => {
      link.open();
      link.advance(1);
    };
    for (const step of [link.open, () => link.advance(1), () => link.advance(2), link.drop, reopen, link.advance]) {
      step(1);
      seen.push(`${result.current.phase} ${result.current.title}`);
    }
    expect(seen).toEqual([
      "connecting ",
      ...["recovering ", "live Shopping", "offline Shopping"],
      ...["recovering Shopping", "live Shopping"],
    ]);
  });

  it("sends a delta that does not fit: it is reported and healed, and nothing throws in a render", () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK);
    const onError = jest.fn();
    const { result } = page(link, onError);
    link.open();
    act(() => result.current.syncTitle("Errands"));
    const misfit = patchEvent("NOTES", [{ op: "replace", path: "/notes/7/text", value: "none" }]);
    link.server.next({ ...misfit, envelope: { v: 1 } });
    link.advance();
    server.next({ ...server.value, notes: [] });
    link.advance();
    expect(result.current).toMatchObject({ title: "Errands", notes: [] });
    expect(result.current.pending).toEqual([]);
    expect(result.current.status).toMatchObject({ phase: "live", saved: true });
    expect(onError.mock.calls).toEqual([[expect.any(HandlerError)]]);
  });

  it("leaves a gap: it is healed without a word", () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK);
    const onError = jest.fn();
    const { result } = page(link, onError);
    link.open();
    const far = patchEvent("NOTES", [{ op: "replace", path: "/title", value: "Far ahead" }]);
    link.server.next({ ...far, envelope: { v: 40 } });
    link.advance();
    server.next({ ...MILK, title: "Errands" });
    link.advance();
    expect(result.current.title).toBe("Errands");
    expect(onError).not.toHaveBeenCalled();
  });

  it("gives a component that mounts late the state, and a line that comes back what was missed", () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK);
    link.open();
    link.advance(5_000);
    const { result } = page(link);
    link.advance();
    expect(result.current).toMatchObject(MILK);
    link.drop();
    server.next({ ...MILK, title: "Errands" });
    act(() => result.current.syncNotes((notes) => notes.slice(1)));
    link.open();
    expect(result.current).toMatchObject({ title: "Errands", notes: MILK.notes.slice(1) });
    expect(server.value).toEqual({ title: "Errands", notes: MILK.notes.slice(1) });
  });

  it("refuses what was written without a line: it is shown until then, and taken back", () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK, { allow: ([member]) => member !== "title" });
    const onError = jest.fn();
    const { result } = page(link, onError);
    link.open();
    link.drop();
    act(() => {
      result.current.syncTitle("Mine");
      result.current.syncNotes([]);
    });
    expect(result.current).toMatchObject({ title: "Mine", status: { waiting: 1 } });
    link.open();
    expect(result.current).toMatchObject({ title: "Shopping", notes: [], status: { saved: true } });
    expect(server.value).toEqual({ title: "Shopping", notes: [] });
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ code: "forbidden" })]]);
  });
});
