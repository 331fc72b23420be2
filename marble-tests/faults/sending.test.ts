import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, mergeMap, NEVER, of, Subject, tap, throttleTime, VirtualTimeScheduler } from "rxjs";
import {
  actionEvent,
  actions,
  createPatch,
  patchEvent,
  Session,
  setEvent,
  sync,
  syncKey,
  type SyncEvent,
} from "ws-sync-rx";
import { connect } from "ws-sync-rx/client";
import { marbles, TestConnection, testEnv, testSession } from "ws-sync-rx/testing";
import { FakeWebSocket } from "../connection/fake-web-socket.ts";
import { notes, NOTES } from "./notes.ts";

interface Rows {
  readonly rows: readonly { readonly id: number; readonly text: string }[];
}
const ROWS = syncKey<Rows>("ROWS");
const row = (id: number) => ({ id, text: `row ${id}` });

describe("what a server sends", () => {
  it("fault 9: a row put in front of 10,000 is one operation, and no difference is larger than the state", () => {
    const before: Rows = { rows: Array.from({ length: 10_000 }, (_, index) => row(index + 1)) };
    const state$ = new BehaviorSubject(before);
    const sent: SyncEvent[] = [];
    const session = testSession();
    state$.pipe(sync(session, ROWS)).subscribe((event) => sent.push(event));
    state$.next({ rows: [row(0), ...before.rows] });
    expect(sent).toEqual([
      setEvent(ROWS, before),
      patchEvent(ROWS, [{ op: "add", path: "/rows/0", value: { id: 0, text: "row 0" } }]),
    ]);
    const scattered: Rows = { rows: before.rows.map(({ id }) => row((id * 7_919) % 10_007)) };
    const size = (value: unknown): number => JSON.stringify(value).length;
    expect(size(createPatch(before, scattered))).toBeLessThan(size(scattered) + 100);
  });

  it(
    "fault 10: what is throttled sends its first value and its last",
    marbles(({ scheduler, cold, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const state$ = new BehaviorSubject(notes);
      // prettier-ignore
      const changes = "  -bcdefg-------------";
      const sent = "     ----------G---------";
      const session = testSession(NEVER, of(connection));
      const throttled$ = state$.pipe(throttleTime(10, undefined, { leading: true, trailing: true }));
      cold(changes)
        .pipe(tap((title) => state$.next({ ...notes, title })))
        .subscribe();
      expectObservable(connection.sent$).toBe(sent, {
        G: patchEvent(NOTES, [{ op: "replace", path: "/title", value: "g" }]),
      });
      session.run(() => throttled$.pipe(sync(session, NOTES))).subscribe();
    }),
  );

  it("fault 11: nothing comes between the two frames of a binary event, whoever sends at the same time", () => {
    const webSockets: FakeWebSocket[] = [];
    class Recorded extends FakeWebSocket {
      readonly number = webSockets.push(this);
    }
    const env = testEnv(new VirtualTimeScheduler());
    const session = new Session({ env });
    connect("ws://server", { WebSocketCtor: Recorded, env })
      .pipe(mergeMap((connection) => session.attach(connection)))
      .subscribe();
    const started$ = new Subject<undefined>();
    const bytes = Uint8Array.of(1, 2, 3);
    const send = (name: string): void => {
      session.next(actionEvent("BLOBS", name, {}, bytes));
      session.next({ type: "_TOAST", data: { type: "info", message: name } });
    };
    const handlers = {
      one: () => {
        started$.subscribe(() => {
          send("one");
        });
      },
      two: () => {
        started$.subscribe(() => {
          send("two");
        });
      },
    };
    session.run(() => session.pipe(actions("BLOBS", handlers))).subscribe();
    webSockets[0]?.open();
    for (const type of ["one", "two"])
      webSockets[0]?.message(JSON.stringify({ type: "_ACTION:BLOBS", data: { type } }));
    started$.next(undefined);
    const frames = webSockets[0]?.sent ?? [];
    expect(frames.filter((frame) => typeof frame !== "string")).toHaveLength(2);
    frames.forEach((frame, index) => {
      const announced = String(frames[index - 1]).includes("_BIN_META");
      expect(announced).toBe(typeof frame !== "string");
    });
  });
});
