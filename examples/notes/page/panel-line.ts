import {
  BehaviorSubject,
  catchError,
  EMPTY,
  first,
  fromEvent,
  merge,
  type Observable,
  race,
  repeat,
  Subject,
  switchMap,
  tap,
  timer,
  ignoreElements,
} from "rxjs";
import { backoff, connect, join, Session, userSession } from "ws-sync-rx/client";
import type { PanelName } from "./panel-name.ts";
import { seenFrame, type SeenFrame } from "./seen-frame.ts";
import { type OpenSockets, tappedWebSocket } from "./tapped-web-socket.ts";

/** ms that a dropped line stays down, long enough to type something and to let the server change something */
export const OUTAGE = 5_000;

/**
 * The client of one panel: a session, and the line it happens to have.
 *
 * ```
 * drop()     --------x--------------
 * held$      f-------t----f---------     true while the line is kept down
 * line       --1-----#    --2-------     a new socket; `session` is the same all along
 * ```
 *
 * Without the plug to pull, all this is `merge(session.run(userSession(ids)), connect(url).pipe(backoff(), join(session)))`.
 */
export class PanelLine {
  readonly session = new Session();
  readonly #sockets: OpenSockets = new Set();
  readonly #frames$ = new Subject<SeenFrame>();
  readonly #held$ = new BehaviorSubject(false);
  readonly #drops$ = new Subject<undefined>();
  readonly #mends$ = new Subject<undefined>();
  readonly #rejoins$ = new Subject<undefined>();

  /** Everything that goes over the line, both ways. */
  readonly frames$: Observable<SeenFrame> = this.#frames$.asObservable();
  /** Whether the line is kept down at present. */
  readonly held$: Observable<boolean> = this.#held$.asObservable();
  /** Keeps the line, and the session alive, while subscribed. */
  readonly running$: Observable<never>;

  constructor(
    readonly name: PanelName,
    url: string,
  ) {
    const WebSocketCtor = tappedWebSocket(this.#sockets, (direction, message) => {
      this.#frames$.next(seenFrame(name, direction, message, performance.now()));
    });
    // made anew with every page: a tab that is duplicated must not take the lines of the one it came from
    const ids = { user: this.session.env.id(), session: name };
    const outage$ = this.#drops$.pipe(
      switchMap(() => {
        this.#held$.next(true);
        for (const socket of this.#sockets) socket.close();
        return race(timer(OUTAGE), this.#mends$);
      }),
      tap(() => {
        this.#held$.next(false);
      }),
      ignoreElements(),
    );
    const line$ = this.#held$.pipe(
      first((held) => !held),
      switchMap(() => connect(url, { WebSocketCtor })),
    );
    const kept$ = line$.pipe(
      backoff({ cap: OUTAGE, wake$: merge(this.#mends$, fromEvent(window, "online")) }),
      join(this.session),
      // why it ended is in the status of the session, where the page shows it
      catchError(() => EMPTY),
      repeat({ delay: () => this.#rejoins$ }),
    );
    this.running$ = merge(outage$, this.session.run(userSession(() => ids)), kept$);
  }

  /** Closes the socket under the session, and lets none open for a while. */
  drop(): void {
    this.#drops$.next(undefined);
  }

  /** Ends the outage at once. */
  mend(): void {
    this.#mends$.next(undefined);
  }

  /** Comes back after the server has ended the session. */
  rejoin(): void {
    this.#rejoins$.next(undefined);
  }
}
