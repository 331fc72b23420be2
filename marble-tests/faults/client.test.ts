import { describe, expect, it } from "@jest/globals";
import { defer, EMPTY, map, merge, NEVER, of, skip, takeUntil, tap, throwError, timer } from "rxjs";
import { ConnectionClosed, patchEvent, setEvent, synced, syncKey, type SyncEvent } from "ws-sync-rx";
import { backoff, connect, join } from "ws-sync-rx/client";
import { marbles, TestConnection, testEnv, testSession } from "ws-sync-rx/testing";
import { FakeWebSocket } from "../connection/fake-web-socket.ts";
import { notes, NOTES, type Notes } from "./notes.ts";

const titled = (title: string): Notes => ({ ...notes, title });
const set = (title: string): SyncEvent => setEvent(NOTES, titled(title));

describe("what the original client gets wrong", () => {
  it(
    "fault 21: neither a patch that does not fit nor a malformed frame reaches the page; the copy heals",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const misfit = patchEvent(NOTES, [{ op: "remove", path: "/notes/9" }]);
      const noList: SyncEvent = { type: "_PATCH:NOTES", data: { op: "replace" } };
      // prettier-ignore
      const incoming$ = hot("-a--x----b---y---c--", { a: set("a"), b: set("b"), c: set("c"), x: misfit, y: noList });
      const poison = "       ------m-------------";
      const view = "         ia-------b-------c--";
      const asked = "        G---G--------G------";
      const errors = "       ----p-m------p------";
      const closed = "       --------------------";
      const session = testSession(incoming$, of(connection));
      cold(poison).subscribe(() => connection.receiveFrame('{"type":"_SET:NOTES","data":NaN}'));
      const asked$ = connection.sent$.pipe(map(({ type }) => type));
      expectObservable(synced(session, NOTES, titled("i")).pipe(map(({ title }) => title))).toBe(view);
      expectObservable(asked$).toBe(asked, { G: "_GET:NOTES" });
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, {
        p: "HandlerError",
        m: "FrameError",
      });
      expectObservable(connection.closed$).toBe(closed);
    }),
  );

  it(
    "fault 25: pointers are escaped, and a member that becomes undefined is removed",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const key = syncKey<Readonly<Record<string, unknown>>>("TREE");
      const copy = synced(
        testSession(hot("-a", { a: setEvent(key, { "a/b": 1, "m~n": 1, "": 1, x: 1 }) }), of(connection)),
        key,
        {},
      );
      // prettier-ignore
      const change$ = cold("---s--t--e--u--", { s: { "a/b": 2 }, t: { "m~n": 2 }, e: { "": 2 }, u: { x: undefined } });
      const sent = "        ---s--t--e--u--";
      merge(copy, change$.pipe(tap((change) => void copy.write(change)))).subscribe();
      expectObservable(connection.sent$).toBe(sent, {
        s: patchEvent(key, [{ op: "replace", path: "/a~1b", value: 2 }]),
        t: patchEvent(key, [{ op: "replace", path: "/m~0n", value: 2 }]),
        e: patchEvent(key, [{ op: "replace", path: "/", value: 2 }]),
        u: patchEvent(key, [{ op: "remove", path: "/x" }]),
      });
    }),
  );

  it(
    "fault 27: a _SET leaves no deleted member behind, and what did not change keeps its identity",
    marbles(({ hot, expectObservable, flush }) => {
      interface Tree {
        readonly left?: { readonly v: number };
        readonly right?: { readonly v: number };
        readonly extra?: boolean;
      }
      const events = {
        a: setEvent("TREE", { left: { v: 1 }, right: { v: 2 }, extra: true }),
        p: patchEvent("TREE", [{ op: "replace", path: "/right/v", value: 3 }]),
        s: setEvent("TREE", { left: { v: 1 }, right: { v: 4 } }),
        e: setEvent("TREE", { right: { v: 4 }, left: { v: 1 } }),
      };
      // prettier-ignore
      const incoming$ = hot("-a--p--s--e--", events);
      const view = "         ia--p--s-----";
      const seen: Tree[] = [];
      const copy = synced<Tree>(testSession(incoming$), syncKey<Tree>("TREE"), {});
      expectObservable(copy.pipe(tap((tree) => seen.push(tree)))).toBe(view, {
        i: {},
        a: { left: { v: 1 }, right: { v: 2 }, extra: true },
        p: { left: { v: 1 }, right: { v: 3 }, extra: true },
        s: { left: { v: 1 }, right: { v: 4 } },
      });
      flush();
      const [, a, p, s] = seen;
      expect(Object.keys(s ?? {})).toEqual(["left", "right"]);
      expect(p?.left).toBe(a?.left);
      expect(s?.left).toBe(a?.left);
      expect(p?.right).not.toBe(a?.right);
    }),
  );

  it(
    "fault 28: who comes late asks at once, and no patch lands on the initial state",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const patched = patchEvent(NOTES, [{ op: "replace", path: "/title", value: "c" }]);
      // prettier-ignore
      const incoming$ = hot("-a---------b---p--", { a: set("a"), b: set("b"), p: patched });
      const mount = "        -----^------------";
      const view = "         -----i-----b---c--";
      const sent = "         -----G------------";
      const session = testSession(incoming$, of(connection));
      const copy = synced(session, NOTES, titled("i"));
      expectObservable(copy.pipe(map(({ title }) => title)), mount).toBe(view);
      expectObservable(connection.sent$.pipe(map(({ type }) => type))).toBe(sent, { G: "_GET:NOTES" });
    }),
  );

  it(
    "fault 29: two readers of one key share one copy",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const incoming$ = hot("-a---b--", { a: set("a"), b: set("b") });
      const one = "          ia---b--";
      const two = "          ---a-b--";
      const session = testSession(incoming$);
      const title = map(({ title }: Notes) => title);
      expect(synced(session, NOTES, titled("i"))).toBe(synced(session, NOTES, titled("other")));
      expectObservable(synced(session, NOTES, titled("i")).pipe(title)).toBe(one);
      expectObservable(synced(session, NOTES, titled("j")).pipe(title), "---^----").toBe(two);
    }),
  );

  it(
    "fault 29: connecting twice leaves one socket",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const env = testEnv(scheduler);
      const opened: FakeWebSocket[] = [];
      class Recorded extends FakeWebSocket {
        constructor(url: string) {
          super(url);
          opened.push(this);
          if (opened.length > 9) throw new Error("the two take the line from each other for ever");
        }
      }
      const session = testSession(NEVER, EMPTY);
      const line$ = connect("ws://server", { WebSocketCtor: Recorded, env }).pipe(backoff({ env }), join(session));
      // prettier-ignore
      const calls =     "1--2--   ";
      const connected = "1003ms y ";
      const accepted = () => {
        line$.subscribe();
        opened.at(-1)?.open();
      };
      cold(calls).subscribe(accepted);
      const patience$ = session.on("").pipe(takeUntil(timer(120_000, scheduler)));
      expectObservable(session.connected$.pipe(skip(1))).toBe(connected, { y: true });
      expectObservable(patience$).toBe("120s |");
      flush();
      expect(opened.map(({ closedWith }) => closedWith)).toEqual([1000, undefined]);
    }),
  );

  it(
    "fault 29: a server that accepts and closes is asked less and less often",
    marbles(({ scheduler, expectObservable }) => {
      const accepted$ = defer(() =>
        merge(
          of("c"),
          throwError(() => new ConnectionClosed(1000, "", 0)),
        ),
      );
      const lines$ = accepted$.pipe(backoff({ base: 4, cap: 16, env: testEnv(scheduler) }));
      // prettier-ignore
      const delays = " c-c---c-------c-------c";
      const unsub = "  -----------------------!";
      expectObservable(lines$, unsub).toBe(delays);
    }),
  );
});
