import { defer, EMPTY, type Observable, Subscription, timeout } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import type { OutboxKeeper } from "../session/outbox-keeper.ts";
import type { OutboxItem } from "../session/outbox-item.ts";
import type { Request } from "../session/request.ts";
import type { Session } from "../session/session.ts";
import { type KeptEntry, recordText } from "./outbox-record.ts";
import type { OutboxStore } from "./outbox-store.ts";
import { StoreError } from "./store-error.ts";

/** Where a journal writes. */
export interface JournalOptions {
  readonly store: OutboxStore;
  /** of the outbox in the store */
  readonly name: string;
}

/** ms that a store has for one text */
const WRITE_TIMEOUT = 5_000;
/** characters of all that is kept */
const MOST_SIZE = 1_048_576;

/**
 * Writes an outbox down, and lets go out only what is written down.
 *
 * ```
 * made       1--23-----------
 * written    (1   )(123   )--     one text at a time, the newest
 * sent       ------1------23-     each once a text says under which id
 * ```
 *
 * So a later page knows all that may have been sent, and under which ids. Where nothing can be written any more, what is there is erased, and all
 * goes out at once.
 */
export class Journal implements OutboxKeeper {
  readonly #session: Session;
  readonly #options: JournalOptions;
  /** what is being written */
  readonly #life = new Subscription();
  readonly #unkept = new WeakSet<OutboxItem>();
  #phase: "idle" | "writing" | "gone" = "idle";
  /** whether it is told from the beginning what to write: until then everything waits */
  #open = false;
  #sends: (() => void)[] = [];
  /** those that are just let out */
  #released: (() => void)[] = [];
  #written: string | undefined;
  #busy = false;
  #changed = false;
  /** those that a text names as waiting, which a later page would send */
  #named: readonly OutboxItem[] = [];

  constructor(session: Session, options: JournalOptions) {
    this.#session = session;
    this.#options = options;
  }

  /** Writes from now on. */
  begin(): void {
    [this.#open, this.#phase] = [true, "writing"];
    this.#written = "unknown";
    this.#write();
  }

  /** Lets nothing go out until it is told what to do. */
  pause(): void {
    this.#open = false;
  }

  /** Writes nothing, and lets everything go out. */
  skip(): void {
    [this.#open, this.#phase] = [true, "gone"];
    this.#release(this.#sends.splice(0));
  }

  keep(send?: () => void): void {
    if (send !== undefined) this.#sends.push(send);
    if (!this.#open) return;
    if (this.#phase === "gone") this.#release(this.#sends.splice(0));
    else this.#write();
  }

  /** The page may be gone in a moment: does not wait for the text that is being written. */
  flush(): void {
    if (this.#phase !== "writing" || !this.#busy || !this.#changed) return;
    this.#life.add(this.#put(this.#text()).subscribe({ error: () => undefined }));
  }

  /** Erases what is written; completes when it is, or cannot be. What waits goes out. */
  end(): Observable<never> {
    return defer(() => {
      const wrote = this.#phase === "writing";
      this.#phase = "gone";
      this.#open = true;
      const sends = this.#sends.splice(0);
      this.#release(sends);
      return wrote ? this.#put("") : EMPTY;
    });
  }

  #write(): void {
    this.#changed = true;
    if (this.#busy) return;
    const text = this.#text();
    const sends = this.#sends.splice(0);
    this.#changed = false;
    if (text === this.#written) {
      this.#release(sends);
      return;
    }
    this.#busy = true;
    const waiting = this.#session.outbox.items.filter((item) => item.state === "waiting");
    this.#named = [...new Set([...this.#named, ...waiting])];
    const writing = this.#put(text).subscribe({
      error: (error: unknown) => {
        this.#fail(error, sends);
      },
      complete: () => {
        this.#written = text;
        this.#named = waiting;
        this.#busy = false;
        this.#release(sends);
        if (this.#phase === "writing" && (this.#changed || this.#sends.length > 0)) this.#write();
      },
    });
    this.#life.add(writing);
  }

  /** Nothing that a later page could send may stay behind: what cannot be erased is not sent here. */
  #fail(error: unknown, sends: readonly (() => void)[]): void {
    // ahead of all that comes meanwhile: a server takes no smaller id after a larger one
    this.#sends.unshift(...sends);
    this.#session.report(new StoreError("write", this.#options.name, error));
    const over = (): void => {
      this.#phase = "gone";
      this.#release(this.#sends.splice(0));
    };
    const erasing = this.#put("").subscribe({
      error: () => {
        const twice = this.#named.filter((item) => item.state !== "over" && !item.safe);
        const message = "it was written down, and can neither be erased nor noted as sent: a later page may send it";
        this.#session.outbox.fail(twice, "interrupted", message);
        over();
      },
      complete: over,
    });
    this.#life.add(erasing);
  }

  #put(text: string): Observable<never> {
    const { store, name } = this.#options;
    const { scheduler } = this.#session.env;
    return defer(() => (text === "" ? store.remove(name) : store.write(name, text))).pipe(
      timeout({ first: WRITE_TIMEOUT, scheduler }),
    );
  }

  /** In the order in which they came, also where one of them brings others. */
  #release(sends: readonly (() => void)[]): void {
    const isReleasing = this.#released.length > 0;
    this.#released.push(...sends);
    if (isReleasing) return;
    try {
      for (const send of this.#released) send();
    } finally {
      this.#released = [];
    }
  }

  /** What is to be written; nothing where nothing waits. */
  #text(): string {
    const { outbox, introduction } = this.#session;
    let size = 0;
    const waiting = new Set(outbox.items.filter(({ state }) => state === "waiting").map(({ request }) => request.lane));
    const entries = outbox.items.flatMap((item) => {
      const entry = keptEntry(item, waiting.has(item.request.lane));
      size += entry === undefined ? 0 : sizeOf(entry.event) + sizeOf(entry.beneath);
      if (entry !== undefined && size <= MOST_SIZE) return [entry];
      if (!this.#unkept.has(item)) this.#session.report(new StoreError("unkept", item.request.name));
      this.#unkept.add(item);
      return [];
    });
    if (entries.length === 0) return "";
    const { memory, lastId } = outbox;
    return recordText({ client: introduction.client, lastId, entries, ...(memory === undefined ? {} : { memory }) });
  }
}

/** @param isBeneath whether there may be others that were made on top of it */
function keptEntry({ request, state, id, event, since }: OutboxItem, isBeneath: boolean): KeptEntry | undefined {
  const { name, lane, pagesAgo, timeout: patience, lasting } = request;
  const kept = state === "sent" ? event : keptEvent(request);
  if (kept === undefined) return undefined;
  const beneath = lane !== undefined && isBeneath && state === "sent" ? keptEvent(request) : undefined;
  return {
    name,
    since,
    event: kept,
    ...(beneath === undefined || beneath.envelope?.b === kept.envelope?.b ? {} : { beneath }),
    ...(state === "sent" ? { id } : {}),
    ...(lane === undefined ? {} : { lane }),
    ...(pagesAgo === undefined ? {} : { pagesAgo }),
    ...(patience === undefined ? {} : { timeout: patience }),
    ...(lasting === undefined ? {} : { lasting }),
  };
}

function sizeOf(event: SyncEvent | undefined): number {
  return event === undefined ? 0 : JSON.stringify(event.data ?? null).length + (event.bytes?.length ?? 0);
}

/** A change that fails here fails when it is to be sent. */
function keptEvent(request: Request): SyncEvent | undefined {
  try {
    return request.kept?.();
  } catch {
    return undefined;
  }
}
