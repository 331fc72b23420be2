import type { Session } from "ws-sync-rx";
import { checkClient, checkServer } from "./bounds.ts";
import type { Wire } from "./ends.ts";
import type { Link, Way } from "./network.ts";
import { OutcomesWatch } from "./outcomes-watch.ts";
import type { Watch } from "./violation.ts";

/** The world, as far as bounds are concerned. */
export interface BoundedWorld {
  readonly tabs: readonly { readonly name: string; readonly host: object; readonly session: Session }[];
  readonly server: { readonly sessions: ReadonlyMap<Session, unknown> } | undefined;
}

/** Looks at what everybody holds, whenever something is sent: I4. */
export class BoundsWatch {
  readonly #world: BoundedWorld;
  readonly #watch: Watch;
  readonly #outcomes = new OutcomesWatch();

  constructor(world: BoundedWorld, watch: Watch) {
    this.#world = world;
    this.#watch = watch;
  }

  see({ client }: Link, way: Way, wire: Wire): void {
    if (wire.kind !== "frames") return;
    const tab = this.#world.tabs.find(({ host }) => host === client);
    if (way === "up") {
      if (tab !== undefined) checkClient(tab.name, tab.session, this.#watch);
      return;
    }
    for (const session of this.#sessions) checkServer(session, this.#watch);
    const frame = String(wire.frames[0]);
    if (tab === undefined || !frame.startsWith('{"type":"_REPLY"')) return;
    const replies = this.#peers.find(({ hello }) => hello.client === tab.session.introduction.client)?.replies;
    if (replies !== undefined) this.#outcomes.answered(replies, frame);
  }

  /** Whether what a server should have forgotten is forgotten. It must be the last that is asked of it. */
  checkOutcomes(): void {
    this.#outcomes.check(new Set(this.#peers.map(({ replies }) => replies)), this.#watch);
  }

  get #sessions(): readonly Session[] {
    return [...(this.#world.server?.sessions.keys() ?? [])];
  }

  get #peers(): readonly NonNullable<Session["lines"][number]["peer"]>[] {
    return this.#sessions.flatMap(({ lines }) => lines.flatMap(({ peer }) => peer ?? []));
  }
}
