import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, render, renderHook } from "@testing-library/react";
import { actions, syncKey } from "ws-sync-rx";
import { type SyncedReducer, useSyncedReducer } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked, serve } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

interface Counts {
  readonly count: number;
  readonly "a/b": number;
}
interface Add {
  readonly type: string;
  readonly to?: "count" | "a/b";
  readonly by?: number;
}
const KEY = syncKey<Counts>("COUNTS");
const ZERO: Counts = { count: 0, "a/b": 0 };

const add: SyncedReducer<Counts, Add> = (state, action, { sync, delegate }) => {
  const { to = "count", by = 1 } = action;
  const next = { ...state, [to]: state[to] + by };
  switch (action.type) {
    case "here":
      return next;
    case "sync":
      sync();
      sync();
      return next;
    case "delegate":
      delegate();
      return state;
    case "both":
      sync();
      delegate({ type: "noted" });
      return next;
    case "fail":
      throw new Error("no");
    default:
      return state;
  }
};

const framesOf = ({ received }: Linked) => received.map(({ type, data }) => [type, data]);

function counting(link: Linked, reducer = add, onError?: (error: unknown) => void) {
  return renderHook(() => useSyncedReducer(KEY, reducer, ZERO), { wrapper: around(link, onError) });
}

describe("useSyncedReducer", () => {
  it("changes here only, unless sync() is asked for; a later sync does not send it", () => {
    const link = linked();
    const server = serve(link, KEY, ZERO);
    const { result } = counting(link);
    link.open();
    act(() => result.current[1]({ type: "here", by: 5 }));
    link.advance();
    expect(result.current[0].count).toBe(5);
    act(() => result.current[1]({ type: "sync", to: "a/b" }));
    link.advance();
    expect(result.current[0]).toEqual({ count: 5, "a/b": 1 });
    expect(server.value).toEqual({ count: 0, "a/b": 1 });
  });

  it("fault 25: sends one patch for a run, with escaped pointers, and none for a run that changes nothing", () => {
    const link = linked();
    serve(link, KEY, ZERO);
    const { result } = counting(link);
    link.open();
    act(() => result.current[1]({ type: "sync", to: "a/b", by: 0 }));
    act(() => result.current[1]({ type: "sync", to: "a/b" }));
    link.advance();
    expect(framesOf(link)).toEqual([["_PATCH:COUNTS", [{ op: "replace", path: "/a~1b", value: 1 }]]]);
  });

  it("runs once per dispatch, though StrictMode renders twice", () => {
    const link = linked();
    serve(link, KEY, ZERO);
    const reducer = jest.fn(add);
    const { result } = counting(link, reducer);
    link.open();
    act(() => result.current[1]({ type: "sync" }));
    link.advance();
    expect(reducer).toHaveBeenCalledTimes(1);
  });

  it("fault 22: two syncs in one React batch: only the last is sent", () => {
    const link = linked();
    const server = serve(link, KEY, ZERO);
    const { result } = counting(link);
    link.open();
    act(() => {
      result.current[1]({ type: "sync" });
      result.current[1]({ type: "sync", by: 10 });
      result.current[1]({ type: "sync", to: "a/b" });
    });
    link.advance();
    expect(server.value).toEqual({ count: 11, "a/b": 1 });
  });

  it("delegates the action, or another, in the order in which the reducer asks", () => {
    const link = linked();
    serve(link, KEY, ZERO);
    const { result } = counting(link);
    link.open();
    act(() => result.current[1]({ type: "delegate", by: 2 }));
    act(() => result.current[1]({ type: "both" }));
    link.advance();
    expect(framesOf(link)).toEqual([
      ["_ACTION:COUNTS", { by: 2, type: "delegate" }],
      ["_PATCH:COUNTS", [{ op: "replace", path: "/count", value: 1 }]],
      ["_ACTION:COUNTS", { type: "noted" }],
    ]);
  });

  it.each([1, 2] as const)(
    "runs again, without a line, on the state of the next one; what was delegated waits behind it (version %d)",
    (version) => {
      const link = linked({ version });
      const server = serve(link, KEY, ZERO);
      const seen: number[] = [];
      const noted = () => {
        seen.push(server.value.count);
      };
      link.server.run((session) => session.pipe(actions("COUNTS", { noted }))).subscribe();
      const { result } = counting(link);
      link.open();
      link.drop();
      act(() => result.current[1]({ type: "both" }));
      expect(result.current[0].count).toBe(1);
      server.next({ ...ZERO, count: 10 });
      link.open();
      link.advance();
      expect(server.value.count).toBe(11);
      expect(result.current[0].count).toBe(11);
      expect(seen).toEqual([11]);
    },
  );

  it("reports what was delegated and not done", () => {
    const link = linked({ version: 2 });
    const onError = jest.fn();
    const { result, unmount } = counting(link, add, onError);
    link.open();
    act(() => result.current[1]({ type: "delegate" }));
    link.advance();
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ name: "RequestError", code: "unknown" })]]);
    link.drop();
    act(() => result.current[1]({ type: "delegate" }));
    unmount();
    expect(link.client.outbox.entries).toMatchObject([{ name: "_ACTION:COUNTS delegate", state: "waiting" }]);
  });

  it("runs the server's actions, and never sends one back to it", () => {
    const link = linked();
    const server = serve(link, KEY, ZERO);
    const onError = jest.fn();
    const { result } = counting(link, add, onError);
    link.open();
    link.send("_ACTION:COUNTS", { type: "sync", by: 3 });
    expect(result.current[0].count).toBe(3);
    expect(server.value.count).toBe(3);
    link.send("_ACTION:COUNTS", { type: "delegate" });
    expect(link.received.filter(({ type }) => type === "_ACTION:COUNTS")).toEqual([]);
    for (const type of ["constructor", "__proto__", "toString"]) link.send("_ACTION:COUNTS", { type });
    expect(onError).not.toHaveBeenCalled();
    link.send("_ACTION:COUNTS", null);
    link.send("_ACTION:COUNTS", { type: "fail" });
    expect(onError).toHaveBeenCalledTimes(2);
    expect(result.current[0].count).toBe(3);
  });

  it("gets the bytes of a binary action of the server, and sends bytes to it", () => {
    const link = linked();
    const server = serve(link, KEY, ZERO);
    const take: SyncedReducer<Counts, Add> = (state, action, { sync, delegate, bytes }) => {
      if (action.type === "here") delegate({ type: "blob", by: 1 }, Uint8Array.of(7));
      sync();
      return { ...state, count: state.count + (bytes?.byteLength ?? 0) };
    };
    const { result } = counting(link, take);
    link.open();
    link.send("_ACTION:COUNTS", { type: "blob", by: 1 }, Uint8Array.of(1, 2, 3));
    expect(server.value.count).toBe(3);
    act(() => result.current[1]({ type: "here" }));
    link.advance();
    const { type, data, bytes } = link.received.at(-1) ?? {};
    expect([type, data, bytes && [...bytes]]).toEqual(["_ACTION:COUNTS", { by: 1, type: "blob" }, [7]]);
  });

  it("runs an action of the server once for all components with the same key", () => {
    const link = linked();
    const server = serve(link, KEY, ZERO);
    const Count = () => useSyncedReducer(KEY, add, ZERO)[0].count;
    const { rerender } = render([<Count key="a" />, <Count key="b" />], { wrapper: around(link) });
    link.open();
    link.send("_ACTION:COUNTS", { type: "sync" });
    expect(server.value.count).toBe(1);
    rerender([<Count key="b" />]);
    link.send("_ACTION:COUNTS", { type: "sync" });
    expect(server.value.count).toBe(2);
    expect(document.body.textContent).toBe("2");
  });

  it("throws what the reducer throws at whoever dispatched, and changes nothing", () => {
    const link = linked();
    const { result } = counting(link);
    expect(() => result.current[1]({ type: "fail" })).toThrow("no");
    expect(result.current[0]).toEqual(ZERO);
  });

  it("fault 31: dispatch is the same function, and uses the reducer of the last render", () => {
    const link = linked();
    serve(link, KEY, ZERO);
    const { result, rerender } = renderHook(
      ({ by }) => useSyncedReducer(KEY, (state, _: Add) => ({ ...state, count: state.count + by }), ZERO),
      { wrapper: around(link), initialProps: { by: 1 } },
    );
    const [, dispatch] = result.current;
    rerender({ by: 100 });
    act(() => dispatch({ type: "any" }));
    expect(result.current[0].count).toBe(100);
    expect(result.current[1]).toBe(dispatch);
  });
});
