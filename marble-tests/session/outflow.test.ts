import { describe, expect, it } from "@jest/globals";
import { map, Subscription } from "rxjs";
import type { ConnectionClosed, SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection } from "ws-sync-rx/testing";
import type { SchedulerLike } from "rxjs";
import { Outflow, WINDOW } from "../../src/session/outflow.ts";

const frame = (size: number): SyncEvent => ({ type: "T", data: "x".repeat(size - '{"type":"T","data":""}'.length) });
const small = (data: unknown): SyncEvent => ({ type: "T", data });
const closed = map(({ code, reason }: ConnectionClosed) => `${code} ${reason}`);

/** What goes out to an end whose receipts are given by hand. */
function flowing(scheduler: SchedulerLike, receipted = true) {
  const connection = new TestConnection(scheduler);
  const life = new Subscription();
  const sent: unknown[] = [];
  connection.sent$.subscribe(({ data }) => sent.push(typeof data === "string" ? data.length : data));
  const rounds = { settledRound: receipted ? 1 : 0, asked: 1, settle: () => (rounds.asked += 1) };
  const outflow = new Outflow(connection, rounds, life, scheduler);
  const receipt = (): void => {
    rounds.settledRound = rounds.asked;
    outflow.settled();
  };
  return { connection, outflow, rounds, receipt, life, sent };
}

describe("what goes out on a line", () => {
  it(
    "is full at 256 KiB under way, not one byte before, and writable again when all of it has been receipted",
    marbles(({ scheduler }) => {
      const { outflow, receipt } = flowing(scheduler);
      const writable: string[] = [];
      outflow.writable$.subscribe(() => writable.push("w"));
      outflow.sendState(frame(WINDOW - 1));
      expect(outflow.writable).toBe(true);
      outflow.sendState(frame(22));
      expect(outflow.writable).toBe(false);
      expect(writable).toEqual([]);
      receipt();
      expect([outflow.writable, writable]).toEqual([true, ["w"]]);
    }),
  );

  it(
    "asks for a receipt for every 64 KiB, and for the rest when it is full",
    marbles(({ scheduler }) => {
      const { outflow, rounds } = flowing(scheduler);
      outflow.sendState(frame(65_535));
      expect(rounds.asked).toBe(1);
      outflow.sendState(frame(22));
      expect(rounds.asked).toBe(2);
      outflow.sendState(frame(WINDOW - 65_557 - 65_536));
      outflow.sendState(frame(65_535));
      expect([outflow.writable, rounds.asked]).toEqual([true, 3]);
      outflow.sendState(frame(22));
      expect([outflow.writable, rounds.asked]).toEqual([false, 4]);
    }),
  );

  it(
    "an end that has never given a receipt is judged by what is buffered here",
    marbles(({ scheduler }) => {
      const { outflow, connection } = flowing(scheduler, false);
      const writable: string[] = [];
      outflow.writable$.subscribe(() => writable.push("w"));
      outflow.sendState(frame(WINDOW * 2));
      connection.buffers(WINDOW - 1);
      expect(outflow.writable).toBe(true);
      connection.buffers(WINDOW);
      expect(outflow.writable).toBe(false);
      connection.buffers(WINDOW / 4 + 1);
      expect([outflow.writable, writable]).toEqual([false, []]);
      connection.buffers(WINDOW / 4);
      expect([outflow.writable, writable]).toEqual([true, ["w"]]);
    }),
  );

  it(
    "while it is full 256 events wait in order, and the 257th cuts the line with 4008; states pass",
    marbles(({ scheduler, expectObservable }) => {
      const { outflow, connection, sent, receipt } = flowing(scheduler);
      expectObservable(connection.closed$.pipe(closed)).toBe("(c|)", { c: "4008 it takes events too slowly" });
      outflow.sendState(frame(WINDOW));
      for (let index = 1; index <= 256; index += 1) outflow.send(small(index));
      expect(sent).toHaveLength(1);
      outflow.sendState(small("state"));
      expect(sent).toHaveLength(2);
      receipt();
      expect(sent.slice(2)).toEqual(Array.from({ length: 256 }, (_, index) => index + 1));
      outflow.sendState(frame(WINDOW));
      expect(outflow.writable).toBe(false);
      for (let index = 1; index <= 256; index += 1) outflow.send(small(index));
      expect(connection.open).toBe(true);
      outflow.send(small("one more"));
      expect(connection.open).toBe(false);
    }),
  );

  it(
    "what waits goes out before a state may follow, and not all at once when it fills the line again",
    marbles(({ scheduler }) => {
      const { outflow, sent, receipt } = flowing(scheduler);
      const order: string[] = [];
      outflow.writable$.subscribe(() => order.push(`writable after ${sent.length}`));
      outflow.sendState(frame(WINDOW));
      outflow.send(frame(WINDOW));
      outflow.send(small("b"));
      outflow.send(small("c"));
      receipt();
      expect([sent.length, order]).toEqual([2, []]);
      receipt();
      expect([sent.length, order]).toEqual([4, ["writable after 4"]]);
    }),
  );

  it(
    "a full line that gives no sign of progress for 30 s is cut with 4008",
    marbles(({ scheduler, expectObservable }) => {
      const { outflow, connection } = flowing(scheduler);
      outflow.sendState(frame(WINDOW));
      expect(outflow.writable).toBe(false);
      expectObservable(connection.closed$.pipe(closed)).toBe("30s (c|)", {
        c: "4008 it has taken nothing for 30000 ms",
      });
    }),
  );

  it(
    "any receipt is progress; what is buffered gives it 1 ms for every 8 bytes",
    marbles(({ scheduler, cold, expectObservable }) => {
      const { outflow, connection, receipt } = flowing(scheduler);
      connection.buffers(480_000);
      expect(outflow.writable).toBe(false);
      // prettier-ignore
      const receipts = "- 50s r- 59999ms ";
      const cut = "     - 50s -- 59998ms (c|)";
      cold(receipts).subscribe(receipt);
      expectObservable(connection.closed$.pipe(closed)).toBe(cut, { c: "4008 it has taken nothing for 60000 ms" });
    }),
  );

  it(
    "ends with the line: nothing is cut later",
    marbles(({ scheduler, cold, expectObservable }) => {
      const { outflow, connection, life } = flowing(scheduler);
      outflow.sendState(frame(WINDOW));
      expect(outflow.writable).toBe(false);
      cold("- 5s e").subscribe(() => {
        life.unsubscribe();
      });
      expectObservable(connection.closed$).toBe("- 60s -");
    }),
  );
});
