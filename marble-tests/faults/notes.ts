import { type StateHolder, sync, syncKey, writes, type Pipeline } from "ws-sync-rx";
import { merge, type Observable } from "rxjs";

export interface Notes {
  readonly title: string;
  readonly notes: readonly string[];
  readonly text: string;
}

export const NOTES = syncKey<Notes>("NOTES");

/** Large enough for a delta to be smaller than the state. */
export const text = "A state is sent as a whole where its difference would be larger. ".repeat(3);

export const notes: Notes = { title: "a", notes: ["one", "two"], text };

/** What a server does with a state that its clients may write. */
export function served(state$: StateHolder<Notes> & Observable<Notes>): Pipeline {
  return (session) => merge(state$.pipe(sync(session, NOTES)), session.pipe(writes(NOTES, state$)));
}
