import { describe, expect, it } from "@jest/globals";
import { NEVER, type Observable, Subject, type Subscription, timer } from "rxjs";
import { actionEvent, patchEvent, type Session, setEvent, type SyncEvent } from "ws-sync-rx";
import {
  expose,
  type ExposeOptions,
  onCancel,
  remoteAction,
  remoteTask,
  type Sync,
  syncAll,
  syncOf,
} from "ws-sync-rx/decorators";
import { marbles, testSession } from "ws-sync-rx/testing";

const start = (key: string, type: string, args: object = {}): SyncEvent => ({
  type: `_TASK_START:${key}`,
  data: { ...args, type },
});
const cancel = (key: string, type: string): SyncEvent => ({ type: `_TASK_CANCEL:${key}`, data: { type } });
const data = ({ type, data: said }: SyncEvent): unknown => [type, said];

/** A class that knows nothing of decorators. */
class Plain {
  count = 0;
  lastWord = "";
  secret = "s";
  ended: string[] = [];

  get twice(): number {
    return this.count * 2;
  }

  add({ by }: { readonly by: number }): void {
    this.count += by;
    syncOf(this)({ toast: "added", type: "success" });
  }

  *work({ steps }: { readonly steps: number }): Iterable<Observable<unknown>> {
    for (let step = 0; step < steps; step += 1) {
      yield timer(2);
      this.count += 1;
      syncOf(this)();
    }
  }

  stopped({ steps }: { readonly steps: number }): void {
    this.lastWord = `stopped of ${steps}`;
    syncOf(this)();
  }

  onConnect(session: Session): void {
    this.ended.push(`connected ${session.status.phase}`);
  }

  onEnd(): void {
    this.ended.push("ended");
  }
}

const EVERYTHING: ExposeOptions = {
  key: "PLAIN",
  only: { count: true, lastWord: true, twice: "double" },
  casing: "snake",
  exposeRunningTasks: true,
  alwaysDelta: true,
  readOnly: ["lastWord"],
  writes: { check: (next) => ({ ...next, count: Math.min(Number(next["count"]), 9) }) },
  actions: { ADD: "add" },
  tasks: ["work"],
  onCancel: { work: "stopped" },
  flatten: { work: "switch" },
};

describe("expose without decorators", () => {
  it(
    "takes all that the decorators can say",
    marbles(({ hot, flush }) => {
      const values = {
        a: actionEvent("PLAIN", "ADD", { by: 2 }),
        s: start("PLAIN", "work", { steps: 9 }),
        c: cancel("PLAIN", "work"),
        w: patchEvent("PLAIN", [{ op: "replace", path: "/count", value: 50 }]),
        x: patchEvent("PLAIN", [{ op: "replace", path: "/last_word", value: "mine" }]),
      };
      const plain = new Plain();
      const sent: unknown[] = [];
      expose(
        plain,
        EVERYTHING,
      )(testSession(hot("-a-s--s--c-w-x", values))).subscribe((event) => sent.push(data(event)));
      flush();
      const replace = (path: string, value: unknown): object => ({ op: "replace", path, value });
      const running = ["_PATCH:PLAIN", [{ op: "add", path: "/running_tasks/0", value: "work" }]];
      const idle = ["_PATCH:PLAIN", [{ op: "remove", path: "/running_tasks/0" }]];
      expect(sent).toEqual([
        data(setEvent("PLAIN", { count: 0, last_word: "", double: 0, running_tasks: [] })),
        ["_PATCH:PLAIN", [replace("/count", 2), replace("/double", 4)]],
        ["_TOAST", { type: "success", message: "added" }],
        running,
        ["_PATCH:PLAIN", [replace("/count", 3), replace("/double", 6)]],
        ["_PATCH:PLAIN", [replace("/last_word", "stopped of 9")]],
        idle,
        running,
        ["_PATCH:PLAIN", [replace("/count", 4), replace("/double", 8)]],
        idle,
        ["_PATCH:PLAIN", [replace("/count", 9), replace("/double", 18)]],
        ["_FAILURE", undefined],
        data(setEvent("PLAIN", { count: 9, last_word: "stopped of 9", double: 18, running_tasks: [] })),
      ]);
      expect([plain.count, plain.ended]).toEqual([9, ["connected live"]]);
    }),
  );

  it("adds to what a class says, and comes before it", () => {
    const sent: unknown[] = [];
    expose(new Base(), { key: "OTHER", casing: "snake" })(testSession()).subscribe((event) => sent.push(data(event)));
    expect(sent).toEqual([["_SET:OTHER", { first_name: "ann" }]]);
  });
});

