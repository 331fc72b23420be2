import { useObservable, useObservableState } from "observable-hooks";
import { delay, map, of, switchMap } from "rxjs";
import { useSyncStatus } from "ws-sync-rx/react";

/** ms that the server has for an answer before it is worth a word */
const AT_ONCE = 200;
const SAVED = "all saved";
const SAVING = "saving …";

/** Whether what was changed and called in this panel has arrived. */
export function SaveStatus() {
  const { phase, saved, waiting, sent } = useSyncStatus();
  const words = saved ? SAVED : phase === "live" ? SAVING : `${waiting + sent} waiting`;
  const words$ = useObservable(
    (inputs$) =>
      inputs$.pipe(
        map(([present]) => present),
        switchMap((present) => (present === SAVING ? of(present).pipe(delay(AT_ONCE)) : of(present))),
      ),
    [words],
  );
  const shown = useObservableState(words$, words);

  return (
    <span
      role="status"
      className={shown === SAVED ? "saved" : shown === SAVING ? "saved busy" : "saved waiting"}
      title="Edits and calls that have no answer from the server yet; without a line they wait for one"
    >
      {shown}
    </span>
  );
}
