import { BehaviorSubject, mergeMap, type SchedulerLike, Subject } from "rxjs";
import {
  action,
  actions,
  type Connection,
  pair,
  type PairLinks,
  publish,
  Session,
  synced,
  type Synced,
  syncKey,
  writes,
} from "ws-sync-rx";
import { join, userSession } from "ws-sync-rx/client";
import { sessions } from "ws-sync-rx/server";
import { keepOutbox, type LocksLike, type RestoredOutcome } from "ws-sync-rx/store";
import { testEnv } from "ws-sync-rx/testing";
import type { FakeStore } from "./fake-store.ts";
import { LockTable } from "./lock-table.ts";

export interface List {
  readonly title: string;
  readonly rows: readonly string[];
}
export const LIST = syncKey<List, { add(args: { readonly id: string }): string }>("LIST");
const EMPTY_LIST: List = { title: "", rows: [] };

/** A server, and the pages of one browser, one after the other or side by side. */
export class Origin {
  readonly locks = new LockTable();
  /** what was done for calls, in order */
  readonly done: string[] = [];
  // eslint-disable-next-line rxjs-x/no-exposed-subjects -- the test is the program that changes it
  readonly list$ = new BehaviorSubject(EMPTY_LIST);
  #accepted$ = new Subject<Connection>();
  #servers = 0;
  #pages = 0;

  constructor(
    readonly scheduler: SchedulerLike,
    readonly store: FakeStore,
  ) {
    this.restart();
  }

  /** Another server takes the lines from now on, with the same state; it knows nothing else. */
  restart(): void {
    const base = testEnv(this.scheduler);
    const name = `server${(this.#servers += 1)}`;
    const env = { ...base, id: () => `${name}-${base.id()}` };
    this.#accepted$ = new Subject();
    const add = ({ id }: { readonly id: string }): string => {
      this.done.push(id);
      return id;
    };
    this.#accepted$
      .pipe(
        sessions({ env }),
        mergeMap((session) =>
          session.run(
            publish(LIST, this.list$),
            () => session.pipe(writes(LIST, this.list$)),
            () => session.pipe(actions(LIST, { add })),
          ),
        ),
      )
      .subscribe();
  }

  accept(connection: Connection): void {
    this.#accepted$.next(connection);
  }

  /** Loads a page of one tab. */
  page(hasLocks = true): Page {
    this.#pages += 1;
    return new Page(this, `page${this.#pages}`, hasLocks);
  }
}

/** One page, from its load to its end. */
export class Page {
  readonly session: Session;
  readonly list: Synced<List>;
  readonly errors: Error[] = [];
  readonly outcomes: RestoredOutcome[] = [];
  readonly #end$ = new Subject<undefined>();
  readonly #origin: Origin;
  readonly #lines$ = new Subject<Connection>();
  readonly #locks: (LocksLike & { end(): void }) | undefined;
  #line: Connection | undefined;
  #links: PairLinks | undefined;
  #alive = true;

  constructor(origin: Origin, name: string, hasLocks: boolean) {
    this.#origin = origin;
    const base = testEnv(origin.scheduler);
    this.session = new Session({ env: { ...base, id: () => `${name}-${base.id()}` } });
    this.list = synced(this.session, LIST, EMPTY_LIST);
    this.#locks = hasLocks ? origin.locks.page() : undefined;
    this.session.errors$.subscribe((error) => this.errors.push(error));
    this.list.subscribe();
    const ids = () => ({ user: "u", session: "s" });
    const keeping = keepOutbox({
      ids,
      store: origin.store.page(() => this.#alive),
      locks: () => this.#locks,
      end$: this.#end$,
      outcomeObserver: {
        next: (outcome) => {
          if (this.#alive) this.outcomes.push(outcome);
        },
      },
    });
    this.session.run(userSession(ids), keeping).subscribe();
    this.#lines$.pipe(join(this.session, { greeting: 1_000, heartbeat: false })).subscribe();
  }

  /** Calls the action of the server. */
  call(id: string): void {
    action(this.session, LIST, "add", { id }).subscribe({ error: () => undefined });
  }

  /** Appends a row. */
  push(row: string): void {
    this.list.write((list) => ({ ...list, rows: [...list.rows, row] })).subscribe({ error: () => undefined });
  }

  /** Makes the title longer. */
  mark(): void {
    this.list.write((list) => ({ ...list, title: `${list.title}+` })).subscribe({ error: () => undefined });
  }

  /** The network is there. */
  up(latency = 5): void {
    if (!this.#alive || this.#line !== undefined) return;
    const [server, client, links] = pair({ scheduler: this.#origin.scheduler, latency, version: 2 });
    this.#line = client;
    this.#links = links;
    this.#origin.accept(server);
    this.#lines$.next(client);
  }

  /** The network is gone. */
  down(): void {
    // what is under way is lost
    if (this.#links !== undefined) this.#links.toServer.silent = true;
    this.#line?.cut(4000, "the network is gone");
    this.#line = undefined;
  }

  /** The page is closed, and nothing of it runs any more. */
  leave(): void {
    this.#end$.next(undefined);
    this.#alive = false;
    this.down();
    this.#locks?.end();
  }
}
