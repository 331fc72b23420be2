import { describe, expect, it } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { NEVER, of, throwError } from "rxjs";
import { CallRefused, RequestError, syncKey, tasks } from "ws-sync-rx";
import { type TaskOptions, useTask } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

interface Tasks {
  work(args: { readonly steps: number }): number;
  rest(): void;
  unserved(): void;
}
const NOTES = syncKey<unknown, unknown, Tasks>("NOTES");
const FULL = new CallRefused("There is no room for it.", "failed");

/** A server whose work is to count to 1 or 2, or to fail. */
function counting({ server }: Linked) {
  const work = ({ steps }: { readonly steps: number }) => (steps > 2 ? throwError(() => FULL) : of(1, steps));
  server.run((session) => session.pipe(tasks("NOTES", { work, rest: () => NEVER }))).subscribe();
}
const working = (link: Linked, options: TaskOptions = {}) =>
  renderHook(() => useTask(NOTES, "work", options), { wrapper: around(link) });

describe("useTask, to a server that answers", () => {
  it("is done with the task's last value, and keeps its functions and its object", () => {
    const link = linked({ version: 2 });
    counting(link);
    const { result, rerender } = working(link);
    link.open();
    const before = result.current;
    act(() => result.current.start({ steps: 2 }));
    expect(result.current.status).toBe("running");
    link.advance();
    expect(result.current).toEqual({ status: "done", result: 2, start: before.start, cancel: before.cancel });
    const done = result.current;
    rerender();
    expect(result.current).toBe(done);
    const value: number | undefined = result.current.result;
    expect(value).toBe(2);
    act(() => result.current.cancel());
    expect(result.current).toEqual(before);
  });

  it("fails with why, never in a render, and forgets it with the next start", () => {
    const link = linked({ version: 2 });
    counting(link);
    const { result } = working(link);
    link.open();
    act(() => result.current.start({ steps: 3 }));
    link.advance();
    expect(result.current.status).toBe("failed");
    expect(result.current.error).toMatchObject({
      name: "RequestError",
      code: "failed",
      request: "_TASK_START:NOTES work",
    });
    act(() => result.current.start({ steps: 1 }));
    expect(result.current).not.toHaveProperty("error");
    link.advance();
    expect(result.current).toMatchObject({ status: "done", result: 1 });
  });

  it("fails for a task that nobody serves, and without a line where it is told to", () => {
    const link = linked({ version: 2 });
    counting(link);
    const { result } = renderHook(
      () => ({ unserved: useTask(NOTES, "unserved"), work: useTask(NOTES, "work", { offline: "fail" }) }),
      { wrapper: around(link) },
    );
    act(() => result.current.work.start({ steps: 1 }));
    expect(result.current.work).toMatchObject({ status: "failed", error: { code: "offline" } });
    link.open();
    act(() => result.current.unserved.start());
    link.advance();
    expect(result.current.unserved).toMatchObject({ status: "failed", error: { code: "unknown" } });
  });

  it("is cancelled here at once, and told when somebody else does it", () => {
    const link = linked({ version: 2 });
    counting(link);
    const { result } = renderHook(() => useTask(NOTES, "rest"), { wrapper: around(link) });
    link.open();
    act(() => result.current.start());
    link.advance();
    act(() => result.current.cancel());
    expect(result.current.status).toBe("cancelled");
    expect(result.current).not.toHaveProperty("error");
    link.advance();
    expect(link.client.outbox.entries).toEqual([]);
    link.drop();
    act(() => result.current.start());
    expect(result.current.status).toBe("running");
    act(() => {
      for (const entry of link.client.outbox.entries) entry.cancel();
    });
    expect(result.current).toMatchObject({ status: "cancelled", error: expect.any(RequestError) });
  });

  it("starts with the next line, and runs on when that breaks", () => {
    const link = linked({ version: 2 });
    counting(link);
    const { result } = working(link);
    act(() => result.current.start({ steps: 2 }));
    expect(result.current.status).toBe("running");
    link.open();
    expect(result.current).toMatchObject({ status: "done", result: 2 });
    const rest = renderHook(() => useTask(NOTES, "rest"), { wrapper: around(link) });
    act(() => rest.result.current.start());
    link.advance();
    link.drop();
    link.open();
    expect(rest.result.current.status).toBe("running");
    rest.unmount();
    link.advance();
    expect(link.client.outbox.entries).toEqual([]);
  });
});
