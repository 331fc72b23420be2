import { catchError, EMPTY, type Observable, Subject, Subscription } from "rxjs";
import { Session, synced, type Synced, task } from "ws-sync-rx";
import { backoff, join, userSession } from "ws-sync-rx/client";
import { Calls } from "./calls.ts";
import type { Host } from "./clock.ts";
import { changeOf, type Doc, DOC, type Edit, EMPTY_DOC, EMPTY_OWN, type Own, OWN, targetOf } from "./doc.ts";
import type { Kept } from "./kept.ts";
import type { Network } from "./network.ts";
import type { Oracle, Request } from "./oracle.ts";
import { envOf } from "./sim-env.ts";
import type { TaskLog } from "./task-log.ts";
import type { Watch } from "./violation.ts";

/** Who a tab says it is. */
export interface Identity {
  readonly user: string;
  readonly session: string;
}

/** as in `ws-sync-rx/client`, where the page's own events wake */
const HEARTBEAT = { interval: 15_000, timeout: 15_000 };

/** an old client names places by index and replaces whole values, so that others' changes meanwhile may be hit or lost (D-006) */
const SAFE_FOR_OLD = new Set<Edit["kind"]>(["title", "note", "push"]);

/** One page: the real engine of a client, from its load to its end. */
export class Tab {
  readonly session: Session;
  readonly doc: Synced<Doc>;
  readonly own: Synced<Own>;
  readonly errors: Error[] = [];
  readonly #life = new Subscription();
  readonly #wake$ = new Subject<undefined>();
  readonly requests = new Set<Request>();
  readonly #running = new Map<string, Subscription>();
  readonly #calls: Calls;
  /** what is to be written in answer to what comes next */
  readonly #answers: Edit[] = [];
  #made = 0;
  /** whether the page has been closed */
  closed = false;

  constructor(
    readonly name: string,
    readonly host: Host,
    readonly identity: Identity,
    private readonly network: Network,
    private readonly oracle: Oracle,
    private readonly tasks: TaskLog,
    seed: number,
    readonly version: 1 | 2,
    watch: Watch,
    private readonly kept: Kept | undefined,
  ) {
    const env = envOf(host, seed, `${name}-`);
    const session = new Session({ env });
    this.session = session;
    const token = (): string => this.#token();
    const keeps = kept !== undefined;
    this.#calls = new Calls({ name, session, keeps, token, follow: (...call) => this.#follow(...call) }, oracle, watch);
    this.doc = synced(session, DOC, EMPTY_DOC);
    this.own = synced(session, OWN, EMPTY_OWN);
    const life = this.#life;
    life.add(session.errors$.subscribe((error) => this.errors.push(error)));
    life.add(this.doc.subscribe(() => this.#answer()));
    life.add(this.own.subscribe());
    life.add(session.run(userSession(() => identity)).subscribe());
    if (kept !== undefined) life.add(session.run(() => kept.keep(session, host, this.sessionId)).subscribe());
    this.join();
  }

  /** The id that a server gives the session. */
  get sessionId(): string {
    return JSON.stringify([this.identity.user, this.identity.session]);
  }

  /** Connects, and again after it was sent away. */
  join(): void {
    const { session, host, version } = this;
    this.#life.add(
      this.network
        .dial(host, version)
        .pipe(
          backoff({ env: session.env, wake$: this.#wake$ }),
          join(session, { heartbeat: { ...HEARTBEAT, probe$: this.#wake$ } }),
          catchError(() => EMPTY),
        )
        .subscribe(),
    );
  }

  /** Whether it has been told to stay away. */
  get away(): boolean {
    return this.session.status.phase === "ended";
  }

  /** The network is back, or the page is seen again. */
  wake(): void {
    this.host.do(() => {
      this.#wake$.next(undefined);
    });
  }

  write(edit: Edit): void {
    this.host.do(() => {
      if (this.away || (this.version === 1 && !SAFE_FOR_OLD.has(edit.kind))) return;
      const token = this.#token();
      const target = targetOf(edit, this.doc.value);
      if (target === undefined && (edit.kind === "edit" || edit.kind === "remove")) return;
      const request = this.oracle.open(token, this.name, edit.kind, target);
      this.#follow(request, this.doc.write(changeOf(edit, token, target)));
    });
  }

  /** Writes from within the next thing that the page is told: a state, its own write's included, or an outcome. */
  answer(edit: Edit): void {
    this.#answers.push(edit);
  }

  #answer(): void {
    const edit = this.#answers.shift();
    if (edit !== undefined) this.write(edit);
  }

  /** A write to the session's own state. */
  mark(): void {
    this.host.do(() => {
      if (this.away) return;
      const mark = `${this.sessionId} ${this.#token()}`;
      void this.own.write((own) => ({ ...own, marks: [...own.marks, mark] }));
    });
  }

  /** Calls actions, in one way or another. */
  do(what: (calls: Calls) => void): void {
    this.host.do(() => {
      if (!this.away && !this.closed) what(this.#calls);
    });
  }

  startTask(ms: number, fails: boolean): void {
    this.host.do(() => {
      // an old client is told nothing of its tasks
      if (this.away || this.version === 1) return;
      const id = this.#token();
      this.tasks.asked(id);
      const running = task(this.session, DOC, "run", { id, ms, fails }).subscribe({
        error: (error: unknown) => {
          this.tasks.told(id, codeOf(error));
        },
        complete: () => {
          this.tasks.told(id, "done");
        },
      });
      this.#running.set(id, running);
    });
  }

  cancelTask(): void {
    this.host.do(() => {
      const [id] = [...this.#running.keys()].slice(-1);
      if (id !== undefined) this.#cancel(id);
    });
  }

  #cancel(id: string): void {
    this.tasks.cancelled(id);
    this.#running.get(id)?.unsubscribe();
    this.#running.delete(id);
  }

  /** Ends as a program does: everything is unsubscribed. */
  stop(): void {
    this.closed = true;
    for (const id of [...this.#running.keys()]) this.#cancel(id);
    this.#life.unsubscribe();
    this.session.complete();
  }

  /** The page is closed or the browser dies: nothing of it runs any more. */
  kill(): void {
    this.closed = true;
    const open = [...this.requests].filter(({ outcome }) => outcome === undefined);
    const left = this.kept?.leave(this.host, this.sessionId, open);
    for (const request of open) if (left?.has(request) !== true) this.oracle.close(request, "gone");
    for (const id of this.#running.keys()) this.tasks.left(id);
    this.host.kill();
  }

  /** requests without an outcome */
  get open(): number {
    return [...this.requests].filter(({ outcome }) => outcome === undefined).length;
  }

  #token(): string {
    this.#made += 1;
    return `${this.name}.${this.#made}`;
  }

  #follow(request: Request, outcome$: Observable<unknown>): void {
    this.requests.add(request);
    const called = request.kind === "action" || request.kind === "slow" || request.kind === "echo";
    // a call that ends without a result was only sent, and so is everything that an old client asks for
    let outcome = called || this.version === 1 ? "sent" : "done";
    outcome$.subscribe({
      next: (result) => {
        if (called) outcome = idOf(result) === request.token ? "done" : "another's";
      },
      error: (error: unknown) => {
        this.oracle.close(request, codeOf(error));
        this.#answer();
      },
      complete: () => {
        this.oracle.close(request, outcome);
        this.#answer();
      },
    });
  }
}

function codeOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
  return error instanceof Error ? error.name : String(error);
}

function idOf(result: unknown): unknown {
  return typeof result === "object" && result !== null && "id" in result ? result.id : result;
}
