import type { Edit } from "./doc.ts";
import type { Choice, Model } from "./explore.ts";
import type { Link } from "./network.ts";
import { checkLive, checkRest, stop } from "./rest.ts";
import { World } from "./world.ts";

/** What goes wrong, once, at any moment. */
export type Fault = "cut" | "restart" | "takeover";

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

  choices(): readonly Choice[] {
    const acts = this.#writes.flatMap((kinds, who) =>
      (this.#made[who] ?? 0) < kinds.length ? [{ id: `write ${who}`, place: `client ${who}` }] : [],
    );
    const fault = this.#failed ? [] : [{ id: this.#fault, place: "all" }];
    const deliveries = this.#links().flatMap(({ link, who }) => [
      ...(link.up.held.length > 0 ? [{ id: `up ${link.id}`, place: "server" }] : []),
      ...(link.down.held.length > 0 ? [{ id: `down ${link.id}`, place: `client ${who}` }] : []),
    ]);
    const now = [...acts, ...fault, ...deliveries];
    // time passes when nothing else can happen, and once after the fault, at any moment: then the client comes back
    if (
      (now.length === 0 && this.#waits > 0 && this.#waits < MOST_WAITS && !this.#idle()) ||
      (this.#failed && this.#waits === 0)
    )
      return [...now, { id: "time", place: "all" }];
    return now;
  }

  take(id: string): void {
    const [what = "", which = ""] = id.split(" ");
    if (what === "time") {
      this.#waits += 1;
      this.#world.pass(RETURN);
    } else if (what === "write") this.#write(Number(which));
    else if (what === this.#fault) this.#fail();
    else {
      const { link } = this.#links().find((each) => each.link.id === Number(which)) ?? {};
      if (what === "up") link?.up.step();
      else link?.down.step();
    }
    // what is due now belongs to the step
    this.#world.pass(0);
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

  #links(): readonly { readonly link: Link; readonly who: number }[] {
    return this.#world.tabs.flatMap((tab, who) => this.#world.network.links(tab.host).map((link) => ({ link, who })));
  }

  #idle(): boolean {
    return this.#world.tabs.every(({ session, open }) => session.status.phase === "live" && open === 0);
  }
}
