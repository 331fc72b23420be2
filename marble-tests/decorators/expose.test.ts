import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, merge } from "rxjs";
import { actionEvent, actions, patchEvent, type Pipeline, setEvent, sync, type SyncEvent } from "ws-sync-rx";
import { expose, remoteAction, type Sync, syncAll } from "ws-sync-rx/decorators";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

/** long enough for a difference to be smaller than the state */
const TITLE = "A title of some length, as people give them to lists that they mean to keep for a while";

@syncAll("NOTES")
class Notes {
  declare readonly sync: Sync;
  title = TITLE;
  notes: string[] = [];
  _draft = "not synced";
  #secret = "not synced";

  get totalLength(): number {
    return this.notes.join("").length;
  }

  @remoteAction() rename({ title }: { title: string }): void {
    this.title = title;
    this.sync();
  }

  @remoteAction("ADD") add({ note }: { note: string }): void {
    this.notes.push(note + this.#secret.slice(0, 0));
    this.sync();
  }

  @remoteAction() boom(): void {
    throw new Error("boom");
  }
}

@syncAll()
class Special extends Notes {
  extra = 1;
}

const initial = { notes: [], title: TITLE, totalLength: 0 };
const call = (name: string, args: object): SyncEvent => actionEvent("NOTES", name, args);

describe("expose", () => {
  it(
    "syncs public fields and getters, and what actions change",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const incoming$ = hot("--r--a--x--r--", { r: call("rename", { title: `${TITLE}!` }), a: call("ADD", { note: "one" }), x: call("boom", {}) });
      const expected = "     S-R--A--e-----";
      expectObservable(expose(new Notes())(testSession(incoming$))).toBe(expected, {
        S: setEvent("NOTES", initial),
        R: patchEvent("NOTES", [{ op: "replace", path: "/title", value: `${TITLE}!` }]),
        A: patchEvent("NOTES", [
          { op: "add", path: "/notes/0", value: "one" },
          { op: "replace", path: "/totalLength", value: 3 },
        ]),
        e: { type: "_FAILURE" },
      });
    }),
  );

  it("takes writes to fields and refuses those to getters and private members", () => {
    const notes = new Notes();
    const connection = new TestConnection({ now: () => 0, schedule: () => merge().subscribe() });
    const session = testSession(merge(), new BehaviorSubject(connection));
    const errors: Error[] = [];
    session.errors$.subscribe((error) => errors.push(error));
    session.run(expose(notes)).subscribe();

    connection.receive(patchEvent("NOTES", [{ op: "replace", path: "/title", value: "theirs" }]));
    expect(notes.title).toBe("theirs");
    connection.receive(patchEvent("NOTES", [{ op: "replace", path: "/totalLength", value: 9 }]));
    connection.receive(patchEvent("NOTES", [{ op: "add", path: "/_draft", value: "theirs" }]));
    expect(errors.map(({ name }) => name)).toEqual(["WriteRefused", "WriteRefused"]);
    expect(notes._draft).toBe("not synced");
  });

  it("keys a class without a name by its own, and inherits members and actions", () => {
    const special = new Special();
    const sent: SyncEvent[] = [];
    testSession().run(expose(special)).subscribe();
    const session = testSession();
    expose(special)(session).subscribe((event) => sent.push(event));
    expect(sent).toMatchObject([{ type: "_SET:Special", data: { extra: 1, ...initial } }]);
    expect(() => expose({})).toThrow("@syncAll");
  });

  it("puts the same bytes on the wire as the stream flavour", () => {
    const state$ = new BehaviorSubject<typeof initial>(initial);
    const streams: Pipeline = (session) =>
      merge(
        state$.pipe(sync(session, "NOTES")),
        session.pipe(
          actions("NOTES", { rename: ({ title }: { title: string }) => state$.next({ ...state$.value, title }) }),
        ),
      );
    const recorded = [streams, expose(new Notes())].map((pipeline) => {
      const connection = new TestConnection({ now: () => 0, schedule: () => merge().subscribe() });
      const sent: string[] = [];
      connection.sent$.subscribe((event) => sent.push(JSON.stringify(event)));
      const session = testSession(merge(), new BehaviorSubject(connection));
      session.run(pipeline).subscribe();
      connection.receive(call("rename", { title: "é\u2028" }));
      return sent;
    });
    expect(recorded[0]).toEqual(recorded[1]);
    expect(recorded[0]).toHaveLength(2);
  });
});
