import { BoundsWatch } from "./bounds-watch.ts";
import { Causes } from "./causes.ts";
import { Clock, Host } from "./clock.ts";
import { Disk, type DiskFault } from "./disk.ts";
import { type Edit, recipeOf, targetOf } from "./doc.ts";
import { Kept } from "./kept.ts";
import { LookUps } from "./look-ups.ts";
import { FREE_ROUTE, type Link, Network, type Tap } from "./network.ts";
import { Oracle } from "./oracle.ts";
import { watchOutflows } from "./outflow-watch.ts";
import { watchRings } from "./ring-watch.ts";
import { SimServer } from "./sim-server.ts";
import { Store } from "./store.ts";
import { type Identity, Tab } from "./tab.ts";
import { TaskLog } from "./task-log.ts";
import { Watch } from "./violation.ts";

/** more pages than this are not opened */
const MOST_TABS = 6;
const CELLS = 200;
/** ms that a slow disk takes */
const SLOW_DISK = 40;
/** ms that a page needs until it is live, where nothing is in the way */
const OPENING = 100;
/** ms that a short task takes */
const RIVAL = 30;

/** A server, its clients and the network between them, all in virtual time: the real engine in a world that can do anything to it. */
export class World {
  readonly clock = new Clock();
  readonly watch = new Watch();
  readonly oracle = new Oracle(() => this.clock.now, this.watch);
  readonly network: Network;
  readonly kept: Kept | undefined;
  readonly tasks = new TaskLog(this.watch);
  readonly lookUps = new LookUps(this.clock);
  readonly causes = new Causes(
    {
      now: () => this.clock.now,
      pageOf: ({ client }) => this.tabs.find(({ host }) => host === client),
      isLeft: ({ client }) => this.tabs.find(({ host }) => host === client)?.closed ?? true,
      looksUp: () => this.lookUps.hangs,
      isStopping: ({ server }) => this.stopped.some(({ host }) => host === server),
    },
    this.watch,
  );
  readonly bounds = new BoundsWatch(this, this.watch);
  store = new Store(this.oracle);
  server: SimServer | undefined;
  /** servers that were asked to stop */
  readonly stopped: SimServer[] = [];
  /** every page that is open */
  tabs: Tab[] = [];
  readonly #seed: number;
  #lives = 0;
  #pages = 0;
  #changes = 0;

  /** @param keeps whether pages keep their outboxes beyond their end */
  constructor(seed: number, clients: number, tap: Tap, keeps = false) {
    this.#seed = seed;
    this.kept = keeps
      ? new Kept(new Disk(new Host(this.clock), seed % 2 === 0 ? 2 : SLOW_DISK), this.oracle, this.watch)
      : undefined;
    const seen: Tap = (link, way, wire) => {
      this.causes.see(link, way, wire);
      this.bounds.see(link, way, wire);
      tap(link, way, wire);
    };
    this.network = new Network(new Host(this.clock), seen, this.watch);
    watchRings(this.watch);
    watchOutflows(this.watch);
    this.startServer();
    for (let index = 0; index < clients; index += 1) this.open({ user: "u", session: `t${index}` });
  }

  pass(ms: number): void {
    this.clock.pass(ms);
  }

  /** A page, by a number; the one that was opened last for a negative one. */
  tab(who: number): Tab | undefined {
    if (who < 0) return this.tabs.at(-1);
    return this.tabs[who % Math.max(1, this.tabs.length)];
  }

  link(who: number): Link | undefined {
    const tab = this.tab(who);
    return tab === undefined ? undefined : this.network.link(tab.host);
  }

  /** Opens a page. */
  open(identity: Identity, version: 1 | 2 = 2): Tab | undefined {
    if (this.tabs.length >= MOST_TABS) return undefined;
    this.#pages += 1;
    const name = `c${this.#pages}`;
    const host = new Host(this.clock);
    const seed = this.#seed + this.#pages;
    const tab = new Tab(
      name,
      host,
      identity,
      this.network,
      this.oracle,
      this.tasks,
      seed,
      version,
      this.watch,
      version === 2 ? this.kept : undefined,
    );
    this.tabs.push(tab);
    tab.session.status$.subscribe(({ phase, reason }) => {
      if (phase === "ended" && !tab.closed) this.causes.ended(tab, reason);
    });
    return tab;
  }

  /** Closes a page, and opens it again as the same client or as another. `late`: what it sent arrives after the new page's first words. */
  reload(who: number, late: boolean, other: boolean): void {
    const tab = this.tab(who);
    if (tab === undefined) return;
    this.#leave(tab, late);
    this.open(other ? { ...tab.identity, session: `${tab.identity.session}'` } : tab.identity);
  }

  /** A page of an older release, with the same ids, takes the session for a while: those of version 2 are sent away. */
  takeOver(who: number, ms: number): void {
    const tab = this.tab(who);
    const old = tab === undefined ? undefined : this.open(tab.identity, 1);
    if (old !== undefined)
      this.clock.after(ms, () => {
        this.#leave(old, false);
      });
  }

  /** The server's own program changes the state. */
  change(edit: Edit): void {
    const { doc } = this.store;
    this.#changes += 1;
    this.store.change(recipeOf(edit, `s${this.#changes}`, targetOf(edit, doc))(doc));
  }

