import { type BehaviorSubject, tap, timer } from "rxjs";
import { actions, type Pipeline, publish, writes } from "ws-sync-rx";
import { checkNotes, isEditable } from "./check-notes.ts";
import { LIMITS, NOTES, type Notes } from "./notes.ts";

/**
 * What every session runs: all share the state in `notes$`, so what one browser changes is seen in all.
 *
 * @param notes$ where the state lives; whoever calls `next` on it is synced as well
 */
export function notesPipelines(notes$: BehaviorSubject<Notes>): readonly Pipeline[] {
  let ids = notes$.value.notes.length;

  const update = (change: (notes: Notes) => Notes): void => notes$.next(checkNotes(change(notes$.value)));
  const add = (text: string): void =>
    update((state) => ({ ...state, notes: [...state.notes, { id: `n${(ids += 1)}`, text }] }));
  const remove = (id: string): void =>
    update((state) => ({ ...state, notes: state.notes.filter((note) => note.id !== id) }));

  return [
    publish(NOTES, notes$),
    (session) => session.pipe(writes(NOTES, notes$, { allow: isEditable, check: checkNotes })),
    (session) =>
      session.pipe(
        actions(NOTES, {
          add: ({ text }) => add(text),
          remove: ({ id }) => remove(id),
          addLater: ({ seconds }) =>
            timer(Math.min(seconds, LIMITS.seconds) * 1_000).pipe(
              tap(() => add("The server wrote this by itself. Was your line up at that moment?")),
            ),
        }),
      ),
  ];
}
