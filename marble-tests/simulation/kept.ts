import { EMPTY, type Observable } from "rxjs";
import { keepOutbox, type RestoredOutcome, StoreError, type StoreErrorCode } from "ws-sync-rx/store";
import type { Session, SyncEvent } from "ws-sync-rx";
import type { Host } from "./clock.ts";
import { recordOf } from "../../src/store/outbox-record.ts";
import { watchedStore } from "./watched-store.ts";
import type { Disk, DiskFault } from "./disk.ts";
import type { Oracle, Request } from "./oracle.ts";
import type { Watch } from "./violation.ts";

/** with these a page does not go on as the one before it, or is not told that something is erased */
const NOT_KEPT = new Set<DiskFault>(["full", "stuck", "forbidden", "doubted", "silent"]);

/** The outboxes that pages keep on a disk, and what is to become of what they leave there. */
export class Kept {
  readonly #disk: Disk;
  readonly #oracle: Oracle;
  /** by the name of a request, all names in the entry that it was kept in: a write keeps what those before it wrote into the same text */
  readonly #entryOf = new Map<string, ReadonlySet<string>>();
  /** what a page that is gone has left, by the name of the outbox */
  readonly #left = new Map<string, Set<Request>>();
  /** pages whose store has failed, and how */
  readonly #failed = new Map<Host, Set<StoreErrorCode>>();
  /** names of outboxes with whose store something was wrong, at any time */
  readonly #faulty = new Set<string>();
  readonly #watch: Watch;

  constructor(disk: Disk, oracle: Oracle, watch: Watch) {
    this.#disk = disk;
    this.#oracle = oracle;
    this.#watch = watch;
  }

  /** Something is wrong with a store, for a while. */
  fail(name: string, fault: DiskFault, ms: number): void {
    this.#faulty.add(name);
    if (NOT_KEPT.has(fault)) this.#oracle.stuck();
    this.#disk.fail(name, fault, ms);
  }

  /** From now on nothing new goes wrong with the stores. */
  heal(): void {
    this.#disk.heal();
  }

  /** Keeps the outbox of a page. */
  keep(session: Session, host: Host, name: string): Observable<SyncEvent> {
    const failed = new Set<StoreErrorCode>();
    this.#failed.set(host, failed);
    session.errors$.subscribe((error) => {
      if (!(error instanceof StoreError)) return;
      const { code } = error;
      failed.add(code);
      if (code !== "held" && code !== "unkept" && !this.#faulty.has(name))
        this.#watch.fail("I5", `nothing is wrong with the store of ${name}, and it is told: ${error.message}`);
      // the next text takes the place of what could not be understood
      if (code === "corrupt") this.#lose(name, () => true);
    });
    return keepOutbox({
      ids: () => ({ user: name, session: name }),
      name,
      store: watchedStore(this.#disk.store(host), failed, this.#watch),
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
    const tokens = tokensIn(text);
    const entries = recordOf(text)?.entries ?? [];
    const entryOf = ({ token, madeAt }: Request): ReadonlySet<string> | undefined =>
      entries
        // one that was made later may be on top of it, and name it
        .filter(({ since }) => since <= madeAt)
        .map(({ event }) => tokensIn(JSON.stringify(event)))
        .find((names) => names.has(token));
    const found = open.filter((request) => entryOf(request) !== undefined);
    // what earlier pages have left was in the memory of this one only: it could not be written, or was about to be told of
    if (isKeeper && (this.#failed.get(host)?.has("write") === true || this.#disk.busy(name)))
      this.#lose(name, ({ token }) => !tokens.has(token));
    const left = new Set([...(this.#left.get(name) ?? []), ...found]);
    this.#left.set(name, left);
    for (const request of left) {
      const names = entryOf(request);
      if (names !== undefined && !this.#entryOf.has(request.token)) this.#entryOf.set(request.token, names);
    }
    this.#disk.left(host);
    return new Set(found);
  }

  /** Nothing is under way any more: what was left has been told of, where there is a page that keeps the same outbox. */
  settle(pages: readonly { readonly host: Host; readonly sessionId: string; readonly away: boolean }[]): void {
    for (const [name, requests] of this.#left) {
      const isTaken = pages.some(
        (page) =>
          !page.away &&
          page.sessionId === name &&
          this.#disk.holds(lockOf(name), page.host) &&
          this.#failed.get(page.host)?.has("read") !== true,
      );
      for (const request of requests)
        if (request.outcome === undefined && !isTaken) this.#oracle.close(request, "gone");
    }
  }

  /** What was left is lost with its store: it may have been done or not. */
  #lose(name: string, which: (request: Request) => boolean): void {
    for (const request of this.#left.get(name) ?? [])
      if (request.outcome === undefined && which(request)) this.#oracle.close(request, "gone");
  }

  #told(name: string, { event, end }: RestoredOutcome): void {
    const tokens = tokensIn(JSON.stringify(event));
    for (const request of this.#left.get(name) ?? []) {
      if (!tokens.has(request.token) || request.outcome !== undefined) continue;
      const own = this.#entryOf.get(request.token);
      if (own !== undefined && (own.size !== tokens.size || [...own].some((token) => !tokens.has(token)))) continue;
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
