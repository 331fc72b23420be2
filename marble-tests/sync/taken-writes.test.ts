import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject } from "rxjs";
import { action, actions, type Pipeline, sync, synced, syncKey, writes } from "ws-sync-rx";
import { codeOf } from "../code-of.ts";
import { Stage } from "../stage.ts";

interface Doc {
  readonly title: string;
}
const DOC = syncKey<Doc, { ping(): string }>("DOC");

/** A client whose write has been answered, while the version that shows it has not come in. */
function taken() {
  const state$ = new BehaviorSubject<Doc>({ title: "" });
  const doc: readonly Pipeline[] = [
    (session) => state$.pipe(sync(session, DOC, { alwaysDelta: true })),
    (session) => session.pipe(writes(DOC, state$)),
  ];
  let served = doc;
  const stage = new Stage(() => [...served, (session) => session.pipe(actions(DOC, { ping: () => "pong" }))]);
  const client = stage.client("c");
  const copy = synced<Doc>(client.session, DOC, { title: "" });
  copy.subscribe();
  const ends: string[] = [];
  const told = (name: string) => ({
    complete: () => ends.push(`${name} done`),
    error: (error: unknown) => ends.push(`${name} ${codeOf(error)}`),
  });
  stage.wait(1_000);
  const write = (title: string): void => void copy.write({ title }).subscribe(told(title));
  const answered$ = client.session.on("_REPLY");
  return {
    stage,
    client,
    ends,
    write,
    ping: (): void => void action(client.session, DOC, "ping", {}).subscribe(told("ping")),
    answered$,
    serveNothing: (): void => {
      served = [];
    },
  };
}

describe("a write that was taken, in a version that does not come in", () => {
  it("is over when the session ends", () => {
    const { stage, client, ends, write, answered$ } = taken();
    write("a");
    answered$.subscribe(() => client.session.complete());
    stage.wait(100);
    expect(ends).toEqual(["a done"]);
    stage.end();
  });

  it("is over when the next server has no such state, and holds up nothing", () => {
    const { stage, client, ends, write, ping, answered$, serveNothing } = taken();
    write("a");
    const cutting = answered$.subscribe(() => client.line?.cut(1006, "cut"));
    stage.wait(42);
    stage.crash();
    cutting.unsubscribe();
    serveNothing();
    stage.wait(100);
    expect([client.session.status.phase, ends]).toEqual(["offline", []]);
    write("b");
    ping();
    stage.start();
    stage.wait(60_000);
    expect(ends).toEqual(["a done", "b unknown", "ping done"]);
    stage.end();
  });
});
