import {
  defer,
  merge,
  mergeMap,
  NEVER,
  Observable,
  type SchedulerLike,
  Subject,
  Subscription,
  tap,
  VirtualTimeScheduler,
} from "rxjs";
import { type Connection, ConnectionClosed, type Env, pair, type PairLinks, type Pipeline, Session } from "ws-sync-rx";
import { backoff, join, userSession } from "ws-sync-rx/client";
import { askUserSession, sessions, type SessionsOptions } from "ws-sync-rx/server";
import { encode } from "../src/protocol/codec.ts";

/** Something that one end sent. */
export interface Sent {
  /** ms since the beginning */
  readonly at: number;
  /** whose line it is */
  readonly who: string;
  readonly way: "S→C" | "C→S";
  /** a text frame as it is, `<binary 5>`, or `<close 1000>` */
  readonly what: string;
}

/** How a client comes, in place of what its stage says. */
export interface ActorOptions {
  /** what it offers @default 2 */
  readonly version?: 1 | 2;
  readonly user?: string;
  /** clients with the same one share a session @default its name */
  readonly session?: string;
  /** whether it can ping, which a browser cannot @default true */
  readonly pings?: boolean;
}

/** A client and its present line. */
export interface Actor {
  readonly session: Session;
  readonly server: Connection | undefined;
  readonly line: Connection | undefined;
  readonly links: PairLinks | undefined;
  /** Breaks its line without a word. */
  cut(): void;
  /** Goes for good, as a page that is closed. */
  leave(): void;
}

/** How a stage is set. */
export interface StageOptions extends Pick<Partial<SessionsOptions<Connection>>, "grace" | "spread" | "ttl"> {
  /** ms that frames are under way @default 20 */
  readonly latency?: number;
  /** what the server speaks @default 2 */
  readonly speaks?: 1 | 2;
}

/** A server and its clients in virtual time, with the real engine between them; what they send is noted. */
export class Stage {
  readonly scheduler = new VirtualTimeScheduler();
  readonly log: Sent[] = [];
  readonly errors: Error[] = [];
  /** the sessions of the server, in the order in which they began */
  readonly sessions: Session[] = [];
  readonly #serve: () => readonly Pipeline[];
  readonly #options: StageOptions;
  readonly #lines = new Set<Connection>();
  readonly #running = new Subscription();
  #server = Subscription.EMPTY;
  #accepted$ = new Subject<Connection>();
  #stop$ = new Subject<undefined>();
  #ids = 0;
  latency: number;

  /** @param serve what the server runs in each session; asked once for each life of the server */
  constructor(serve: () => readonly Pipeline[], options: StageOptions = {}) {
    this.#serve = serve;
    this.#options = options;
    this.latency = options.latency ?? 20;
    this.start();
  }

  /** A server begins: with all ids new. */
  start(): void {
    const env = envOf(this.scheduler, () => `s${(this.#ids += 1)}`);
    const pipelines = this.#serve();
    this.#accepted$ = new Subject();
    this.#stop$ = new Subject();
    const { speaks: _speaks, latency: _latency, ...options } = this.#options;
    this.#server = this.#accepted$
      .pipe(
        sessions({ env, identify: askUserSession({ env }), stop$: this.#stop$, ...options }),
        mergeMap((session) => {
          this.sessions.push(session);
          const reported$ = session.errors$.pipe(tap((error) => this.errors.push(error)));
          return merge(reported$, session.run(...pipelines));
        }),
      )
      .subscribe();
  }

  /** The server stops as it should. */
  drain(): void {
    this.#stop$.next(undefined);
  }

  /** The server is gone without a word, and with all that it knew. */
  crash(): void {
    for (const line of [...this.#lines]) line.cut(1006, "the server crashed");
    this.#lines.clear();
    this.#server.unsubscribe();
  }

  /** Opens a client. */
  client(name: string, options: ActorOptions = {}): Actor {
    const { user = "u", session: id = name } = options;
    let ids = 0;
    const env = envOf(this.scheduler, () => ((ids += 1) === 1 ? name : `${name}${ids}`));
    const session = new Session({ env });
    const running = new Subscription();
    let current: readonly [Connection, Connection, PairLinks] | undefined;
    session.errors$.subscribe((error) => this.errors.push(error));
    const dial$ = defer(
      () =>
        new Observable<Connection>((subscriber) => {
          if (this.#server.closed) {
            subscriber.error(new ConnectionClosed(1006, "nobody listens", 0));
            return undefined;
          }
          const ends = this.#dial(name, options);
          current = ends;
          this.#accepted$.next(ends[0]);
          subscriber.next(ends[1]);
          subscriber.add(
            ends[1].closed$.subscribe((closed) => {
              subscriber.error(closed);
            }),
          );
          return () => {
            ends[1].complete();
          };
        }),
    );
    running.add(session.run(userSession(() => ({ user, session: id }))).subscribe());
    running.add(
      dial$
        .pipe(backoff({ env, wake$: NEVER }), join(session, { heartbeat: false }))
        .subscribe({ error: () => undefined }),
    );
    this.#running.add(running);
    return {
      session,
      get server() {
        return current?.[0];
      },
      get line() {
        return current?.[1];
      },
      get links() {
        return current?.[2];
      },
      cut: () => {
        current?.[0].cut(1006, "cut");
      },
      leave: () => {
        running.unsubscribe();
      },
    };
  }

  /** Opens a line whose client is the test. */
  raw(name: string, options: ActorOptions = {}): Connection {
    const [server, client] = this.#dial(name, options);
    this.#accepted$.next(server);
    client.subscribe({ error: () => undefined });
    return client;
  }

  /** Lets time pass. */
  wait(ms: number): void {
    this.scheduler.maxFrames = this.scheduler.frame + ms;
    this.scheduler.flush();
    this.scheduler.frame = this.scheduler.maxFrames;
  }

  /** Ends all of it. */
  end(): void {
    this.#running.unsubscribe();
    this.#server.unsubscribe();
  }

  /** What was sent so far, as lines of text; then forgets it. */
  said(): readonly string[] {
    return this.log.splice(0).map(({ way, what }) => `${way} ${what}`);
  }

  #dial(who: string, { version = 2, pings = true }: ActorOptions): readonly [Connection, Connection, PairLinks] {
    const { scheduler, latency } = this;
    const [server, client, links] = pair({ scheduler, latency, version, clientPings: pings });
    // an original server does not see what the client offers
    if (this.#options.speaks === 1) void Object.assign(server, { version: 1 });
    this.#lines.add(server);
    this.#note(server, who, "S→C");
    this.#note(client, who, "C→S");
    return [server, client, links];
  }

  /** Notes what an end sends, its closing included. */
  #note(connection: Connection, who: string, way: Sent["way"]): void {
    const note = (what: string): void => {
      if (connection.open) this.log.push({ at: this.scheduler.frame, who, way, what });
    };
    const next = connection.next.bind(connection);
    const close = connection.close.bind(connection);
    const cut = connection.cut.bind(connection);
    connection.next = (event) => {
      for (const frame of encode(event)) note(typeof frame === "string" ? frame : `<binary ${frame.length}>`);
      next(event);
    };
    connection.close = (code, reason) => {
      note(`<close ${code}>`);
      close(code, reason);
    };
    connection.cut = (code, reason) => {
      if (code !== 1006) note(`<close ${code}>`);
      cut(code, reason);
    };
  }
}

function envOf(scheduler: SchedulerLike, id: () => string): Env {
  return { scheduler, random: () => 0.5, id };
}
