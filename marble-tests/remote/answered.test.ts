import { describe, it } from "@jest/globals";
import { Subject } from "rxjs";
import { CallRefused } from "ws-sync-rx";
import { marbles } from "ws-sync-rx/testing";
import { answered } from "../../src/remote/answered.ts";
import type { Answer } from "../../src/session/replies.ts";

/** An answer that shows what it is told; only the first counts. */
function answering() {
  const told$ = new Subject<string>();
  let over = false;
  const tell = (what: string): void => {
    if (!over) told$.next(what);
    over = true;
  };
  const answer: Answer = {
    ok: (value) => {
      tell(`ok ${String(value)}`);
    },
    fail: ({ code, message, issues }) => {
      tell(`${code}: ${message}${issues === undefined ? "" : ` ${JSON.stringify(issues)}`}`);
    },
  };
  return { told$, answer };
}

describe("answered", () => {
  it(
    "answers with the last value, behind it",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const { told$, answer } = answering();
      // prettier-ignore
      const source$ = cold("--a--b--|");
      const expected = "    --------|";
      const told = "        --------k";
      const subs = "        ^-------!";
      expectObservable(told$).toBe(told, { k: "ok b" });
      expectObservable(source$.pipe(answered(answer))).toBe(expected);
      expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    "answers with nothing where there was no value",
    marbles(({ cold, expectObservable }) => {
      const { told$, answer } = answering();
      expectObservable(told$).toBe("--k", { k: "ok undefined" });
      expectObservable(cold("--|").pipe(answered(answer))).toBe("--|");
    }),
  );

  it(
    "says only that it failed: the words of an error stay here",
    marbles(({ cold, expectObservable }) => {
      const { told$, answer } = answering();
      // prettier-ignore
      const source$ = cold("--a--#", undefined, new Error("password 1234"));
      const expected = "    -----#";
      const told = "        -----k";
      expectObservable(told$).toBe(told, { k: "failed: it failed on the server" });
      expectObservable(source$.pipe(answered(answer))).toBe(expected, undefined, new Error("password 1234"));
    }),
  );

  it(
    "passes on what a CallRefused says, which is meant for the caller",
    marbles(({ cold, expectObservable }) => {
      const { told$, answer } = answering();
      const refused = new CallRefused("too long", "invalid", [{ message: "40 at most", path: ["title"] }]);
      expectObservable(told$).toBe("--k", { k: 'invalid: too long [{"message":"40 at most","path":["title"]}]' });
      expectObservable(cold("--#", undefined, refused).pipe(answered(answer))).toBe("--#", undefined, refused);
    }),
  );

  it(
    "one that is ended before it is done was cancelled",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const { told$, answer } = answering();
      // prettier-ignore
      const source$ = cold("--a------");
      const unsub = "       ----!    ";
      const told = "        ----k    ";
      const subs = "        ^---!    ";
      expectObservable(told$).toBe(told, { k: "cancelled: it was ended before it was done" });
      expectObservable(source$.pipe(answered(answer)), unsub).toBe("");
      expectSubscriptions(source$.subscriptions).toBe(subs);
    }),
  );

  it(
    "is silent also where nobody wants an answer",
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold("-a-|").pipe(answered(undefined))).toBe("---|");
    }),
  );
});
