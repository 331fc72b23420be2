import { BehaviorSubject, map, Subject, take } from "rxjs";
import {
  action,
  actions,
  sync,
  type SyncOptions,
  synced,
  type Synced,
  syncKey,
  writes,
  type WritesOptions,
} from "ws-sync-rx";
import { type Actor, type ActorOptions, Stage, type StageOptions } from "../../stage.ts";
import { codeOf } from "../../code-of.ts";

/** What the dialogues are about. */
export interface Notes {
  readonly title: string;
  readonly notes: readonly string[];
}

interface Calls {
  add(args: { note: string }): number;
  slow(args: object): string;
}

export const NOTES = syncKey<Notes, Calls>("NOTES");
const NO_NOTES: Notes = { title: "", notes: [] };

/** How the notes are served. */
export interface NotesOptions extends StageOptions, WritesOptions<Notes>, Omit<SyncOptions, "alwaysDelta"> {
  readonly start?: Notes;
  /** whether the notes are another life's with every start of the server @default true */
  readonly forgets?: boolean;
}

/** A client with its copy of the notes. */
export interface Reader extends Actor {
  readonly copy: Synced<Notes>;
}

/** The stage of the dialogues: a server of notes, on lines that take 20 ms. */
export class NotesStage extends Stage {
  readonly #notes$: BehaviorSubject<Notes>;
  readonly #done$: Subject<string>;
  /** 0 of the dialogue */
  #zero = 0;

  constructor(options: NotesOptions = {}) {
    const { start = NO_NOTES, forgets = true } = options;
    const notes$ = new BehaviorSubject(start);
    const done$ = new Subject<string>();
    super(() => {
      if (forgets) notes$.next(start);
      return [
        (session) => notes$.pipe(sync(session, NOTES, { ...options, alwaysDelta: true })),
        (session) => session.pipe(writes(NOTES, notes$, options)),
        (session) =>
          session.pipe(
            actions(NOTES, {
              add: ({ note }) => {
                notes$.next({ ...notes$.value, notes: [...notes$.value.notes, note] });
                return notes$.value.notes.length;
              },
              slow: () => done$.pipe(take(1)),
            }),
          ),
      ];
    }, options);
    this.#notes$ = notes$;
    this.#done$ = done$;
  }

  /** A client that shows the notes. */
  reader(name: string, options: ActorOptions = {}): Reader {
    return this.show(this.client(name, options));
  }

  /** A client begins to show the notes. */
  show(actor: Actor): Reader {
    const copy = synced<Notes>(actor.session, NOTES, NO_NOTES);
    copy.subscribe();
    return Object.create(actor, { copy: { value: copy } }) as Reader;
  }

  /** A change of the server. */
  change(change: Partial<Notes>): void {
    this.#notes$.next({ ...this.#notes$.value, ...change });
  }

  /** The calls of `slow` are over. */
  finish(value: string): void {
    this.#done$.next(value);
  }

  /** A call of a client. @returns what has come of it, so far */
  call(reader: Actor, name: keyof Calls, args: object = {}): readonly string[] {
    const ends: string[] = [];
    action<Calls, never>(reader.session, NOTES, name as never, args as never)
      .pipe(map((value) => JSON.stringify(value)))
      .subscribe({ next: (value) => ends.push(value), error: (error: unknown) => ends.push(codeOf(error)) });
    return ends;
  }

  /** Lets `ms` pass since the beginning of the dialogue. */
  until(ms: number): void {
    this.wait(this.#zero + ms - this.scheduler.frame);
  }

  /** The dialogue begins here. */
  begin(): void {
    this.#zero = this.scheduler.frame;
    this.log.length = 0;
  }

  /** What was sent since the dialogue began; of a hundred equal characters and more only one is shown. */
  get dialogue(): readonly string[] {
    const several = new Set(this.log.map(({ who }) => who)).size > 1;
    return this.log.map(({ at, who, way, what }) => {
      const short = what.replaceAll(/(.)\1{99,}/g, "$1…");
      return `${several ? `${who} ` : ""}${Math.round(at - this.#zero)} ${way} ${short}`;
    });
  }
}
