import type { Edit } from "./doc.ts";
import type { Model } from "./explore.ts";
import type { Wire } from "./ends.ts";
import type { Link } from "./network.ts";
import { checkLive, checkRest, stop } from "./rest.ts";
import { World } from "./world.ts";

/** What goes wrong, once, at any moment. */
export type Fault = "cut" | "restart" | "takeover";

/** both put a row at the same place, and count: the first does not commute with the other's, the second neither */
export const SMALL_WRITES: readonly (readonly Edit["kind"][])[] = [
  ["add", "push"],
  ["add", "push"],
];

/** ms until a client that was cut has come back, whatever its chance */
const RETURN = 600;
/** a client that waits for something longer than this many times is not going to get it */
const MOST_WAITS = 12;

/** Two clients that write twice each, and a fault; every frame is delivered when the explorer says so. */
export class SmallModel implements Model {
  readonly #world: World;
  readonly #writes: readonly (readonly Edit["kind"][])[];
  readonly #fault: Fault;
  readonly #made: number[];
  #failed = false;
  #waits = 0;

  constructor(writes: readonly (readonly Edit["kind"][])[], fault: Fault) {
    this.#writes = writes;
    this.#made = writes.map(() => 0);
    this.#fault = fault;
    this.#world = new World(1, writes.length, () => undefined);
    this.#world.pass(3_000);
    this.#world.network.hold();
  }

  choices(): readonly string[] {
    const acts = this.#writes.flatMap((_, who) => (this.#hasWrites(who) ? [`write ${who}`] : []));
    const fault = this.#failed ? [] : [this.#fault];
    const deliveries: string[] = [];
    for (const [who, tab] of this.#world.tabs.entries()) {
      for (const link of this.#world.network.links(tab.host)) {
        if (link.down.held.length > 0) {
          // nothing that may still happen could tell whether it came before or after this
          if (!this.#hasWrites(who) && !this.#isInDanger(who)) return [`down ${link.id}`];
          deliveries.push(`down ${link.id}`);
        }
        if (link.up.held.length > 0) deliveries.push(`up ${link.id}`);
      }
    }
    const now = [...acts, ...fault, ...deliveries];
    // time passes once after the fault, at any moment: then the client comes back; after that only when nothing else can happen
    const waits = now.length === 0 && this.#waits < MOST_WAITS && !this.#idle();
    return this.#failed && (this.#waits === 0 || waits) ? [...now, "time"] : now;
  }

  #hasWrites(who: number): boolean {
    return (this.#made[who] ?? 0) < (this.#writes[who]?.length ?? 0);
  }

  /** Whether the fault, or what follows from it, may still touch a client's line. */
  #isInDanger(who: number): boolean {
    return (who === 0 || this.#fault === "restart") && this.#waits === 0;
  }

  take(id: string): void {
    const [what = "", which = ""] = id.split(" ");
    if (what === "time") {
      this.#waits += 1;
      this.#world.pass(RETURN);
    } else if (what === "write") this.#write(Number(which));
    else if (what === this.#fault) this.#fail();
    else {
      const link = this.#links().find((each) => each.id === Number(which));
      const pipe = what === "up" ? link?.up : link?.down;
      // the handshake is one step
      const all = pipe !== undefined && isGreeting(pipe.held[0]);
      do pipe?.step();
      while (all && isGreeting(pipe.held[0]));
    }
    this.#settle();
  }

  /** What is due now belongs to the step, and so do pings, which only say that something has arrived. */
  #settle(): void {
    this.#world.pass(0);
    for (const { up, down } of this.#links()) {
      for (const pipe of [up, down]) {
        while (pipe.held[0]?.kind === "ping" || pipe.held[0]?.kind === "pong") pipe.step();
      }
    }
    this.#world.pass(0);
  }

  signature(): string {
    const world = this.#world;
    const tabs = world.tabs.map(({ session, doc }) => [
      session.status,
      doc.value,
      doc.position,
      session.outbox.entries,
    ]);
    const links = this.#links().map(({ id, up, down, clientEnd, serverEnd }) => {
      return [id, up.held, down.held, clientEnd.ended, serverEnd.ended];
    });
    const outcomes = [...world.oracle.requests.values()].map(({ token, outcome }) => [token, outcome]);
    return JSON.stringify([world.store.doc, this.#made, this.#failed, this.#waits, tabs, links, outcomes]);
  }

  verdict(): Error | undefined {
    const world = this.#world;
    world.network.release();
    world.pass(60_000);
    checkLive(world);
    checkRest(world);
    stop(world);
    return world.watch.violations[0];
  }

  #write(who: number): void {
    const kind = this.#writes[who]?.[this.#made[who] ?? 0];
    this.#made[who] = (this.#made[who] ?? 0) + 1;
    if (kind !== undefined) this.#world.tab(who)?.write({ kind, at: 0 });
  }

  #fail(): void {
    this.#failed = true;
    if (this.#fault === "restart") this.#world.crash(true, 1, false);
    else this.#world.link(0)?.cut({ client: true, server: this.#fault === "cut" });
  }

  #links(): readonly Link[] {
    return this.#world.tabs.flatMap(({ host }) => this.#world.network.links(host));
  }

  #idle(): boolean {
    return this.#world.tabs.every(({ session, open }) => session.status.phase === "live" && open === 0);
  }
}

const GREETING = /^\{"type":"(?:_HELLO|_SET|_READY)/;

function isGreeting(wire: Wire | undefined): boolean {
  if (wire?.kind === "open") return true;
  return wire?.kind === "frames" && GREETING.test(String(wire.frames[0]));
}
