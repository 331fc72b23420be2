import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject } from "rxjs";
import { action, actions, sync, synced, syncKey, writes } from "ws-sync-rx";
import { codeOf } from "../code-of.ts";
import { Stage } from "../stage.ts";

interface Doc {
  readonly title: string;
  readonly count: number;
}
const DOC = syncKey<Doc, { ping(): string }>("DOC");
const PLACEHOLDER: Doc = { title: "", count: 0 };

/** A server at 41, and a live client on whose page nothing shows the state. */
function unshown(version: 1 | 2) {
  const state$ = new BehaviorSubject<Doc>({ title: "some title or other, of the server", count: 41 });
  const stage = new Stage(
    () => [
      (session) => state$.pipe(sync(session, DOC, { alwaysDelta: true })),
      (session) => session.pipe(writes(DOC, state$)),
      (session) => session.pipe(actions(DOC, { ping: () => "pong" })),
    ],
    { latency: 10 },
  );
  const client = stage.client("c", { version });
  stage.wait(3_000);
  const copy = synced<Doc>(client.session, DOC, PLACEHOLDER);
  const outcomes: string[] = [];
  const write = (change: Parameters<typeof copy.write>[0], name: string): void => {
    copy.write(change).subscribe({
      complete: () => outcomes.push(name),
      error: (error: unknown) => outcomes.push(`${name} ${codeOf(error)}`),
    });
  };
  return { stage, state$, client, copy, outcomes, write };
}

describe.each([1, 2] as const)("a write on a copy that nobody looks at, over version %i", (version) => {
  it("ends, and holds up nothing", () => {
    const { stage, state$, client, copy, outcomes, write } = unshown(version);
    const shown = copy.subscribe();
    stage.wait(3_000);
    shown.unsubscribe();
    stage.wait(5_000);
    write({ title: "one" }, "one");
    stage.wait(1_000);
    write({ title: "two" }, "two");
    action(client.session, DOC, "ping", {}).subscribe({ complete: () => outcomes.push("ping") });
    stage.wait(5_000);
    expect([outcomes, state$.value.title, client.session.outbox.entries]).toEqual([["one", "two", "ping"], "two", []]);
    stage.end();
  });

  it("is made on what the server says, not on the placeholder", () => {
    const { stage, state$, outcomes, write } = unshown(version);
    write((doc) => ({ ...doc, count: doc.count + 1 }), "more");
    stage.wait(5_000);
    expect([outcomes, state$.value.count, stage.errors]).toEqual([["more"], 42, []]);
    stage.end();
  });

  it("is made again on what others have done since", () => {
    const { stage, state$, copy, outcomes, write } = unshown(version);
    const shown = copy.subscribe();
    stage.wait(3_000);
    shown.unsubscribe();
    stage.wait(5_000);
    state$.next({ ...state$.value, count: 100 });
    stage.wait(1_000);
    write((doc) => ({ ...doc, count: doc.count + 1 }), "more");
    stage.wait(5_000);
    expect([outcomes, state$.value.count, stage.errors]).toEqual([["more"], 101, []]);
    stage.end();
  });

  it("leaves nothing behind: once it has ended, and lingered, the state is followed no more", () => {
    const { stage, state$, copy, write } = unshown(version);
    write({ title: "one" }, "one");
    stage.wait(10_000);
    state$.next({ ...state$.value, count: 7 });
    stage.wait(1_000);
    expect(copy.value).toEqual({ title: "one", count: 41 });
    stage.end();
  });

  it("whose change throws leaves nothing behind", () => {
    const { stage, client, copy } = unshown(version);
    const broken = (): Doc => {
      throw new Error("the change");
    };
    expect(() => copy.write(broken)).toThrow("the change");
    stage.wait(5_000);
    expect(client.session.introduction.hello().data).toMatchObject({ resume: [] });
    stage.said();
    client.cut();
    stage.wait(5_000);
    expect(stage.said().filter((line) => line.includes("_GET"))).toEqual([]);
    stage.end();
  });
});
