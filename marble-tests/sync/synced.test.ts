import { describe, expect, it } from "@jest/globals";
import { EMPTY, map, merge, NEVER, of, skip, tap } from "rxjs";
import { patchEvent, Session, setEvent, synced, syncKey, type SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testEnv, testSession } from "ws-sync-rx/testing";

interface State {
  readonly name: string;
  readonly list: readonly number[];
}

const KEY = syncKey<State>("KEY");
const state = (name: string): State => ({ name, list: [1, 2, 3] });
const set = (name: string): SyncEvent => setEvent(KEY, state(name));
const rename = (value: string): SyncEvent => patchEvent(KEY, [{ op: "replace", path: "/name", value }]);
const get: SyncEvent = { type: "_GET:KEY", data: {} };
const name = map(({ name }: State) => name);

describe("synced", () => {
  it(
    "follows the server from line to line",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const lines$ = hot(" 1----------x---2--", { 1: 1, x: null, 2: 2 });
      const server$ = hot("--S--D----------T--", { S: set("a"), D: rename("b"), T: set("c") });
      const expected = "   i-a--b----------c--";
      expectObservable(synced(testSession(server$, lines$), KEY, state("i")).pipe(name)).toBe(expected);
    }),
  );

  it(
    "does not repeat equal states",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const server$ = hot("--a--b--c--", { a: set("a"), b: set("a"), c: patchEvent(KEY, []) });
      const expected = "   i-a--------";
      expectObservable(synced(testSession(server$), KEY, state("i")).pipe(name)).toBe(expected);
    }),
  );

  it(
    "gives the present state at once to who comes later",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const server$ = hot("--a--b-", { a: set("a"), b: set("b") });
      const late = "       ---^---";
      const first = "      i-a--b-";
      const second = "     ---a-b-";
      const copy = synced(testSession(server$), KEY, state("i"));
      expectObservable(copy.pipe(name)).toBe(first);
      expectObservable(copy.pipe(name), late).toBe(second);
    }),
  );

  describe("asks with _GET", () => {
    it(
      "at once when the session is live already, and a second after a new line that has brought no state",
      marbles(({ scheduler, hot, expectObservable }) => {
        const [one, two, three] = [1, 2, 3].map(() => new TestConnection(scheduler));
        // prettier-ignore
        const lines$ = hot(" 1--x 2s 2--x 2s 3-", { 1: one, 2: two, 3: three, x: null });
        const server$ = hot("---- 2s --T- 2s --", { T: set("b") });
        const mount = "      -^ ";
        const asked1 = "     -G ";
        const asked2 = "     ---- 2s ---- 2s --";
        const asked3 = "     ---- 2s ---- 2s 1s G";
        const copy = synced(testSession(server$, lines$), KEY, state("i"));
        expectObservable(copy.pipe(name), mount).toBe("-i-- 2s --b-");
        expectObservable(one?.sent$ ?? EMPTY).toBe(asked1, { G: get });
        expectObservable(two?.sent$ ?? EMPTY).toBe(asked2);
        expectObservable(three?.sent$ ?? EMPTY).toBe(asked3, { G: get });
      }),
    );

    it(
      "once when a patch does not fit, however many do not until the answer",
      marbles(({ scheduler, hot, expectObservable }) => {
        const connection = new TestConnection(scheduler);
        const misfit = patchEvent(KEY, [{ op: "remove", path: "/list/7" }]);
        // prettier-ignore
        const lines$ = hot(" 1-------------", { 1: connection });
        const server$ = hot("-a--x-x-b--x--", { a: set("a"), b: set("b"), x: misfit });
        const expected = "   ia------b-----";
        const asked = "      ----G------G--";
        const errors = "     ----e------e--";
        const session = testSession(server$, lines$);
        expectObservable(synced(session, KEY, state("i")).pipe(name)).toBe(expected);
        expectObservable(connection.sent$).toBe(asked, { G: get });
        expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, { e: "HandlerError" });
      }),
    );

    it("when told to", () => {
      const sent: SyncEvent[] = [];
      const connection = new TestConnection(testEnv().scheduler);
      connection.sent$.subscribe((event) => sent.push(event));
      synced(testSession(NEVER, of(connection)), KEY, state("i")).fetch();
      expect(sent).toEqual([get]);
    });
  });

  it(
    "answers _GET with the whole copy, and sends it when told to",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const lines$ = hot(" 1------", { 1: connection });
      const server$ = hot("-a-g---", { a: set("a"), g: get });
      const send$ = hot("  -----s-");
      const sent = "       ---S-S-";
      const copy = synced(testSession(server$, lines$), KEY, state("i"));
      merge(copy, send$.pipe(tap(() => copy.send()))).subscribe();
      expectObservable(connection.sent$).toBe(sent, { S: set("a") });
    }),
  );

  it(
    "writes at once here and asks the server for the same",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const changes = { b: { name: "b" }, f: (now: State) => ({ ...now, name: `${now.name}!` }), same: { name: "b!" } };
      // prettier-ignore
      const lines$ = hot(" 1----------", { 1: connection });
      const server$ = hot("-a---------", { a: set("a") });
      const write$ = hot(" ---b--f--s-", { b: changes.b, f: changes.f, s: changes.same });
      const expected = "   ia-b--f----";
      const sent = "       ---B--F----";
      const copy = synced(testSession(server$, lines$), KEY, state("i"));
      write$.subscribe((change) => void copy.write(change));
      expectObservable(copy.pipe(name)).toBe(expected, { i: "i", a: "a", b: "b", f: "b!" });
      expectObservable(connection.sent$).toBe(sent, { B: rename("b"), F: rename("b!") });
    }),
  );

  it(
    "asks with a _SET for a state that is no object",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const key = syncKey<number>("KEY");
      // prettier-ignore
      const lines$ = hot(" 1-----", { 1: connection });
      const server$ = hot("-a----", { a: setEvent(key, 5) });
      const write$ = hot(" ---b--");
      const sent = "       ---S--";
      const copy = synced(testSession(server$, lines$), key, 0);
      merge(copy, write$.pipe(tap(() => void copy.write((value) => value + 1)))).subscribe();
      expectObservable(connection.sent$).toBe(sent, { S: setEvent(key, 6) });
    }),
  );

  it(
    "changes here only with set, until the server's next word on the same members",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const other = patchEvent(KEY, [{ op: "add", path: "/list/3", value: 4 }]);
      // prettier-ignore
      const lines$ = hot(" 1-----------", { 1: connection });
      const server$ = hot("-a---o--b---", { a: set("a"), o: other, b: rename("b") });
      const here$ = hot("  ---h--------");
      const expected = "   ia-h-o--b---";
      const sent = "       ------------";
      const copy = synced(testSession(server$, lines$), KEY, state("i"));
      here$.subscribe(() => copy.set({ name: "h" }));
      expectObservable(copy).toBe(expected, {
        i: state("i"),
        a: state("a"),
        h: state("h"),
        o: { name: "h", list: [1, 2, 3, 4] },
        b: { name: "b", list: [1, 2, 3, 4] },
      });
      expectObservable(connection.sent$).toBe(sent);
    }),
  );

  describe("without a line", () => {
    it(
      "keeps writes and makes them again on the state that the next line brings, as one patch",
      marbles(({ scheduler, hot, expectObservable }) => {
        const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
        const onTop = { name: "s+w", list: [1, 2, 3, 4] };
        const both = patchEvent(KEY, [
          { op: "replace", path: "/name", value: "s+w" },
          { op: "add", path: "/list/3", value: 4 },
        ]);
        // prettier-ignore
        const lines$ = hot(" 1--x------2---", { 1: one, 2: two, x: null });
        const server$ = hot("-a---------s--", { a: set("a"), s: set("s") });
        const write$ = hot(" -----v-w------", {
          v: (now: State) => ({ ...now, name: `${now.name}+w` }),
          w: (now: State) => ({ ...now, list: [...now.list, 4] }),
        });
        const expected = "   ia---v-w---s--";
        const sent = "       -----------B--";
        const copy = synced(testSession(server$, lines$), KEY, state("i"));
        write$.subscribe((change) => void copy.write(change));
        expectObservable(copy).toBe(expected, {
          i: state("i"),
          a: state("a"),
          v: state("a+w"),
          w: { name: "a+w", list: [1, 2, 3, 4] },
          s: onTop,
        });
        expectObservable(two.sent$).toBe(sent, { B: both });
      }),
    );

    it(
      "reports a kept change that fails on the new state, and makes the others",
      marbles(({ hot, expectObservable }) => {
        const key = syncKey<{ readonly name: string; readonly list?: readonly number[] }>("KEY");
        // prettier-ignore
        const lines$ = hot(" ------2----", { 2: 2 });
        const server$ = hot("-------s---", { s: setEvent(key, { name: "s" }) });
        const write$ = hot(" --x-w------");
        const expected = "   i-x-w--s---";
        const errors = "     -------e---";
        const session = testSession(server$, lines$);
        const copy = synced(session, key, { name: "i", list: [1] });
        write$.subscribe((mark) => {
          if (mark === "w") void copy.write({ name: "w" });
          else void copy.write((now) => ({ ...now, list: [...(now.list ?? fail("no list")), 2] }));
        });
        expectObservable(copy).toBe(expected, {
          i: { name: "i", list: [1] },
          x: { name: "i", list: [1, 2] },
          w: { name: "w", list: [1, 2] },
          s: { name: "w" },
        });
        expectObservable(session.errors$.pipe(map(({ message }) => message))).toBe(errors, {
          e: "_PATCH:KEY was not done (invalid): no list",
        });
      }),
    );
  });

  it(
    "is kept in step for a second after its last subscriber has left, and asks again after that",
    marbles(({ scheduler, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const lines$ = hot(" 1--------- 2s ------", { 1: connection });
      const server$ = hot("-a---b---- 2s --c---", { a: set("a"), b: set("b"), c: set("c") });
      const first = "      ^--!------ 2s ------";
      const second = "     ------^-!- 2s ------";
      const third = "      ---------- 2s ^-----";
      const seen1 = "      ia-------- 2s ------";
      const seen2 = "      ------b--- 2s ------";
      const seen3 = "      ---------- 2s b-c---";
      const sent = "       ---------- 2s G-----";
      const copy = synced(testSession(server$, lines$), KEY, state("i"));
      expectObservable(connection.sent$).toBe(sent, { G: get });
      expectObservable(copy.pipe(name), first).toBe(seen1);
      expectObservable(copy.pipe(name), second).toBe(seen2);
      expectObservable(copy.pipe(name), third).toBe(seen3);
    }),
  );

  it(
    "has no subscription to its session a linger after its last subscriber",
    marbles(({ scheduler, expectObservable, flush }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const copy = synced(session, KEY, state("i"), { linger: 5 });
      let followed = 0;
      const { on } = session;
      session.on = (type) => {
        followed += 1;
        return on.call(session, type);
      };
      // prettier-ignore
      const mounts = ["^!--------------", "---^!-----------", "------------^!--"];
      for (const mount of mounts) expectObservable(copy.pipe(skip(1)), mount).toBe("-");
      flush();
      // _SET, _PATCH, _GET and _READY, twice: the second mount still found the first one's
      expect(followed).toBe(2 * 4);
    }),
  );

  it("is one per session and key, whatever the initial state", () => {
    const session = testSession();
    const copy = synced(session, KEY, state("i"));
    expect(synced(session, KEY, state("j"))).toBe(copy);
    expect(synced(session, syncKey<State>("OTHER"), state("j"))).not.toBe(copy);
    expect(synced(testSession(), KEY, state("j"))).not.toBe(copy);
    expect(copy.value).toEqual(state("i"));
  });
});

function fail(message: string): never {
  throw new Error(message);
}
