import { EMPTY, type Observable } from "rxjs";
import { keepOutbox, type RestoredOutcome, StoreError } from "ws-sync-rx/store";
import type { Session, SyncEvent } from "ws-sync-rx";
import type { Host } from "./clock.ts";
import { recordOf } from "../../src/store/outbox-record.ts";
import type { Disk } from "./disk.ts";
import type { Oracle, Request } from "./oracle.ts";

/** The outboxes that pages keep on a disk, and what is to become of what they leave there. */
export class Kept {
  readonly #disk: Disk;
  readonly #oracle: Oracle;
  /** by the name of a request, all names in the entry that it was kept in: a write keeps what those before it wrote into the same text */
  readonly #entryOf = new Map<string, ReadonlySet<string>>();
  /** what a page that is gone has left, by the name of the outbox */
  readonly #left = new Map<string, Set<Request>>();
  /** outboxes that could not be read, so that nobody knows what is in them */
  readonly #lost = new Set<string>();

  constructor(disk: Disk, oracle: Oracle) {
    this.#disk = disk;
    this.#oracle = oracle;
  }

  /** Keeps the outbox of a page. */
  keep(session: Session, host: Host, name: string): Observable<SyncEvent> {
    session.errors$.subscribe((error) => {
      if (error instanceof StoreError && error.code === "read") this.#lost.add(name);
    });
    return keepOutbox({
      ids: () => ({ user: name, session: name }),
      name,
      store: this.#disk.store(host),
      locks: () => this.#disk.locks(host),
      end$: EMPTY,
      outcomeObserver: {
        next: (outcome) => {
          this.#told(name, outcome);
        },
      },
    })(session);
  }

  /** A page is gone. @returns those of its requests that the next page finds on the disk */
  leave(host: Host, name: string, open: readonly Request[]): ReadonlySet<Request> {
    const isKeeper = this.#disk.holds(lockOf(name), host);
    const text = isKeeper ? this.#disk.last(name) : "";
    const found = open.filter(({ token }) => tokensIn(text).has(token));
    this.#left.set(name, new Set([...(this.#left.get(name) ?? []), ...found]));
    for (const { event } of recordOf(text)?.entries ?? []) {
      const tokens = tokensIn(JSON.stringify(event));
      for (const token of tokens) if (!this.#entryOf.has(token)) this.#entryOf.set(token, tokens);
    }
    this.#disk.left(host);
    return new Set(found);
  }

  /** Nothing is under way any more: what was left has been told of, where there is a page that keeps the same outbox. */
  settle(pages: readonly { readonly host: Host; readonly sessionId: string; readonly away: boolean }[]): void {
    for (const [name, requests] of this.#left) {
      const isTaken = pages.some(
        (page) => !page.away && page.sessionId === name && this.#disk.holds(lockOf(name), page.host),
      );
      for (const request of requests)
        if (request.outcome === undefined && (!isTaken || this.#lost.has(name))) this.#oracle.close(request, "gone");
    }
  }

  #told(name: string, { event, end }: RestoredOutcome): void {
    const tokens = tokensIn(JSON.stringify(event));
    for (const request of this.#left.get(name) ?? []) {
      if (!tokens.has(request.token) || request.outcome !== undefined) continue;
      const own = this.#entryOf.get(request.token);
      if (own !== undefined && own.size < tokens.size) continue;
      this.#oracle.close(request, end.kind === "failed" ? end.error.code : end.kind);
    }
  }
}

/** The lock of the page that keeps an outbox. */
function lockOf(name: string): string {
  return `ws-sync-rx:outbox:${name}`;
}

/** The names of requests that a text holds. */
function tokensIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/\bc\d+\.\d+\b/g) ?? []);
}
