import { describe, expect, it } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { NEVER } from "rxjs";
import { syncKey, tasks } from "ws-sync-rx";
import { type TaskOptions, useTask } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

interface Tasks {
  work(args: { readonly steps: number }): void;
  rest(): void;
}
const NOTES = syncKey<unknown, unknown, Tasks>("NOTES");

const framesOf = ({ received }: Linked) => received.map(({ type, data }) => [type, data]);
const START = ["_TASK_START:NOTES", { steps: 1, type: "work" }];
const AGAIN = ["_TASK_START:NOTES", { steps: 2, type: "work" }];
const CANCEL = ["_TASK_CANCEL:NOTES", { type: "work" }];

function working(link: Linked, options: TaskOptions = {}) {
  return renderHook(() => useTask(NOTES, "work", options), { wrapper: around(link) });
}

describe("useTask, to an original server", () => {
  it("starts and cancels, and says which", () => {
    const link = linked();
    const running: (readonly string[])[] = [];
    const handlers = { work: () => NEVER, rest: () => undefined };
    const runningObserver = { next: (names: readonly string[]) => running.push(names) };
    link.server.run((session) => session.pipe(tasks(NOTES, handlers, { runningObserver }))).subscribe();
    const { result } = working(link);
    link.open();
    expect(result.current).toMatchObject({ status: "idle" });
    act(() => result.current.start({ steps: 1 }));
    expect(result.current).toMatchObject({ status: "running" });
    link.advance();
    act(() => result.current.cancel());
    expect(result.current).toMatchObject({ status: "cancelled" });
    link.advance();
    expect(framesOf(link)).toEqual([START, CANCEL]);
    expect(running).toEqual([["work"], []]);
  });

  it("cancels the run there is when it starts another, and nothing when there is none", () => {
    const link = linked();
    const { result } = working(link);
    link.open();
    act(() => {
      result.current.cancel();
      result.current.start({ steps: 1 });
      result.current.start({ steps: 2 });
    });
    link.advance();
    expect(result.current.status).toBe("running");
    expect(framesOf(link)).toEqual([START, CANCEL, AGAIN]);
  });

  it("waits for a line, and runs across lines until it is cancelled", () => {
    const link = linked();
    const { result } = working(link);
    act(() => result.current.start({ steps: 1 }));
    expect(result.current.status).toBe("running");
    link.open();
    link.drop();
    link.open();
    link.advance(60_000);
    expect(result.current.status).toBe("running");
    act(() => result.current.cancel());
    link.advance();
    expect(framesOf(link)).toEqual([START, CANCEL]);
    act(() => result.current.cancel());
    expect(result.current.status).toBe("idle");
  });

  it("sends nothing of a start that was cancelled while it waited", () => {
    const link = linked();
    const { result } = working(link);
    act(() => result.current.start({ steps: 1 }));
    act(() => result.current.cancel());
    expect(result.current.status).toBe("cancelled");
    link.open();
    link.advance(5_000);
    expect(framesOf(link)).toEqual([]);
  });

  it.each<[TaskOptions, unknown[]]>([
    [{}, [START, CANCEL]],
    [{ onUnmount: "cancel" }, [START, CANCEL]],
    [{ onUnmount: "keep" }, [START]],
  ])("J2: its component goes away with %j", (options, frames) => {
    const link = linked();
    const { result, unmount } = working(link, options);
    link.open();
    act(() => result.current.start({ steps: 1 }));
    unmount();
    link.advance();
    expect(framesOf(link)).toEqual(frames);
  });

  it("cancels when it becomes another task", () => {
    const link = linked();
    const { result, rerender } = renderHook(({ name }) => useTask("NOTES", name), {
      wrapper: around(link),
      initialProps: { name: "work" },
    });
    link.open();
    act(() => result.current.start({ steps: 1 }));
    rerender({ name: "rest" });
    expect(result.current.status).toBe("idle");
    link.advance();
    expect(framesOf(link)).toEqual([START, CANCEL]);
  });

  it("fault 31: keeps its functions, and its object while the status is the same", () => {
    const link = linked();
    const { result, rerender } = working(link);
    link.open();
    const before = result.current;
    rerender();
    expect(result.current).toBe(before);
    act(() => result.current.start({ steps: 1 }));
    expect(result.current).not.toBe(before);
    expect([result.current.start, result.current.cancel]).toEqual([before.start, before.cancel]);
    const running = result.current;
    act(() => result.current.start({ steps: 2 }));
    expect(result.current).toBe(running);
  });
});
