import { describe, expect, it } from "@jest/globals";
import { type Observable, of } from "rxjs";
import { RequestError, syncKey, type SyncEvent, task } from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

interface Tasks {
  work(args: { readonly steps: number }): void;
}

const NOTES = syncKey<unknown, unknown, Tasks>("NOTES");
const start: SyncEvent = { type: "_TASK_START:NOTES", data: { steps: 3, type: "work" } };
const cancel: SyncEvent = { type: "_TASK_CANCEL:NOTES", data: { type: "work" } };
const lost = new RequestError("_TASK_START:NOTES work", {
  code: "offline",
  message: "there is no live connection; wait for connected$",
});

describe("task", () => {
  it(
    "starts on subscription and is cancelled by unsubscription, each time; it neither emits nor completes",
    marbles(({ scheduler, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const work$ = task(testSession(undefined, of(connection)), NOTES, "work", { steps: 3 });
      const first = "   --^-----!----------";
      const second = "  -----------^---!---";
      const expected = "--------------------";
      const sent = "    --s-----c--s---c---";
      expectObservable(work$, first).toBe(expected);
      expectObservable(work$, second).toBe(expected);
      expectObservable(connection.sent$).toBe(sent, { s: start, c: cancel });
    }),
  );

  it(
    "fails without a line where it shall, and sends nothing later",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const lines$ = hot("  ---1----x-----", { 1: connection, x: null });
      const before = "      -^------------";
      const after = "       ----------^---";
      const beforeErrors = "-#            ";
      const afterErrors = " ----------#   ";
      const sent = "        --------------";
      const work$ = task(testSession(undefined, lines$), NOTES, "work", { steps: 3 }, { offline: "fail" });
      expectObservable(work$, before).toBe(beforeErrors, undefined, lost);
      expectObservable(work$, after).toBe(afterErrors, undefined, lost);
      expectObservable(connection.sent$).toBe(sent);
    }),
  );

  it(
    "outlives the line that it was started on; the next one takes its cancel",
    marbles(({ scheduler, hot, expectObservable }) => {
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const lines$ = hot(" 1---x---2-----", { 1: one, 2: two, x: null });
      const subscribed = " --^--------!--";
      const expected = "   --------------";
      const sent1 = "      --s-----------";
      const sent2 = "      -----------c--";
      const work$ = task(testSession(undefined, lines$), NOTES, "work", { steps: 3 });
      expectObservable(work$, subscribed).toBe(expected);
      expectObservable(one.sent$).toBe(sent1, { s: start });
      expectObservable(two.sent$).toBe(sent2, { c: cancel });
    }),
  );

  it(
    "loses a cancel for which there is no line",
    marbles(({ scheduler, hot, expectObservable }) => {
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const lines$ = hot("  1---x---2-----", { 1: one, 2: two, x: null });
      const subscribed = "  --^---!-------";
      const undelivered = " ------c-------";
      const sent2 = "       --------------";
      const session = testSession(undefined, lines$);
      expectObservable(task(session, NOTES, "work", { steps: 3 }), subscribed).toBe("-");
      expectObservable(session.undelivered$).toBe(undelivered, { c: cancel });
      expectObservable(two.sent$).toBe(sent2);
    }),
  );

  it("keeps its name where an argument is called type, and sends no argument that is undefined", () => {
    const connection = new TestConnection(testSession().env.scheduler);
    const sent: SyncEvent[] = [];
    connection.sent$.subscribe((event) => sent.push(event));
    const odd = { type: "other", gone: undefined, n: 1 };
    task(testSession(undefined, of(connection)), "KEY", "work", odd).subscribe();
    expect(sent).toStrictEqual([{ type: "_TASK_START:KEY", data: { type: "work", n: 1 } }]);
  });

  it("knows the tasks of its key", () => {
    const session = testSession();
    const calls = (): readonly Observable<unknown>[] => [
      task(session, NOTES, "work", { steps: 3 }),
      // @ts-expect-error steps are counted
      task(session, NOTES, "work", { steps: "3" }),
      // @ts-expect-error there is no such task
      task(session, NOTES, "play", {}),
    ];
    expect(calls()).toHaveLength(3);
  });
});