@syncAll("BASE")
class Base {
  declare readonly sync: Sync;
  firstName = "ann";

  @remoteAction("GREET") greet(): void {
    this.say("base");
  }

  @remoteTask() run(): unknown {
    return NEVER;
  }

  @onCancel("run") ran(): void {
    this.say("base ran");
  }

  protected say(word: string): void {
    this.firstName = word;
    this.sync();
  }
}

/** Says the same under other names, and calls what it overrides. */
@syncAll("BELOW", { exclude: ["unseen"] })
class Below extends Base {
  unseen = 1;

  @remoteAction("HELLO", { flatten: "exhaust" }) override greet(): unknown {
    super.greet();
    this.say(`${this.firstName} and below`);
    return NEVER;
  }

  override ran(): void {
    this.say("below ran");
  }

  @remoteAction() #hidden(): void {
    this.say("hidden");
  }

  used(): void {
    this.#hidden();
  }
}

function talk(instance: object): { readonly said: unknown[]; readonly hear: (event: SyncEvent) => void } {
  const said: unknown[] = [];
  const heard$ = new Subject<SyncEvent>();
  const session = testSession(heard$);
  session.errors$.subscribe(({ message }) => said.push(message));
  session.run(expose(instance)).subscribe();
  return { said, hear: (event) => heard$.next(event) };
}

describe("inheritance", () => {
  it("a method that overrides an action takes its place, under the name it is decorated with", () => {
    const below = new Below();
    const { said, hear } = talk(below);
    hear(actionEvent("BELOW", "GREET"));
    expect(below.firstName).toBe("ann");
    hear(actionEvent("BELOW", "HELLO"));
    expect(below.firstName).toBe("base and below");
    hear(actionEvent("BELOW", "HELLO"));
    expect(said).toEqual(["HELLO failed while it served _ACTION:BELOW: it runs already, so this call was not taken"]);
    hear(actionEvent("BELOW", "#hidden"));
    expect(below.firstName).toBe("hidden");
  });

  it("a cancel handler may be overridden without a decorator; the class above is as it was", () => {
    for (const [object, key, word] of [
      [new Below(), "BELOW", "below ran"],
      [new Base(), "BASE", "base ran"],
    ] as const) {
      const { hear } = talk(object);
      hear(start(key, "run"));
      hear(cancel(key, "run"));
      expect(object.firstName).toBe(word);
    }
  });

  it("objects of one class do not hear of each other", () => {
    const [one, two] = [new Below(), new Below()];
    const { hear } = talk(one);
    talk(two);
    hear(actionEvent("BELOW", "HELLO"));
    expect([one.firstName, two.firstName]).toEqual(["base and below", "ann"]);
  });
});

describe("objects that come and go while a session lives", () => {
  it("take their key over, one after the other; what is gone hears and says nothing, and its tasks end", () => {
    const heard$ = new Subject<SyncEvent>();
    const session = testSession(heard$);
    const sent: unknown[] = [];
    const [first, second] = [new Base(), new Base()];
    const show = (object: Base): Subscription => expose(object)(session).subscribe((event) => sent.push(data(event)));

    const shown = show(first);
    heard$.next(start("BASE", "run"));
    shown.unsubscribe();
    expect(first.firstName).toBe("ann");
    heard$.next(actionEvent("BASE", "GREET"));
    first.sync();
    expect([first.firstName, sent.length]).toEqual(["ann", 1]);

    second.firstName = "eve";
    const again = show(second);
    heard$.next(actionEvent("BASE", "GREET"));
    expect([first.firstName, second.firstName]).toEqual(["ann", "base"]);
    expect(sent[1]).toEqual(["_SET:BASE", { firstName: "eve" }]);
    again.unsubscribe();
    show(first);
    expect(sent.at(-1)).toEqual(["_SET:BASE", { firstName: "ann" }]);
  });

  it("are told to end with the session, and with their pipeline", () => {
    const [plain, other] = [new Plain(), new Plain()];
    const session = testSession();
    const running = session.run(expose(plain, EVERYTHING)).subscribe();
    session.run(expose(other, { ...EVERYTHING, key: "OTHER" })).subscribe();
    running.unsubscribe();
    expect([plain.ended, other.ended]).toEqual([["connected live", "ended"], ["connected live"]]);
    session.complete();
    expect([plain.ended, other.ended]).toEqual([
      ["connected live", "ended"],
      ["connected live", "ended"],
    ]);
  });
});
