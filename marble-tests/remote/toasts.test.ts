import { describe, it } from "@jest/globals";
import { toast, toastEvent, toasts, type SyncEvent } from "ws-sync-rx";
import { marbles, testSession } from "ws-sync-rx/testing";

const event = (data: unknown): SyncEvent => ({ type: "_TOAST", data });

describe("toasts", () => {
  it(
    "are what the server says to the user",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--s--x--d--", { s: toastEvent("Saved", "success"), x: { type: "_TOAST:KEY", data: {} }, d: toastEvent("Seen") });
      const unsub = "      ---------!-";
      const expected = "   --s-----d--";
      expectObservable(toasts(testSession(events$)), unsub).toBe(expected, {
        s: { type: "success", message: "Saved" },
        d: { type: "default", message: "Seen" },
      });
    }),
  );

  it.each<[unknown, object]>([
    [
      { type: "shout", message: "a" },
      { type: "default", message: "a" },
    ],
    [
      { type: "toString", message: "a" },
      { type: "default", message: "a" },
    ],
    [
      { type: null, message: "a" },
      { type: "default", message: "a" },
    ],
    [{ message: "a" }, { type: "default", message: "a" }],
    [{ type: "error" }, { type: "error", message: "" }],
    [
      { type: "info", message: 5 },
      { type: "info", message: "5" },
    ],
    [
      { type: "info", message: { html: "<b>" } },
      { type: "info", message: "" },
    ],
    ["a", { type: "default", message: "" }],
    [null, { type: "default", message: "" }],
    [undefined, { type: "default", message: "" }],
  ])("take %j", (data, shown) => {
    marbles(({ hot, expectObservable }) => {
      expectObservable(toasts(testSession(hot("-t-", { t: event(data) })))).toBe("-s-", { s: shown });
    })();
  });
});

describe("toast", () => {
  it(
    "makes texts events",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const message$ = cold("-a-b--|");
      const expected = "     -A-B--|";
      const subs = "         ^-----!";
      expectObservable(message$.pipe(toast("info"))).toBe(expected, {
        A: event({ type: "info", message: "a" }),
        B: event({ type: "info", message: "b" }),
      });
      expectSubscriptions(message$.subscriptions).toBe(subs);
    }),
  );

  it(
    "is of type default unless it says so",
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold("a|").pipe(toast())).toBe("A|", { A: event({ type: "default", message: "a" }) });
    }),
  );
});
