import { BehaviorSubject, type Observable } from "rxjs";
import type { Position } from "../protocol/position.ts";
import type { Session } from "../session/session.ts";
import type { WrittenCopy } from "./asked-writes.ts";
import { LocalCopy } from "./local-copy.ts";

/** What has come in of a state, and how far it reaches. */
export class Received<S> implements WrittenCopy<S> {
  readonly #session: Session;
  readonly #copy$: BehaviorSubject<LocalCopy<S>>;
  #copy: LocalCopy<S>;
  #quiet = false;
  /** The copy, the present one first. */
  readonly copy$: Observable<LocalCopy<S>>;
  /** the version of the confirmed state, where the server numbers it */
  position: Position | undefined;
  /** whether the state has come in on the present line, and was followed since */
  known = false;
  /** whether the state is followed at all */
  following = false;
  /** whether writes wait until the state has come in, so that they are made on it */
  waiting: boolean;

  constructor(initial: S, session: Session) {
    this.#session = session;
    this.#copy = new LocalCopy(initial);
    this.#copy$ = new BehaviorSubject(this.#copy);
    this.copy$ = this.#copy$.asObservable();
    this.waiting = true;
  }

  get copy(): LocalCopy<S> {
    return this.#copy;
  }

  set copy(copy: LocalCopy<S>) {
    this.#copy = copy;
    this.#tell();
  }

  quietly<T>(change: () => T): T {
    const outer = this.#quiet;
    this.#quiet = true;
    try {
      return change();
    } finally {
      this.#quiet = outer;
      this.#tell();
    }
  }

  get ready(): boolean {
    return !this.waiting || !this.following || (this.#session.lines[0]?.version === 2 && this.position !== undefined);
  }

  #tell(): void {
    if (!this.#quiet && this.#copy !== this.#copy$.value) this.#copy$.next(this.#copy);
  }
}
