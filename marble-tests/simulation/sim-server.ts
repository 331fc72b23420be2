import { delayWhen, finalize, map, mergeMap, Observable, of, Subject, Subscription, tap, timer } from "rxjs";
import { actions, CloseCode, type Connection, type Env, publish, type Session, sync, tasks, writes } from "ws-sync-rx";
import { askUserSession, type Identify, sessions } from "ws-sync-rx/server";
import { heartbeat } from "../../src/connection/heartbeat.ts";
import type { Host } from "./clock.ts";
import { DOC, OWN, type TaskArgs } from "./doc.ts";
import { envOf } from "./sim-env.ts";
import { acceptable, acceptableOwn, type Store } from "./store.ts";
import type { LookUps } from "./look-ups.ts";
import type { TaskLog } from "./task-log.ts";

/** ms that a session without a line lives here */
export const SESSION_TTL = 60_000;

/** One life of a server: the real engine, from its start to its end. */
export class SimServer {
  readonly #accepted$ = new Subject<Connection>();
  readonly #running = new Subscription();
  readonly #stop$ = new Subject<undefined>();
  readonly #env: Env;
  readonly #store: Store;
  readonly #tasks: TaskLog;
  readonly #lines = new Set<Connection>();
  /** sessions that live, and their ids */
  readonly sessions = new Map<Session, string>();

  constructor(
    readonly host: Host,
    seed: number,
    store: Store,
    tasks: TaskLog,
    private readonly lookUps: LookUps,
  ) {
    this.#store = store;
    this.#tasks = tasks;
    this.#env = envOf(host, seed, "s");
    this.#running.add(this.#serve());
  }

  /** lines that are open, as far as it knows */
  get lines(): number {
    return this.#lines.size;
  }

  /** Takes a line in. */
  accept(connection: Connection): void {
    this.#lines.add(connection);
    this.#running.add(connection.closed$.subscribe(() => this.#lines.delete(connection)));
    this.#running.add(heartbeat(connection, { env: this.#env }).subscribe());
    this.#accepted$.next(connection);
  }

  /** Sends a session so many events of some size. */
  send(to: string, count: number, size: number): void {
    const data = "x".repeat(size);
    for (const [session, id] of this.sessions)
      if (id === to) for (let index = 0; index < count; index += 1) session.next({ type: "NEWS", data });
  }

  /** Stops as a program does that is asked to: what is being served is answered, then every line is closed. */
  stop(): void {
    this.#stop$.next(undefined);
  }

  #serve(): Subscription {
    const env = this.#env;
    const document = publish(DOC, this.#store.doc$);
    // which session the connection belongs to that is being identified: `sessions` opens it in the same moment
    let id = "";
    const ask = askUserSession({ env });
    const identify: Identify = (connection, hello) =>
      ask(connection, hello).pipe(
        delayWhen(() => {
          const ms = this.lookUps.next();
          return ms === 0 ? of(undefined) : timer(ms, this.host);
        }),
        tap((found) => {
          id = found;
        }),
      );
    return this.#accepted$
      .pipe(
        sessions({ env, ttl: SESSION_TTL, identify, stop$: this.#stop$, grace: 1_000, spread: 2_000 }),
        mergeMap((session) => {
          const own$ = this.#store.own(id);
          this.sessions.set(session, id);
          return session
            .run(
              document,
              () => session.pipe(writes(DOC, this.#store.holder, { check: acceptable })),
              () => own$.pipe(sync(session, OWN)),
              () => session.pipe(writes(OWN, own$, { check: acceptableOwn })),
              () =>
                session.pipe(
                  actions(DOC, { add: (call) => this.#add(call), fail: () => refuse(), echo: (call) => call }, {}),
                ),
              () => session.pipe(tasks(DOC, { run: (call) => this.#run(session, call) }, {})),
            )
            .pipe(
              finalize(() => {
                this.sessions.delete(session);
              }),
            );
        }),
      )
      .subscribe({
        complete: () => {
          // as `fromServer` does when it is unsubscribed from: lines that are not yet anybody's are closed as well
          for (const line of this.#lines) line.close(CloseCode.restart, "the server stops");
        },
      });
  }

  #add({ id, ms }: { readonly id: string; readonly ms: number }): Observable<string> | string {
    const effect = (): string => {
      const { doc } = this.#store;
      this.#store.change({ ...doc, log: [...doc.log, id] });
      return id;
    };
    return ms === 0 ? effect() : timer(ms, this.host).pipe(map(effect));
  }

  #run(session: Session, { id, ms, fails }: TaskArgs): Observable<never> {
    return new Observable((subscriber) => {
      const log = this.#tasks;
      log.started(id, this);
      const alarm = this.host.schedule(() => {
        log.ended(id, fails ? "failed" : "done");
        if (fails) subscriber.error(new Error("It fails."));
        else subscriber.complete();
      }, ms);
      return () => {
        alarm.unsubscribe();
        log.ended(id, session.status.phase === "ended" ? "lost" : "cancelled");
      };
    });
  }
}

function refuse(): never {
  throw new Error("It always fails.");
}