  /** Many changes of some size, one right after the other. */
  burst(count: number, size: number): void {
    for (let index = 0; index < count; index += 1) {
      this.#changes += 1;
      const note = `s${this.#changes} ${"x".repeat(size)}${index}`;
      this.store.change({ ...this.store.doc, note });
    }
  }

  /** The server sends a session events that no later one takes the place of, while its pages do not read. */
  flood(who: number, count: number, size: number, ms: number): void {
    const to = this.tab(who)?.sessionId;
    if (to === undefined) return;
    for (const [index, { sessionId }] of this.tabs.entries())
      if (sessionId === to) this.reroute(index, { rate: { ...FREE_ROUTE.rate, down: 0 } }, ms);
    this.server?.send(to, count, size);
  }

  /** Something is wrong with what a page's browser keeps. */
  failDisk(who: number, fault: DiskFault, ms: number): void {
    const tab = this.tab(who);
    if (tab !== undefined) this.kept?.fail(tab.sessionId, fault, ms);
  }

  /** Many cells change, so many times. */
  sweep(count: number): void {
    const cells = Array.from({ length: CELLS }, (_, index) => `a cell of ${index}, which has a text of some length`);
    this.store.change({ ...this.store.doc, cells });
    for (let round = 0; round < count; round += 1) {
      const next = cells.map((cell, index) => (index % 2 === 0 ? `${round}` : cell));
      this.store.change({ ...this.store.doc, cells: next });
    }
    this.store.change({ ...this.store.doc, cells: [] });
  }

  /** The process dies. Its lines break, or, when it takes the machine with it, are just silent. */
  crash(keeps: boolean, ms: number, silent: boolean): void {
    const { server } = this;
    if (server === undefined) return;
    this.die(keeps, ms);
    for (const link of this.network.all()) {
      if (link.server === server.host) link.cut({ client: !silent, server: false });
    }
  }

  /** The process dies, and nobody notices it yet; what it had sent is still under way. */
  die(keeps: boolean, ms: number): void {
    const { server } = this;
    if (server === undefined) return;
    this.#gone(keeps, ms);
    server.host.kill();
    for (const link of this.network.all()) if (link.server === server.host) link.up.lose();
    this.tasks.lost(server);
  }

  /** The process is asked to stop, and stops. */
  drain(keeps: boolean, ms: number): void {
    const { server } = this;
    if (server === undefined) return;
    this.#gone(keeps, ms);
    this.stopped.push(server);
    server.stop();
  }

  /**
   * Two pages of one client's session run the same task, one after the other, and the first cancels its own when it may be over.
   *
   * @param gap ms from the first start to the second; the first takes `RIVAL` ms
   * @param late ms from the second start to the cancel
   */
  rivals(who: number, gap: number, late: number): void {
    const first = this.tab(who);
    const second = first === undefined ? undefined : this.open(first.identity);
    if (first === undefined || second === undefined) return;
    this.clock.after(OPENING, () => first.startTask(RIVAL, false));
    this.clock.after(OPENING + gap, () => second.startTask(RIVAL * 30, false));
    this.clock.after(OPENING + gap + late, () => first.cancelTask());
  }

  freeze(who: number, ms: number): void {
    const tab = this.tab(who);
    if (tab === undefined || tab.host.frozen) return;
    tab.host.freeze();
    this.clock.after(ms, () => {
      this.#thaw(tab);
    });
  }

  /** The network of a page is changed, for a while. */
  reroute(who: number, route: Partial<typeof FREE_ROUTE>, ms: number): void {
    const tab = this.tab(who);
    if (tab === undefined) return;
    this.network.setRoute(tab.host, { ...this.network.route(tab.host), ...route });
    this.clock.after(ms, () => {
      if (tab.closed) return;
      this.network.setRoute(tab.host, FREE_ROUTE);
      tab.wake();
    });
  }

  #leave(tab: Tab, late: boolean): void {
    if (tab.closed) return;
    tab.kill();
    this.tabs = this.tabs.filter((each) => each !== tab);
    for (const link of this.network.links(tab.host)) {
      if (late) link.up.stall(400);
      link.up.send(late ? { kind: "reset" } : { kind: "close", code: 1001, reason: "" }, 0);
    }
    this.network.drop(tab.host);
  }

  /** No fault is left but those that nobody has noticed yet. */
  heal(): void {
    this.startServer();
    this.lookUps.heal();
    this.kept?.heal();
    // it cannot notice that a line is dead
    for (const tab of this.tabs) if (tab.version === 1) this.#leave(tab, false);
    for (const tab of this.tabs) {
      this.network.setRoute(tab.host, FREE_ROUTE);
      this.#thaw(tab);
      // the person asks for it again, and finds what was not answered still there
      if (tab.away) tab.join();
    }
  }

  startServer(): void {
    if (this.server !== undefined) return;
    this.#lives += 1;
    const host = new Host(this.clock);
    const server = new SimServer(host, this.#seed * 31 + this.#lives, this.store, this.tasks, this.lookUps);
    this.server = server;
    this.network.serve({
      host,
      accept: (connection) => {
        server.accept(connection);
      },
    });
  }

  #gone(keeps: boolean, ms: number): void {
    this.server = undefined;
    this.network.serve(undefined);
    if (!keeps) {
      this.oracle.lost();
      this.store = new Store(this.oracle);
    }
    this.clock.after(ms, () => {
      this.startServer();
    });
  }

  #thaw(tab: Tab): void {
    if (!tab.host.frozen) return;
    tab.host.thaw();
    if (!tab.closed) tab.wake();
  }
}
