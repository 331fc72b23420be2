import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject } from "rxjs";
import { sync, synced, writes } from "ws-sync-rx";
import { Stage } from "../stage.ts";

interface Doc {
  readonly title: string;
  readonly text: string;
}

/** A client of version 1 with a state of 200 kB, which has stopped reading. */
function stalled() {
  const state$ = new BehaviorSubject<Doc>({ title: "a", text: "x".repeat(200_000) });
  const stage = new Stage(
    () => [(session) => state$.pipe(sync(session, "DOC")), (session) => session.pipe(writes("DOC", state$))],
    { latency: 10 },
  );
  const client = stage.client("c", { version: 1 });
  const copy = synced<Doc>(client.session, "DOC", { title: "", text: "" });
  copy.subscribe();
  stage.wait(3_000);
  const { links, server } = client;
  if (links === undefined || server === undefined) throw new Error("there is no line");
  links.toClient.rate = 0;
  return { stage, state$, client, copy, links, server };
}

describe("an original client that does not read", () => {
  it.each([
    ["asks for the state again and again", { type: "_GET:DOC", data: {} }],
    [
      "writes what is refused again and again",
      { type: "_PATCH:DOC", data: [{ op: "replace", path: "/no", value: 1 }] },
    ],
  ])("and %s costs the server a window and a state, and ends up to date", (_what, question) => {
    const { stage, state$, client, copy, links, server } = stalled();
    for (let i = 0; i < 100; i += 1) {
      client.line?.next(question);
      stage.wait(10);
    }
    expect(server.buffered).toBeLessThan(2 * 262_144 + 200_000);
    state$.next({ ...state$.value, title: "b" });
    links.toClient.rate = Number.POSITIVE_INFINITY;
    stage.wait(5_000);
    expect([copy.value.title, server.open]).toEqual(["b", true]);
    stage.end();
  });
});
