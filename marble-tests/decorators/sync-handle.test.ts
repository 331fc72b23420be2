import { describe, expect, it } from "@jest/globals";
import { EMPTY, merge } from "rxjs";
import { patchEvent, setEvent, type SyncEvent, toastEvent } from "ws-sync-rx";
import { expose, type Sync, syncAll, type SyncCall } from "ws-sync-rx/decorators";
import { marbles, testSession } from "ws-sync-rx/testing";

@syncAll("TICKS", { alwaysDelta: true })
class Ticks {
  declare readonly sync: Sync;
  ticks = 0;

  tick(call?: SyncCall): void {
    this.ticks += 1;
    this.sync(call);
  }
}

const at = (ticks: number): SyncEvent => patchEvent("TICKS", [{ op: "replace", path: "/ticks", value: ticks }]);
const first = setEvent("TICKS", { ticks: 0 });

describe("this.sync", () => {
  it(
    "fault 10: a throttle sends the first value at once and the last one always",
    marbles(({ cold, expectObservable }) => {
      // prettier-ignore
      const calls$ = cold("--abcd-----------e---");
      const expected = "   S-1----4---------5---";
      const ticks = new Ticks();
      calls$.subscribe(() => {
        ticks.tick({ throttle: 5 });
      });
      expectObservable(expose(ticks)(testSession())).toBe(expected, { S: first, 1: at(1), 4: at(4), 5: at(5) });
    }),
  );

  it(
    "one without a throttle goes at once and takes the place of the one that waits",
    marbles(({ cold, expectObservable }) => {
      // prettier-ignore
      const calls$ = cold("--tt-n-----------");
      const expected = "   S-1--3-----------";
      const ticks = new Ticks();
      calls$.subscribe((call) => {
        ticks.tick(call === "t" ? { throttle: 5 } : {});
      });
      expectObservable(expose(ticks)(testSession())).toBe(expected, { S: first, 1: at(1), 3: at(3) });
    }),
  );

  it(
    "a toast goes behind the difference of its call, also when there is none",
    marbles(({ cold, expectObservable }) => {
      const saved = toastEvent("saved", "success");
      // prettier-ignore
      const calls$ = cold("--c----n----");
      const expected = "   S-(1t)-t----";
      const ticks = new Ticks();
      calls$.subscribe((call) => {
        if (call === "c") ticks.tick({ toast: "saved", type: "success" });
        else ticks.sync({ toast: "saved", type: "success" });
      });
      expectObservable(expose(ticks)(testSession())).toBe(expected, { S: first, 1: at(1), t: saved });
    }),
  );

  it("says toasts, calls, payloads and files to every session, and nothing to nobody", () => {
    const ticks = new Ticks();
    ticks.sync.toast("nobody hears this");
    const sent: SyncEvent[] = [];
    const pipeline = expose(ticks, { key: "a/b" });
    const subscription = merge(pipeline(testSession()), pipeline(testSession(EMPTY))).subscribe((event) =>
      sent.push(event),
    );
    sent.length = 0;
    const bytes = Uint8Array.of(104, 105);
    ticks.sync.toast("hello", "info");
    ticks.sync.sendAction("OPEN", { id: 1 });
    ticks.sync.sendBinary("BLOB", { id: 2 }, bytes);
    ticks.sync.download("a.txt", bytes);
    const each = [
      { type: "_TOAST", data: { type: "info", message: "hello" } },
      { type: "_ACTION:a/b", data: { id: 1, type: "OPEN" } },
      { type: "_ACTION:a/b", data: { id: 2, type: "BLOB" }, bytes },
      { type: "_DOWNLOAD", data: { filename: "a.txt", data: "aGk=" } },
    ];
    expect(sent).toEqual(each.flatMap((event) => [event, event]));
    subscription.unsubscribe();
    ticks.sync.toast("nobody hears this either");
    expect(sent).toHaveLength(8);
  });
});
