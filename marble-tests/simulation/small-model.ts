import type { Edit } from "./doc.ts";
import type { Model } from "./explore.ts";
import type { Wire } from "./ends.ts";
import type { Link } from "./network.ts";
import { type Part, persistentSteps } from "./persistent.ts";
import { checkLive, checkRest, stop } from "./rest.ts";
import { smallState } from "./small-state.ts";
import type { Violation } from "./violation.ts";
import { WireChecks } from "./wire-checks.ts";
import { World } from "./world.ts";

/** What goes wrong, once, at any moment. */
export type Fault = "cut" | "restart" | "takeover";
export const FAULTS: readonly Fault[] = ["cut", "restart", "takeover"];

/** What each client writes, in order. */
export type Writes = readonly (readonly Edit["kind"][])[];

/** Each adds to a number, which does not go together with what the other adds, and puts a row at the same place. */
export function smallWrites(count: number): Writes {
  const kinds = (["add", "push"] as const).slice(0, count);
  return [kinds, kinds];
}

/** How much is taken to be the same. */
export interface SmallOptions {
  /** whether two states are the same only where each part has done the same in the same order, and not also where they look the same @default false */
  readonly exact?: boolean;
  /** whether orders that come to the same are tried all the same @default false */
  readonly full?: boolean;
}

const SERVER = "server";
/** ms until both clients are live, before anything happens */
const BEGINNING = 100;

/**
 * Two clients, a server, and one fault: all that is exhausted here is every order of these steps, up to orders that come to the same.
 *
 * ```
 * client   write   it makes its next write
 *          down    it receives the next frame of its line
 *          break   it notices that its line is broken, what was under way to it is lost (cut, takeover: the first client; restart: each)
 *          return  it dials, and the line opens with the server's hello
 * server   up      it receives the next frame of one of its lines, such as its client has left included
 *          lose    it notices that the first client's line is broken (cut), what was under way to it is lost
 *          die     it dies and begins anew, with the state as it is (restart); then the clients return
 * ```
 *
 * What is not varied: both clients are live when it begins; time stands still until nothing can happen any more (then a minute passes, and
 * everything is looked at as after a schedule), so no timer that is not due at once runs out in between; the opening of a line is one
 * step up to the server's hello, pings are answered at once; what is sent on a line that breaks arrives up to any point, in order. A step is all that an
 * end does with a frame.
 *
 * The parts share nothing but the lines, so that `persistentSteps` may leave out orders that come to the same.
 */
export class SmallModel implements Model {
  readonly #world: World;
  readonly #writes: Writes;
  readonly #fault: Fault;
  readonly #made: number[];
  readonly #broken: boolean[];
  readonly #returned: boolean[];
  /** what each part has done so far */
  readonly #past: string[];
  readonly #options: SmallOptions;
  #failed = false;

