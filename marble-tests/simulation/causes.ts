import { CloseCode } from "ws-sync-rx";
import type { Wire } from "./ends.ts";
import type { Link, Way } from "./network.ts";
import type { Watch } from "./violation.ts";

/** The page at the client's end of a line. */
export interface LinePage {
  readonly sessionId: string;
  readonly version: 1 | 2;
  readonly session: { readonly introduction: { readonly client: string } };
}

/** What is known of the world at a moment. */
export interface CauseWorld {
  /** the page at the client's end of a line that was just opened */
  pageOf(link: Link): LinePage | undefined;
  /** ms */
  now(): number;
  /** whether the page at its end is closed, or stops */
  isLeft(link: Link): boolean;
  /** whether the server at its end has been asked to stop */
  isStopping(link: Link): boolean;
  /** whether a server waits in vain to be told whose a line is */
  looksUp(): boolean;
}

/** codes that an end gives to a line on which something does not come through */
const DEAD = new Set<number>([
  CloseCode.heartbeat,
  CloseCode.handshakeTimeout,
  CloseCode.slowConsumer,
  CloseCode.abnormal,
]);

const UNHEARD = "too many frames before anybody listened";

/** ms that the slowest way takes */
const SLOWEST = 300;

/** Knows why lines may end, and says when one is closed though nothing has happened to it: I10. And when a page stays away that nobody has sent away: I9. */
export class Causes {
  readonly #world: CauseWorld;
  readonly #watch: Watch;
  readonly #owners = new Map<Link, LinePage>();
  /** when a client said on a line who it is */
  readonly #introducedAt = new WeakMap<Link, number>();
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
    this.#noteFirst(link, way, wire);
    if (wire.kind !== "close" || wire.answers === true) return;
    const { code } = wire;
    if (!(way === "down" ? this.#serverMay(link, code, wire.reason) : this.#clientMay(link, code)))
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
    if (page !== undefined) this.#owners.set(link, page);
  }

  #noteFirst(link: Link, way: Way, wire: Wire): void {
    if (way !== "up" || wire.kind !== "frames" || this.#introducedAt.has(link)) return;
    const frame = String(wire.frames[0]);
    if (/^\{"type":"_(?:HELLO|USER_SESSION)"/.test(frame)) this.#introducedAt.set(link, this.#world.now());
  }

  #serverMay(link: Link, code: number, reason: string): boolean {
    // as the original does with a client that was asked who it is, and says anything else: it may not have heard the question
    const isUnknown = !this.#introducedAt.has(link) && (link.up.troubled || link.down.troubled);
    if (code === CloseCode.normal) return isUnknown || this.#isReplaced(link);
    if (code === CloseCode.restart || code === CloseCode.sessionEnded) return this.#world.isStopping(link);
    if (code === CloseCode.handshakeTimeout && this.#world.looksUp()) return true;
    // there is a bound for what an old client says before it is known who it is
    if (reason === UNHEARD) return this.#owners.get(link)?.version === 1;
    return DEAD.has(code) && link.troubled;
  }

  #clientMay(link: Link, code: number): boolean {
    if (code === CloseCode.normal) return this.#world.isLeft(link) || this.#sentAway.has(link.client);
    return DEAD.has(code) && link.troubled;
  }

  #introduced(link: Link): number {
    return this.#introducedAt.get(link) ?? -Infinity;
  }

  /** Whether another line takes its place: a later one of the same client, or, where one of them is of version 1, of the same session. */
  #isReplaced(link: Link): boolean {
    const owner = this.#owners.get(link);
    for (const [other, page] of this.#owners) {
      if (other === link || page.sessionId !== owner?.sessionId) continue;
      // what was held up on the way may come in after what was sent later, and a page may take its time to say who it is
      const isIntroduced = this.#introduced(other) > this.#introduced(link) - SLOWEST;
      const isLater = isIntroduced || other.id > link.id || other.troubled;
      // a page that takes over what another has left goes by its name
      const isSame = page.session.introduction.client === owner.session.introduction.client;
      if (isLater && (isSame || page.version === 1 || owner.version === 1)) return true;
    }
    return false;
  }
}
