import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, merge, NEVER, of } from "rxjs";
import { actions, patchEvent, setEvent, sync, synced, type SyncEvent, writes } from "ws-sync-rx";
import { TestConnection, testEnv, testSession } from "ws-sync-rx/testing";

const NAMES = Object.getOwnPropertyNames(Object.prototype);
/** What the names reach today; a hit would change it. */
const intrinsics = () =>
  [Object.prototype, Function.prototype, Array.prototype].map((object) => Object.getOwnPropertyNames(object).length);
const before = intrinsics();

function connected(): { connection: TestConnection; session: ReturnType<typeof testSession>; errors: Error[] } {
  const connection = new TestConnection(testEnv().scheduler);
  const session = testSession(NEVER, of(connection));
  const errors: Error[] = [];
  session.errors$.subscribe((error) => errors.push(error));
  return { connection, session, errors };
}

describe.each(NAMES)("the name %s", (name) => {
  it("reaches nothing as the type of an event", () => {
    const { connection, session, errors } = connected();
    const heard: SyncEvent[] = [];
    session.on("known").subscribe((event) => heard.push(event));
    connection.receive({ type: name, data: {} });
    expect(heard).toEqual([]);
    expect(errors).toEqual([]);
    session.on(name).subscribe((event) => heard.push(event));
    connection.receive({ type: name, data: {} });
    expect(heard).toHaveLength(1);
  });

  it("reaches nothing as the name of an action", () => {
    const { connection, session, errors } = connected();
    session.run(() => session.pipe(actions("KEY", { known: () => expect(name).toBe("known") }))).subscribe();
    connection.receive({ type: "_ACTION:KEY", data: { type: name } });
    expect(errors).toEqual([]);
    expect(connection.open).toBe(true);
  });

  it("reaches nothing as a key", () => {
    const { connection, session, errors } = connected();
    const state$ = new BehaviorSubject<unknown>({ a: 1 });
    session.run(() => merge(state$.pipe(sync(session, "KEY")), session.pipe(writes("KEY", state$)))).subscribe();
    for (const event of ["_SET", "_PATCH", "_GET", "_ACTION"])
      connection.receive({ type: `${event}:${name}`, data: {} });
    expect(state$.value).toEqual({ a: 1 });
    expect(errors).toEqual([]);
    expect(synced(session, name, "initial")).not.toBe(synced(session, "KEY", "initial"));
    expect(synced(session, name, "initial").value).toBe("initial");
  });

  it("reaches nothing as a place in a state", () => {
    const { connection, session, errors } = connected();
    const state$ = new BehaviorSubject<unknown>({ a: { b: 1 }, list: [1] });
    const first = state$.value;
    session.run(() => session.pipe(writes("KEY", state$))).subscribe();
    const places = [`/${name}`, `/a/${name}`, `/list/${name}`, `/${name}/call`, `/a/${name}/x`];
    for (const path of places) {
      connection.receive(patchEvent("KEY", [{ op: "replace", path, value: 1 }]));
      connection.receive(patchEvent("KEY", [{ op: "remove", path }]));
    }
    expect(errors).toHaveLength(places.length * 2);
    expect(state$.value).toBe(first);
  });

  it("reaches no prototype as a member of a _SET", () => {
    const { connection, session } = connected();
    const state$ = new BehaviorSubject<object>({ a: 1 });
    session.run(() => session.pipe(writes("KEY", state$))).subscribe();
    connection.receiveFrame(`{"type":"_SET:KEY","data":{${JSON.stringify(name)}:{"isAdmin":true}}}`);
    expect(Object.getPrototypeOf(state$.value)).toBe(Object.prototype);
    expect("isAdmin" in state$.value).toBe(false);
  });

  it("reaches no prototype as a member of a server's state", () => {
    const { connection, session } = connected();
    const copy = synced<object>(session, "KEY", {});
    copy.subscribe();
    connection.receiveFrame(`{"type":"_SET:KEY","data":{${JSON.stringify(name)}:{"isAdmin":true},"a":1}}`);
    connection.receive(patchEvent("KEY", [{ op: "add", path: `/${name}`, value: { isAdmin: true } }]));
    // a write waits for a state that could be read
    connection.receive(setEvent("KEY", { a: 1 }));
    void copy.write({ a: 2 });
    expect(Object.getPrototypeOf(copy.value)).toBe(Object.prototype);
    expect("isAdmin" in copy.value).toBe(false);
    connection.receive(setEvent("KEY", { a: 3 }));
    expect(copy.value).toEqual({ a: 3 });
  });
});

it("no intrinsic has changed", () => {
  expect(intrinsics()).toEqual(before);
});