  constructor(writes: Writes, fault: Fault, options: SmallOptions = {}) {
    this.#options = options;
    this.#writes = writes;
    this.#made = writes.map(() => 0);
    this.#broken = writes.map(() => false);
    this.#returned = writes.map(() => false);
    this.#past = [...writes.map(() => ""), ""];
    this.#fault = fault;
    this.#world = new World(1, writes.length, (link, way, wire) => {
      checks.see(link, way, wire);
    });
    const checks = new WireChecks(this.#world.watch, () => this.#world.clock.now);
    this.#world.pass(BEGINNING);
    for (const { session } of this.#world.tabs)
      if (session.status.phase !== "live") throw new Error("The small model does not begin as it should.");
    this.#world.network.hold();
  }

  choices(): readonly string[] {
    const parts = [...this.#writes.map((_, who) => this.#client(who)), this.#server()];
    return this.#options.full === true ? parts.flatMap(({ steps }) => steps) : persistentSteps(parts);
  }

  #client(who: number): Part {
    const link = this.#link(who);
    const steps: string[] = [];
    if ((this.#made[who] ?? 0) < (this.#writes[who]?.length ?? 0)) steps.push(`write ${who}`);
    if (link !== undefined && link.down.held.length > 0) steps.push(`down ${who}`);
    const breaks = this.#breaks(who) && this.#broken[who] === false;
    if (breaks) steps.push(`break ${who}`);
    const returns = this.#broken[who] === true && this.#returned[who] === false;
    const mayReturn = this.#fault !== "restart" || this.#failed;
    if (returns && mayReturn) steps.push(`return ${who}`);
    const waits = returns ? !mayReturn : link?.down.held.length === 0;
    return { steps, waitsFor: waits ? [this.#writes.length] : [] };
  }

  #server(): Part {
    const links = this.#links().filter(({ server, up }) => !server.dead && !up.lost);
    const steps = links.flatMap(({ id, up }) => (up.held.length > 0 ? [`up ${id}`] : []));
    if (!this.#failed && this.#fault === "restart") steps.push(`die ${SERVER}`);
    if (!this.#failed && this.#fault === "cut") steps.push(`lose ${SERVER}`);
    const waitsFor = [...this.#writes.keys()].filter((who) => {
      const link = this.#link(who);
      const isComing = this.#breaks(who) && this.#returned[who] === false;
      return isComing || links.some((each) => each === link && each.up.held.length === 0);
    });
    return { steps, waitsFor };
  }

  /** Whether a client's line breaks, sooner or later. */
  #breaks(who: number): boolean {
    return this.#fault === "restart" || who === 0;
  }

  take(choice: string): void {
    const [what = "", which = ""] = choice.split(" ");
    const who = Number(which);
    const part = what === "up" || which === SERVER ? this.#writes.length : who;
    let done = what;
    if (what === "write") this.#write(who);
    else if (what === "down") this.#link(who)?.down.step();
    else if (what === "break") {
      this.#broken[who] = true;
      this.#link(who)?.breakAt("client");
    } else if (what === "return") {
      this.#returned[who] = true;
      this.#world.tab(who)?.wake();
    } else if (what === "up") {
      const from = this.#links().find(({ id }) => id === who);
      done = `up ${which} ${JSON.stringify(from?.up.held[0])}`;
      from?.up.step();
    } else {
      this.#failed = true;
      if (what === "die") this.#world.die(true, 0);
      else this.#world.network.links(this.#host(0))[0]?.breakAt("server");
    }
    this.#past[part] = `${this.#past[part] ?? ""},${done}`;
    this.#settle();
  }

  /** What is due now belongs to the step, and so does the opening of a line. */
  #settle(): void {
    this.#world.pass(0);
    for (const { up, down } of this.#links()) {
      for (const pipe of [up, down]) {
        while (isOpening(pipe.held[0])) {
          pipe.step();
          this.#world.pass(0);
        }
      }
    }
  }

  fingerprint(): string {
    const past = this.#past;
    if (this.#options.exact === true) return past.join("|");
    const progress = this.#made.map((made, who) => [made, this.#broken[who], this.#returned[who]]);
    return smallState(this.#world, progress, past.at(-1) ?? "");
  }

  failure(): Violation | undefined {
    return this.#world.watch.violations[0];
  }

  verdict(): Violation | undefined {
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

  #host(who: number): Link["client"] {
    const tab = this.#world.tab(who);
    if (tab === undefined) throw new Error(`There is no client ${who}.`);
    return tab.host;
  }

  #link(who: number): Link | undefined {
    return this.#world.network.link(this.#host(who));
  }

  #links(): readonly Link[] {
    return this.#world.network.all();
  }
}

/** The opening of a line, the server's first word included. */
function isOpening(wire: Wire | undefined): boolean {
  if (wire?.kind === "frames") return String(wire.frames[0]).startsWith('{"type":"_HELLO","data":{"limits"');
  return wire?.kind === "open" || wire?.kind === "ping" || wire?.kind === "pong";
}
