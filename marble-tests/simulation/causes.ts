import { CloseCode } from "ws-sync-rx";
import type { Wire } from "./ends.ts";
import type { Link, Way } from "./network.ts";
import type { Watch } from "./violation.ts";

/** Whose a line is. */
interface Owner {
  readonly link: Link;
  readonly session: string;
  readonly version: 1 | 2;
}

/** What is known of the world at a moment. */
export interface CauseWorld {
  /** the page at the client's end of a line that was just opened */
  pageOf(link: Link): { readonly sessionId: string; readonly version: 1 | 2 } | undefined;
  /** whether the page at its end is closed, or stops */
  isLeft(link: Link): boolean;
  /** whether the server at its end has been asked to stop */
  isStopping(link: Link): boolean;
}

/** codes that an end gives to a line on which something does not come through */
const DEAD = new Set<number>([
  CloseCode.heartbeat,
  CloseCode.handshakeTimeout,
  CloseCode.slowConsumer,
  CloseCode.abnormal,
]);

/** Knows why lines may end, and says when one is closed though nothing has happened to it: I10. And when a page stays away that nobody has sent away: I9. */
export class Causes {
  readonly #world: CauseWorld;
  readonly #watch: Watch;
  readonly #owners = new Map<Link, Owner>();
  /** those that were told to stay away, by the host of the page */
  readonly #sentAway = new WeakSet<object>();

  constructor(world: CauseWorld, watch: Watch) {
    this.#world = world;
    this.#watch = watch;
  }

  see(link: Link, way: Way, wire: Wire): void {
    this.#know(link);
    if (way === "down" && wire.kind === "frames" && String(wire.frames[0]).startsWith('{"type":"_DISCONNECT"'))
      this.#sentAway.add(link.client);
    if (wire.kind !== "close" || wire.answers === true) return;
    const { code } = wire;
    if (!(way === "down" ? this.#serverMay(link, code) : this.#clientMay(link, code)))
      this.#watch.fail("I10", `line ${link.id} was closed with ${code} (${way}) for no reason: ${wire.reason}`);
  }

  /** A page gives up, or is told to. */
  ended(page: { readonly name: string; readonly host: object }, reason: string | undefined): void {
    if (!this.#sentAway.has(page.host))
      this.#watch.fail("I9", `${page.name} stays away, though nobody has sent it away: ${reason ?? ""}`);
  }

  #know(link: Link): void {
    if (this.#owners.has(link)) return;
    const page = this.#world.pageOf(link);
    if (page !== undefined) this.#owners.set(link, { link, session: page.sessionId, version: page.version });
  }

  #serverMay(link: Link, code: number): boolean {
    if (code === CloseCode.normal) return this.#isReplaced(link);
    if (code === CloseCode.restart || code === CloseCode.sessionEnded) return this.#world.isStopping(link);
    return DEAD.has(code) && link.troubled;
  }

  #clientMay(link: Link, code: number): boolean {
    if (code === CloseCode.normal) return this.#world.isLeft(link) || this.#sentAway.has(link.client);
    return DEAD.has(code) && link.troubled;
  }

  /** Whether another line takes its place: a later one of the same page, or, where one of them is of version 1, of the same session. */
  #isReplaced(link: Link): boolean {
    const owner = this.#owners.get(link);
    for (const other of this.#owners.values()) {
      if (other.link === link || other.session !== owner?.session) continue;
      // what was held up on the way may come in after what was sent later
      const isLater = other.link.id > link.id || other.link.troubled;
      const shares = other.link.client !== link.client && other.version === 2 && owner.version === 2;
      if (isLater && !shares) return true;
    }
    return false;
  }
}
