import { describe, expect, it } from "@jest/globals";
import { map, merge, of } from "rxjs";
import { getEvent, patchEvent, setEvent, type SyncEvent } from "ws-sync-rx";
import { expose, type SessionHooks, type Sync, syncAll } from "ws-sync-rx/decorators";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

@syncAll("GUESTS", { alwaysDelta: true })
class Guests implements SessionHooks {
  declare readonly sync: Sync;
  here = 0;
  readonly _calls: string[] = [];

  onConnect(): void {
    this._calls.push("connect");
    this.here += 1;
    this.sync();
  }

  async onDisconnect(): Promise<void> {
    this._calls.push("disconnect");
    return Promise.resolve();
  }

  onEnd(): void {
    this._calls.push("end");
  }
}

const here = (value: number): SyncEvent => patchEvent("GUESTS", [{ op: "replace", path: "/here", value }]);
const inMemory = (): TestConnection => new TestConnection({ now: () => 0, schedule: () => merge().subscribe() });

describe("the hooks of an object", () => {
  it("are called behind the states of all objects, for every line, and at the end", () => {
    const guests = new Guests();
    const session = testSession(merge(), merge());
    session.run(expose(guests), expose({ n: 1 }, { key: "N" })).subscribe();
    const [one, two] = [inMemory(), inMemory()];
    const sent: SyncEvent[] = [];
    merge(one.sent$, two.sent$).subscribe((event) => sent.push(event));

    const first = session.attach(one).subscribe();
    expect(sent).toEqual([setEvent("GUESTS", { here: 0 }), setEvent("N", { n: 1 }), here(1)]);
    first.unsubscribe();
    session.attach(two).subscribe();
    expect(sent.slice(3)).toEqual([setEvent("GUESTS", { here: 1 }), setEvent("N", { n: 1 }), here(2)]);
    session.complete();
    expect(guests._calls).toEqual(["connect", "disconnect", "connect", "disconnect", "end"]);
  });

  it(
    "are reported when they fail",
    marbles(({ cold, expectObservable }) => {
      const failing = {
        onConnect: (): never => {
          throw new Error("no");
        },
      };
      const session = testSession(merge(), cold("--c"));
      session.run(expose(failing, { key: "F" })).subscribe();
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe("--e", { e: "HandlerError" });
    }),
  );

  it("fault 16: an object that is disposed leaves nothing behind, and its key can be used again", () => {
    const connection = inMemory();
    const sent: SyncEvent[] = [];
    connection.sent$.subscribe((event) => sent.push(event));
    const session = testSession(merge(), of(connection));
    const [old, young] = [new Guests(), new Guests()];
    session.run(expose(old)).subscribe().unsubscribe();
    expect(old._calls).toEqual(["connect", "end"]);
    sent.length = 0;
    session.run(expose(young)).subscribe();
    old.sync();
    connection.receive(getEvent("GUESTS"));
    expect(sent).toEqual([setEvent("GUESTS", { here: 0 }), here(1), setEvent("GUESTS", { here: 1 })]);
  });

  it("disconnect says why and closes the line with 1000; the session stays", () => {
    const connection = inMemory();
    const sent: SyncEvent[] = [];
    connection.sent$.subscribe((event) => sent.push(event));
    const session = testSession(merge(), of(connection));
    const guests = new Guests();
    session.run(expose(guests)).subscribe();
    const closed: number[] = [];
    connection.closed$.subscribe(({ code }) => closed.push(code));
    guests.sync.disconnect("bye");
    expect(sent.at(-1)).toEqual({ type: "_DISCONNECT", data: "bye" });
    expect(closed).toEqual([1000]);
    expect(session.status.phase).toBe("offline");
  });
});
