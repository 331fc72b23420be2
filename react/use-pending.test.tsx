import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { merge, type Observable } from "rxjs";
import { RequestError } from "ws-sync-rx";
import { usePending, useSynced } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked, serve } from "../marble-tests/react/linked.ts";
import { EMPTY, MILK, NOTES } from "../marble-tests/react/notes.ts";

configure({ reactStrictMode: true });

function page(link: Linked, onError?: (error: unknown) => void) {
  return renderHook(() => ({ notes: useSynced(NOTES, EMPTY), pending: usePending(NOTES, EMPTY) }), {
    wrapper: around(link, onError),
  });
}

describe("usePending", () => {
  it("lists a write with its paths until the server has answered it", () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK);
    const { result, rerender } = page(link);
    link.open();
    const nothing = result.current.pending;
    expect(nothing).toEqual([]);
    act(() => result.current.notes.syncTitle("Errands"));
    const [first] = [result.current.pending];
    expect(first).toEqual([{ paths: ["/title"], state: "sent" }]);
    rerender();
    expect(result.current.pending).toBe(first);
    act(() => result.current.notes.syncNotes([]));
    expect(result.current.pending.map(({ paths, state }) => [state, ...paths])).toEqual([
      ["sent", "/title"],
      ["waiting", "/notes"],
    ]);
    link.advance();
    expect(result.current.pending).toBe(nothing);
    expect(server.value).toEqual({ title: "Errands", notes: [] });
  });

  it("shows a refused write while it is pending, takes it back, and never throws in a render", async () => {
    const link = linked({ version: 2 });
    serve(link, NOTES, MILK, { allow: ([member]) => member !== "title" });
    const onError = jest.fn();
    const { result } = page(link, onError);
    link.open();
    const outcome = new Promise<unknown>((resolve) => {
      act(() => void result.current.notes.write({ title: "Mine" }).subscribe({ error: resolve }));
    });
    expect(result.current.notes.title).toBe("Mine");
    expect(result.current.pending).toHaveLength(1);
    link.advance();
    expect(result.current.notes).toMatchObject(MILK);
    expect(result.current.pending).toEqual([]);
    expect(onError.mock.calls).toEqual([[expect.any(RequestError)]]);
    await expect(outcome).resolves.toMatchObject({ code: "forbidden", request: "_PATCH:NOTES" });
  });

  it("shows what waits for a line to a component that mounts late, and drains it", () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK);
    const first = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.open();
    link.drop();
    act(() => first.result.current.syncTitle("E"));
    act(() => first.result.current.syncTitle("Errands"));
    const shown: unknown[] = [];
    renderHook(() => shown.push(usePending(NOTES, EMPTY)), { wrapper: around(link) });
    expect(shown[0]).toEqual([{ paths: ["/title"], state: "waiting" }]);
    const { result } = page(link);
    const { pending } = result.current;
    expect(pending).toEqual(shown[0]);
    act(() => first.result.current.syncTitle("Errands, all"));
    act(() => first.result.current.syncTitle("Errands"));
    expect(result.current.pending).toBe(pending);
    expect(result.current.notes.title).toBe("Errands");
    link.open();
    expect(result.current.pending).toEqual([]);
    expect(server.value.title).toBe("Errands");
  });

  it("tells what was sent from what waits", () => {
    const link = linked({ version: 2, latency: 1 });
    serve(link, NOTES, MILK);
    const { result } = page(link);
    act(() => result.current.notes.syncTitle("Errands"));
    expect(result.current.pending).toEqual([{ paths: ["/title"], state: "waiting" }]);
    link.open();
    link.advance(3);
    expect(result.current.pending).toEqual([{ paths: ["/title"], state: "sent" }]);
    link.advance(2);
    expect(result.current.pending).toEqual([]);
  });

  it("tells the outcome of a write, also to who asks after it", () => {
    const link = linked({ version: 2 });
    serve(link, NOTES, MILK);
    const { result } = page(link);
    link.open();
    const completed = jest.fn();
    const written: Observable<undefined>[] = [];
    act(() => void written.push(result.current.notes.write({ title: "Errands" })));
    const outcome$ = merge(...written);
    outcome$.subscribe({ complete: completed });
    expect(completed).not.toHaveBeenCalled();
    link.advance();
    expect(completed).toHaveBeenCalledTimes(1);
    outcome$.subscribe({ complete: completed });
    expect(completed).toHaveBeenCalledTimes(2);
  });

  it("lists a write to an original server until it is sent", () => {
    const link = linked();
    serve(link, NOTES, MILK);
    const { result } = page(link);
    act(() => result.current.notes.syncTitle("Errands"));
    expect(result.current.pending).toMatchObject([{ state: "waiting" }]);
    link.open();
    link.advance(2_000);
    expect(result.current.pending).toEqual([]);
  });
});
