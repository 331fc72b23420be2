import { BehaviorSubject, type Observable } from "rxjs";
import { type Doc, EMPTY_DOC, FORBIDDEN, type Own } from "./doc.ts";
import type { Oracle } from "./oracle.ts";
import type { Watch } from "./violation.ts";

/** The state of one session, for `sync` and `writes`. */
export type OwnHolder = Observable<Own> & { readonly value: Own; next(own: Own): void };

/** The state of a server, which may survive it. All that happens to it is seen by the oracle. */
export class Store {
  readonly #doc$ = new BehaviorSubject<Doc>(EMPTY_DOC);
  /** The shared state, the present one first. */
  readonly doc$: Observable<Doc> = this.#doc$.asObservable();
  readonly #own = new Map<string, BehaviorSubject<Own>>();

  constructor(private readonly oracle: Oracle) {}

  get doc(): Doc {
    return this.#doc$.value;
  }

  /** Every change goes through here. */
  change(next: Doc): void {
    const before = this.doc;
    if (next === before) return;
    this.oracle.changed(before, next);
    this.#doc$.next(next);
  }

  /** The shared state, for `writes`. */
  get holder(): { readonly value: Doc; next(doc: Doc): void } {
    const current = (): Doc => this.doc;
    return {
      get value() {
        return current();
      },
      next: (doc) => {
        this.change(doc);
      },
    };
  }

  /** The state of one session. */
  own(id: string): OwnHolder {
    const made$ = this.#own.get(id) ?? new BehaviorSubject<Own>({ owner: id, marks: [] });
    this.#own.set(id, made$);
    return made$;
  }

  /** Whether each session's own state holds only what its own clients put there. */
  checkOwners(watch: Watch): void {
    for (const [id, { value }] of this.#own) {
      const foreign = value.marks.find((mark) => !mark.startsWith(`${id} `));
      if (value.owner !== id || foreign !== undefined) watch.fail("I11", `${id} holds ${JSON.stringify(value)}`);
    }
  }
}

/** What a server accepts. */
export function acceptable(doc: Doc): Doc {
  if (doc.rows.some(({ text }) => text === FORBIDDEN)) throw new Error("That text is forbidden.");
  return doc;
}

/** What a server accepts of a session's own state. */
export function acceptableOwn(own: Own, before: Own): Own {
  if (own.owner !== before.owner) throw new Error("The owner is fixed.");
  return own;
}
