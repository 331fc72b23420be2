import { applyPatch } from "../patch/apply-patch.ts";
import { commute } from "../patch/commute.ts";
import { createPatch } from "../patch/create-patch.ts";
import type { PatchOperation } from "../patch/operation.ts";
import type { Differ } from "../patch/update.ts";
import { formatPointer } from "../patch/pointer.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { placesOf, valueAt } from "./doubt.ts";
import type { FeedUpdate, SnapshotUpdate } from "./feed.ts";
import { InFlight, type Receipts } from "./in-flight.ts";
import type { Position } from "../protocol/position.ts";
import { writeOf } from "./write.ts";

/** What a line has to be sent: an update that is the same for all lines, operations for this line alone, or nothing. */
export type Correction<S> =
  | { readonly kind: "shared"; readonly update: FeedUpdate<S> }
  | { readonly kind: "own"; readonly operations: readonly PatchOperation[] }
  | undefined;

/**
 * What the server believes one line's client to have.
 *
 * ```
 * client   write w ────────────►  belief + w, so the delta that w causes is not sent back: no echo
 *          ◄──────────── delta d  d was sent before w arrived and may not have arrived when w was made: w and d *cross*
 * ```
 *
 * When two that cross do not commute, the client may have applied them the other way round. Then the touched places are *in doubt*,
 * and are stated again (`settle`), last, so that both ends end equal.
 */
export class Belief<S> {
  readonly #inFlight: InFlight;
  readonly #differ: Differ;
  #known: { readonly state: S; readonly position: Position } | undefined;
  /** what was written across something that was under way, and what that was */
  #doubts: PatchOperation[] = [];
  #crossed: PatchOperation[] = [];

  constructor(receipts: Receipts, differ: Differ = createPatch) {
    this.#inFlight = new InFlight(receipts);
    this.#differ = differ;
  }

  /** Whether some place must be stated again. */
  get doubtful(): boolean {
    return this.#doubts.length > 0;
  }

  /** What the client needs after the feed has moved on. */
  advance(update: FeedUpdate<S>): Correction<S> {
    const known = this.#known;
    if (known === undefined) return this.whole(update);
    if (update.position.version <= known.position.version) return undefined;
    const shared = known.state === update.before;
    if (shared && update.kind === "snapshot") return this.whole(update);
    const operations = shared && update.kind === "delta" ? update.operations : this.#differ(known.state, update.state);
    if (this.doubtful && !commute(this.#doubts, operations)) return this.settle(update);
    if (!shared) return this.#own(update, operations);
    this.#know(update);
    this.#inFlight.addDelta(operations);
    return { kind: "shared", update };
  }

  /** Takes it that the client has this state, without sending it. */
  assume(current: SnapshotUpdate<S>): void {
    this.#know(current);
  }

  /**
   * The client has changed its own copy.
   *
   * @returns whether the change fits; if not, the client must be sent the whole state
   */
  wrote(event: SyncEvent): boolean {
    const known = this.#known;
    try {
      const write = writeOf(event);
      if (known !== undefined) this.#known = { state: write.applyTo(known.state), position: known.position };
      this.#doubt(write.operations);
      return known !== undefined;
    } catch {
      return false;
    }
  }

  /** States the doubtful places as they are now, and whatever else differs. */
  settle(current: FeedUpdate<S>): Correction<S> {
    const known = this.#known;
    const places = placesOf(this.#doubts, current.state, this.#crossed);
    if (known === undefined || places.some((place) => place.length === 0)) return this.whole(current);
    const stated: PatchOperation[] = places.map((place) => ({
      op: "replace",
      path: formatPointer(place),
      value: valueAt(current.state, place),
    }));
    try {
      const operations = [...stated, ...this.#differ(applyPatch(known.state, stated), current.state)];
      this.#doubts = [];
      this.#crossed = [];
      return this.#own(current, operations);
    } catch {
      return this.whole(current);
    }
  }

  /** The whole state, whatever the client has. */
  whole(current: FeedUpdate<S>): Correction<S> {
    this.#know(current);
    this.#doubts = [];
    this.#crossed = [];
    this.#inFlight.addWhole();
    return { kind: "shared", update: current.kind === "snapshot" ? current : { ...current, kind: "snapshot" } };
  }

  /** Must be called once what the last correction asked for has been sent. */
  flushed(): void {
    this.#inFlight.flushed();
  }

  /** Keeps no more than the state: an update also holds on to the one before. */
  #know({ state, position }: FeedUpdate<S>): void {
    this.#known = { state, position };
  }

  /** Operations for this line alone; a difference that is the whole state goes as one. */
  #own(current: FeedUpdate<S>, operations: readonly PatchOperation[]): Correction<S> {
    if (operations.some(({ path }) => path === "")) return this.whole(current);
    this.#know(current);
    if (operations.length === 0) return undefined;
    this.#inFlight.addDelta(operations);
    return { kind: "own", operations };
  }

  /** A write also crosses what is in doubt already: it may have moved the places that are to be stated. */
  #doubt(operations: readonly PatchOperation[]): void {
    const crossed = this.#inFlight.crossedBy(operations);
    if (crossed === undefined && commute(this.#doubts, operations)) return;
    this.#doubts.push(...operations);
    this.#crossed.push(...(crossed ?? []));
  }
}
