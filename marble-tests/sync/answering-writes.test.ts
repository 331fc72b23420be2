import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, filter, mergeMap, take } from "rxjs";
import { sync, synced, syncKey, writes } from "ws-sync-rx";
import { Stage } from "../stage.ts";

interface Doc {
  readonly title: string;
  readonly rows: readonly string[];
}
const DOC = syncKey<Doc>("DOC");
const START: Doc = { title: "", rows: [] };

/** A server of one document, and a client that follows it. */
function following() {
  const state$ = new BehaviorSubject(START);
  const stage = new Stage(
    () => [
      (session) => state$.pipe(sync(session, DOC, { alwaysDelta: true })),
      (session) => session.pipe(writes(DOC, state$)),
    ],
    { latency: 10 },
  );
  const client = stage.client("c");
  const copy = synced<Doc>(client.session, DOC, START);
  copy.subscribe();
  stage.wait(100);
  stage.said();
  const titled = (title: string) =>
    copy.pipe(
      filter((doc) => doc.title === title),
      take(1),
    );
  return { stage, state$, client, copy, titled };
}

describe("a subscriber of a copy that writes in answer", () => {
  it.each(["recipe", "assignment"] as const)("to a write has its own made behind that one: a %s", (kind) => {
    const { stage, state$, copy, titled } = following();
    const change = (title: string) => (kind === "recipe" ? (doc: Doc) => ({ ...doc, title }) : { title });
    const ends: string[] = [];
    titled("a")
      .pipe(mergeMap(() => copy.write(change("b"))))
      .subscribe({ complete: () => ends.push("b") });
    copy.write(change("a")).subscribe({ complete: () => ends.push("a") });
    expect(copy.value.title).toBe("b");
    stage.wait(200);
    expect([copy.value.title, state$.value.title, ends.sort()]).toEqual(["b", "b", ["a", "b"]]);
    stage.end();
  });

  it("to what the server says writes on that version", () => {
    const { stage, state$, copy, titled } = following();
    titled("go")
      .pipe(mergeMap(() => copy.write(({ title }) => ({ title, rows: [title] }))))
      .subscribe();
    state$.next({ title: "go", rows: [] });
    stage.wait(200);
    expect(stage.said().filter((line) => line.startsWith("C→S"))).toEqual([
      'C→S {"type":"_PATCH:DOC","data":[{"op":"add","path":"/rows/0","value":"go"}],"e":"s1","b":1,"id":1}',
    ]);
    stage.end();
  });
});
