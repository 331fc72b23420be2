import { expect, it } from "@jest/globals";
import { BehaviorSubject } from "rxjs";
import { sync, synced, writes } from "ws-sync-rx";
import { Stage } from "../stage.ts";

it("an assignment takes the place of one that waits only where it names the same members", () => {
  const state$ = new BehaviorSubject<Readonly<Record<string, number>>>({});
  const stage = new Stage(() => [
    (session) => state$.pipe(sync(session, "DOC")),
    (session) => session.pipe(writes("DOC", state$)),
  ]);
  const client = stage.client("c");
  const copy = synced<Readonly<Record<string, number>>>(client.session, "DOC", {});
  void copy.write({ "a,b": 1 });
  void copy.write({ a: 2, b: 2 });
  void copy.write({ a: 3, b: 3 });
  stage.wait(5_000);
  expect([state$.value, copy.value]).toEqual([
    { "a,b": 1, a: 3, b: 3 },
    { "a,b": 1, a: 3, b: 3 },
  ]);
  stage.end();
});
