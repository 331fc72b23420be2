import { describe, expect, it } from "@jest/globals";
import { map, NEVER, of, retry, Subject, timer } from "rxjs";
import { actions, HandlerError, type HandlerContext, lineOf, syncKey, type SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

const call = (type: string, args: object = {}): SyncEvent => ({ type: "_ACTION:KEY", data: { type, ...args } });
const isError = map(({ type }: SyncEvent) => type === "_FAILURE");

describe("actions", () => {
  it(
    "calls a handler per event; one that throws makes an event and ends nothing",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const called$ = new Subject<string>();
      const handlers = {
        a: () => called$.next("a"),
        x: () => {
          called$.next("x");
          throw new Error("x");
        },
      };
      // prettier-ignore
      const session$ = hot("--a--x--a--", { a: call("a"), x: call("x") });
      const handler = "     --a--x--a--";
      const errors = "      -----e-----";
      const unsub = "       ----------!";
      const subs = "        ^---------!";
      expectObservable(called$).toBe(handler);
      expectObservable(session$.pipe(actions("KEY", handlers), isError), unsub).toBe(errors, { e: true });
      expectSubscriptions(session$.subscriptions).toBe(subs);
    }),
  );

  it(
    "reports on the session's errors$ which action failed, and with what",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const incoming$ = hot("--x--m-", { x: call("x"), m: { type: "_ACTION:KEY", data: { name: "x" } } });
      const errors = "       --X--M-";
      const session = testSession(incoming$);
      const handlers = {
        x: () => {
          throw new Error("broken");
        },
      };
      session.run(() => session.pipe(actions("KEY", handlers))).subscribe();
      expectObservable(session.errors$).toBe(errors, {
        X: new HandlerError("_ACTION:KEY", "x", new Error("broken")),
        M: new HandlerError(
          "_ACTION:KEY",
          "reading the call",
          new TypeError('its data must be {"type": string, ...arguments}'),
        ),
      });
    }),
  );

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "a"],
    ["a list", ["a"]],
    ["no type", {}],
    ["a type that is a number", { type: 5 }],
  ])("reports a call that is %s", (_name, data) => {
    marbles(({ cold, expectObservable }) => {
      // prettier-ignore
      const session$ = cold("-x-a-", { x: { type: "_ACTION:KEY", data }, a: call("a") });
      const errors = "       -e---";
      const called$ = new Subject<string>();
      expectObservable(called$).toBe("---a-");
      expectObservable(session$.pipe(actions("KEY", { a: () => called$.next("a") }), isError)).toBe(errors, {
        e: true,
      });
    })();
  });

  it("gives the arguments without the name, the line, and the bytes", () => {
    const seen: [object, HandlerContext][] = [];
    const connection = new TestConnection(testSession().env.scheduler);
    const session = testSession(NEVER, of(connection));
    const heard: SyncEvent[] = [];
    session.subscribe((event) => heard.push(event));
    const handlers = { a: (args: object, context: HandlerContext) => void seen.push([args, context]) };
    session.run(() => session.pipe(actions("KEY", handlers))).subscribe();
    connection.receive({ ...call("a", { x: 1, data: 2 }), bytes: Uint8Array.of(3) });
    connection.receive(call("a"));
    expect(seen.map(([args, { bytes }]) => [args, bytes && [...bytes]])).toEqual([
      [{ x: 1, data: 2 }, [3]],
      [{}, undefined],
    ]);
    const [first] = heard;
    expect(first).toBeDefined();
    expect(seen[0]?.[1].line).toBe(first === undefined ? "" : lineOf(first));
    expect(seen[0]?.[1].line?.connection).toBe(connection);
  });

  it("keeps this", () => {
    class Counter {
      count = 0;
      readonly add = undefined;
    }
    const counter = new Counter();
    const handlers = {
      count: 0,
      add() {
        this.count += 1;
      },
    };
    of(call("add"), call("add")).pipe(actions("KEY", handlers)).subscribe();
    expect([handlers.count, counter.count]).toEqual([2, 0]);
  });

  it(
    "runs handlers side by side, and follows what they return to its end",
    marbles(({ scheduler, cold, hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const session$ = hot("-s-f---s---", { s: call("slow"), f: call("fails") });
      const slow$ = cold("   --v---|    ");
      const fails$ = cold("    --#      ");
      const errors = "      -----e-----";
      const subs = ["       -^-----!   ", "-------^--!"];
      const unsub = "       ----------!";
      const handlers = { slow: () => slow$, fails: () => fails$ };
      expectObservable(session$.pipe(actions("KEY", handlers), isError), unsub).toBe(errors, { e: true });
      expectSubscriptions(slow$.subscriptions).toBe(subs);
      expectObservable(timer(1, scheduler).pipe(map(() => 1))).toBe("-(n|)", { n: 1 });
    }),
  );

  it(
    "aborts the signals of what still runs when it is unsubscribed",
    marbles(({ hot, expectObservable, flush }) => {
      const signals: AbortSignal[] = [];
      const handlers = {
        slow: (_args: object, { signal }: HandlerContext) => {
          signals.push(signal);
          return NEVER;
        },
      };
      // prettier-ignore
      const session$ = hot("-s-s---", { s: call("slow") });
      const unsub = "       -----! ";
      expectObservable(session$.pipe(actions("KEY", handlers)), unsub).toBe("-");
      hot("----x").subscribe(() => expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]));
      flush();
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    }),
  );

  it(
    "ignores other keys, unknown actions, and members that are no functions",
    marbles(({ cold, expectObservable }) => {
      const key = syncKey<unknown, { value: (args: object) => void }>("KEY");
      const handlers = { value: () => undefined };
      Reflect.set(handlers, "value", 5);
      // prettier-ignore
      const session$ = cold("abc|", { a: call("unknown"), b: call("value"), c: { ...call("value"), type: "_ACTION:KEY2" } });
      expectObservable(session$.pipe(actions(key, handlers))).toBe("---|");
    }),
  );

  it(
    "errors with its source, and starts clean after a retry",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const session$ = cold("-x#   ", { x: call("x") });
      const errors = "       -e-e# ";
      const subs = ["        ^-!   ", "--^-!"];
      const handlers = {
        x: () => {
          throw new Error("x");
        },
      };
      expectObservable(session$.pipe(actions("KEY", handlers), isError, retry(1))).toBe(errors, { e: true });
      expectSubscriptions(session$.subscriptions).toBe(subs);
    }),
  );
});
