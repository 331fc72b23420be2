import { it } from "@jest/globals";
import { map } from "rxjs";
import { lineOf, type SyncEvent } from "ws-sync-rx";
import { userSession } from "ws-sync-rx/client";
import { marbles, testSession } from "ws-sync-rx/testing";

it(
  "answers every _REQUEST_USER_SESSION, on the line it came from, with the ids of the moment",
  marbles(({ hot, expectObservable }) => {
    // prettier-ignore
    const asked$ = hot("--q---q--x--", { q: { type: "_REQUEST_USER_SESSION" }, x: { type: "other" } });
    const expected = "  --a---b-----";
    let count = 0;
    const ids = () => ({ user: "u", session: `s${(count += 1)}` });
    const onItsLine = map((event: SyncEvent) => ({ ...event, addressed: lineOf(event) !== undefined }));
    const type = "_USER_SESSION";
    expectObservable(userSession(ids)(testSession(asked$)).pipe(onItsLine)).toBe(expected, {
      a: { type, data: { user: "u", session: "s1" }, addressed: true },
      b: { type, data: { user: "u", session: "s2" }, addressed: true },
    });
  }),
);
