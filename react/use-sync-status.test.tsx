import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { NEVER } from "rxjs";
import { actions, syncKey, tasks } from "ws-sync-rx";
import { useAction, useSynced, useSyncStatus, useTask } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked, serve } from "../marble-tests/react/linked.ts";
import { EMPTY, MILK, NOTES } from "../marble-tests/react/notes.ts";

configure({ reactStrictMode: true });

const CALLS = syncKey<unknown, { add(args: { readonly text: string }): number }, { work(): void }>("NOTES");

function page(link: Linked) {
  return renderHook(
    () => ({
      notes: useSynced(NOTES, EMPTY),
      add: useAction(CALLS, "add"),
      work: useTask(CALLS, "work"),
      status: useSyncStatus(),
    }),
    { wrapper: around(link) },
  );
}
const SAVED = { phase: "live", saved: true, waiting: 0, sent: 0, since: undefined };

describe("useSyncStatus", () => {
  it("is saving from a write to the server's answer, and says the same with the same object", () => {
    const link = linked({ version: 2 });
    serve(link, NOTES, MILK);
    const { result, rerender } = page(link);
    expect(result.current.status).toEqual({ ...SAVED, phase: "connecting" });
    link.open();
    link.advance(100);
    const live = result.current.status;
    expect(live).toEqual(SAVED);
    rerender();
    expect(result.current.status).toBe(live);
    act(() => result.current.notes.syncTitle("Errands"));
    expect(result.current.status).toEqual({ ...SAVED, saved: false, sent: 1, since: 100 });
    const saving = result.current.status;
    rerender();
    expect(result.current.status).toBe(saving);
    link.advance();
    expect(result.current.status).toEqual(SAVED);
  });

  it("follows the line, also where nothing else is shown", () => {
    const link = linked({ version: 2 });
    const { result } = renderHook(() => useSyncStatus().phase, { wrapper: around(link) });
    const seen = [link.open, link.drop, link.open].map((step) => {
      step();
      return result.current;
    });
    expect(seen).toEqual(["live", "offline", "live"]);
  });

  it("shows what waits for a line, since when, and that it is gone when it was sent and answered", async () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK);
    const add = jest.fn(() => 3);
    link.server.run((session) => session.pipe(actions(CALLS, { add }))).subscribe();
    const { result } = page(link);
    link.open();
    link.drop();
    link.advance(50);
    act(() => result.current.notes.syncTitle("Errands"));
    link.advance(50);
    let added: Promise<number> | undefined;
    act(() => {
      added = result.current.add({ text: "eggs" });
      result.current.notes.syncNotes([]);
    });
    expect(result.current.status).toEqual({ phase: "offline", saved: false, waiting: 3, sent: 0, since: 50 });
    link.open();
    expect(result.current.status).toEqual(SAVED);
    expect(server.value).toEqual({ title: "Errands", notes: [] });
    expect(add).toHaveBeenCalledTimes(1);
    await expect(added).resolves.toBe(3);
  });

  it("is saved again when what waits is taken back, one by one", () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK);
    const { result } = page(link);
    link.open();
    link.drop();
    act(() => result.current.notes.syncTitle("Never mind"));
    expect([result.current.status.waiting, result.current.notes.title]).toEqual([1, "Never mind"]);
    act(() => {
      for (const entry of link.client.outbox.entries) entry.cancel();
    });
    expect(result.current.status).toEqual({ ...SAVED, phase: "offline" });
    expect(result.current.notes.title).toBe("Shopping");
    link.open();
    expect(server.value.title).toBe("Shopping");
  });

  it("is not saved while a task runs, and is when it was cancelled", () => {
    const link = linked({ version: 2 });
    link.server.run((session) => session.pipe(tasks(CALLS, { work: () => NEVER }))).subscribe();
    const { result } = page(link);
    link.open();
    act(() => result.current.work.start());
    link.advance(5_000);
    expect(result.current.status).toMatchObject({ saved: false, sent: 1 });
    act(() => result.current.work.cancel());
    link.advance();
    expect(result.current.status.saved).toBe(true);
  });

  it("takes it that an original server has what it was sent", () => {
    const link = linked();
    serve(link, NOTES, MILK);
    const { result } = page(link);
    act(() => result.current.notes.syncTitle("Errands"));
    expect(result.current.status).toMatchObject({ phase: "connecting", saved: false, waiting: 1 });
    link.open();
    expect(result.current.status).toEqual(SAVED);
    act(() => result.current.notes.syncTitle("Chores"));
    expect(result.current.status).toEqual(SAVED);
  });

  it("says what was given up when the session ends", () => {
    const link = linked({ version: 2 });
    const { result } = page(link);
    act(() => result.current.notes.syncTitle("Errands"));
    act(() => link.client.end("Enough."));
    expect(result.current.status).toEqual({ ...SAVED, phase: "ended" });
    const late = page(link);
    expect(late.result.current.status).toEqual({ ...SAVED, phase: "ended" });
  });
});
