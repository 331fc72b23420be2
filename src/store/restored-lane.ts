import { commute } from "../patch/commute.ts";
import type { PatchOperation } from "../patch/operation.ts";
import { isRecord } from "../protocol/is-record.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { RequestError } from "../protocol/request-error.ts";
import type { Settled } from "../session/request.ts";

/** A write that is over. */
interface Before {
  readonly operations: readonly PatchOperation[];
  /** the version it was made on; nothing for an assignment, which is the same on all */
  readonly base: number | undefined;
}

/**
 * The writes to one state that one earlier page left, one after the other. Each was made on a version of the state with those before it, and can be sent
 * where the server can tell what happened since.
 *
 * ```
 * left      1--2--3        all of them on version 7; 2 goes together with 1, 3 does not go together with 2
 * sent      1(7)           the server answers that it is version 8
 * sent         2(7)        it means the same without 1; version 9
 * sent            3        refused here: nobody knows whether 9 is 7, 1 and 2 and nothing else
 * ```
 */
export class RestoredLane {
  readonly #before: Before[] = [];
  /** the version that the first was sent on */
  #first: number | undefined;
  /** the version that is that one and the writes since, and nothing else */
  #exact: number | undefined;

  /** What a write sends now. @throws RequestError where its place in the state may be another one by now */
  event(name: string, event: SyncEvent, version: 1 | 2): SyncEvent {
    const { e, b } = event.envelope ?? {};
    if (e === undefined || b === undefined) return event;
    const refuse = (message: string): never => {
      throw new RequestError(name, { code: "conflict", message });
    };
    if (version === 1) return refuse("this server cannot tell what happened since it was made");
    this.sent(event);
    // on another version the one before had other operations, and may have been there twice: in the state already, and made again
    const goesTogether = ({ operations, base = b }: Before): boolean =>
      base === b && commute(operations, operationsOf(event));
    if (this.#before.every(goesTogether)) return event;
    if (this.#exact === undefined || b !== this.#first)
      return refuse("it was made on top of a write that has come out otherwise");
    return { ...event, envelope: { e, b: this.#exact } };
  }

  /** Must be called for a write that the earlier page has sent. */
  sent({ envelope }: SyncEvent): void {
    if (this.#before.length > 0) return;
    this.#first ??= envelope?.b;
    this.#exact ??= envelope?.b;
  }

  /** Must be called when a write is over. @param event what those behind it were made on top of */
  settled(event: SyncEvent, end: Settled): void {
    const version = end.kind === "done" && isRecord(end.value) ? end.value["v"] : undefined;
    this.#before.push({ operations: operationsOf(event), base: event.envelope?.b });
    const next = this.#exact === undefined ? undefined : this.#exact + 1;
    this.#exact = version === next ? next : undefined;
  }
}

function operationsOf({ data }: SyncEvent): readonly PatchOperation[] {
  return Array.isArray(data) ? (data as readonly PatchOperation[]) : [];
}
