import { describe, expect, it } from "@jest/globals";
import { map, NEVER, of } from "rxjs";
import { action, RequestError, syncKey, type SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

const NOTES = syncKey<unknown, { rename(args: { title: string }): void }>("NOTES");

const OFFLINE = { code: "offline", message: "there is no live connection; wait for connected$" } as const;

describe("action", () => {
  it(
    "is sent on subscription, each time, and completes",
    marbles(({ scheduler, expectObservable, flush }) => {
      const connection = new TestConnection(scheduler);
      const session = testSession(NEVER, of(connection));
      const sent: SyncEvent[] = [];
      connection.sent$.subscribe((event) => sent.push(event));
      const call$ = action(session, NOTES, "rename", { title: "new" });
      expect(sent).toEqual([]);
      // prettier-ignore
      const first = "  ^--";
      const second = " --^";
      expectObservable(call$, first).toBe("|");
      expectObservable(call$, second).toBe("--|");
      flush();
      const event = { type: "_ACTION:NOTES", data: { title: "new", type: "rename" } };
      expect(sent).toEqual([event, event]);
    }),
  );

  it(
    "fails without a line where it shall, and sends nothing later",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const lines$ = hot(" --1--x--", { 1: connection, x: null });
      const asked = ["     ^       ", "---^", "------^"];
      const answers = ["   #       ", "---|", "------#"];
      const sent = "       ---a----";
      const session = testSession(NEVER, lines$);
      const error = new RequestError("_ACTION:NOTES rename", OFFLINE);
      asked.forEach((subscription, index) => {
        expectObservable(action(session, NOTES, "rename", { title: "t" }, { offline: "fail" }), subscription).toBe(
          answers[index] ?? "",
          undefined,
          error,
        );
      });
      expectObservable(connection.sent$.pipe(map(() => "a"))).toBe(sent);
    }),
  );

  it("sends bytes as a binary event, and its name wins over an argument named type", () => {
    const connection = new TestConnection(testSession().env.scheduler);
    const sent: SyncEvent[] = [];
    connection.sent$.subscribe((event) => sent.push(event));
    const session = testSession(NEVER, of(connection));
    action(session, "KEY", "upload", { type: "other", n: 1 }, { bytes: Uint8Array.of(1) }).subscribe();
    expect(sent).toEqual([{ type: "_ACTION:KEY", data: { type: "upload", n: 1 }, bytes: Uint8Array.of(1) }]);
  });
});
