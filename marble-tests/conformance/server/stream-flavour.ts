import { BehaviorSubject, defer, map, merge, NEVER, Subject, take } from "rxjs";
import {
  actionEvent,
  actions,
  disconnect,
  downloadEvent,
  type HandlerContext,
  type Pipeline,
  type StateHolder,
  sync,
  tasks,
  toastEvent,
  type ToastType,
  writes,
} from "ws-sync-rx";
import { checkNotes } from "./check-notes.ts";

interface Own {
  readonly notes: readonly string[];
  readonly title: string;
  readonly running: readonly string[];
}

interface Wire extends Record<string, unknown> {
  readonly notes: readonly string[];
  readonly title: string;
  readonly total: number;
  readonly running_tasks: readonly string[];
}

const wireOf = ({ notes, title, running }: Own): Wire => ({
  notes,
  title,
  total: notes.reduce((sum, { length }) => sum + length, 0),
  running_tasks: running,
});

/** NOTES as a stream of states, and functions that make the next one. */
const notes: Pipeline = (session) =>
  defer(() => {
    const own$ = new BehaviorSubject<Own>({ notes: [], title: "My notes", running: [] });
    const tick$ = new Subject<undefined>();
    const change = (changes: Partial<Own>): void => own$.next({ ...own$.value, ...changes });
    const push = (note: string): void => {
      change({ notes: [...own$.value.notes, note] });
    };
    const holder: StateHolder<Wire> = {
      get value() {
        return wireOf(own$.value);
      },
      next: ({ notes, title }) => {
        change({ notes, title });
      },
    };
    const handlers = {
      RENAME: ({ new_title }: { readonly new_title: string }) => {
        change({ title: new_title });
      },
      ADD: ({ note }: { readonly note: string }) => {
        push(note);
      },
      TAKE: ({ name }: { readonly name: string }, { bytes }: HandlerContext) => {
        push(`${name}:${bytes?.byteLength ?? "none"}`);
      },
      SAY: ({ message, kind }: { readonly message: string; readonly kind?: ToastType }) => {
        session.next(toastEvent(message, kind));
      },
      SAVE: ({ filename, text }: { readonly filename: string; readonly text: string }) => {
        session.next(downloadEvent(filename, Buffer.from(text)));
      },
      SHOW: (args: object) => {
        session.next(actionEvent("NOTES", "SHOWN", args));
      },
      ECHO: ({ name }: { readonly name: string }, { bytes }: HandlerContext) => {
        session.next(actionEvent("NOTES", "ECHOED", { name }, bytes));
      },
      KICK: ({ message }: { readonly message: string }) => {
        disconnect(session, message);
      },
      BOOM: () => {
        throw new Error("boom");
      },
      REJECT: () => Promise.reject(new Error("rejected")),
      *SLOW() {
        change({ title: "slow began" });
        yield tick$.pipe(take(1));
        change({ title: "slow ended" });
      },
      TICK: () => {
        tick$.next(undefined);
      },
    };
    const bodies = {
      *COUNT({ upto }: { readonly upto: number }) {
        for (let at = 0; at < upto; at += 1) {
          push(`n${at}`);
          yield tick$.pipe(take(1));
        }
      },
      WAIT: () => NEVER,
      FAIL: () => {
        throw new Error("the task fails");
      },
    };
    const onCancel = {
      COUNT: () => {
        push("cancelled");
      },
    };
    const runningObserver = {
      next: (running: readonly string[]) => {
        change({ running });
      },
    };
    const allow = ([member]: readonly string[]): boolean => member === "notes" || member === "title";
    return merge(
      own$.pipe(map(wireOf), sync<Wire>(session, "NOTES", { alwaysDelta: true })),
      session.pipe(writes<Wire>("NOTES", holder, { check: checkNotes, allow })),
      session.pipe(actions("NOTES", handlers)),
      session.pipe(tasks("NOTES", bodies, { onCancel, runningObserver })),
    );
  });

const lazy: Pipeline = (session) =>
  defer(() => {
    const state$ = new BehaviorSubject({ value: 0 });
    const INC = (): void => state$.next({ value: state$.value.value + 1 });
    return merge(
      state$.pipe(sync(session, "LAZY", { sendOnInit: false, alwaysDelta: true })),
      session.pipe(actions("LAZY", { INC })),
    );
  });

const day: Pipeline = (session) =>
  defer(() => {
    const state$ = new BehaviorSubject<{ readonly day: unknown }>({ day: "monday" });
    return merge(state$.pipe(sync(session, "DAY", { alwaysDelta: true })), session.pipe(writes("DAY", state$)));
  });

/** The objects of the conformance suite, as streams. */
export const streamFlavour: Pipeline = (session) => merge(notes(session), lazy(session), day(session));
