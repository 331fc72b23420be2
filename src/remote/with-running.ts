import { combineLatest, map, type Observable, type OperatorFunction, startWith } from "rxjs";

/** A state with the names of the running tasks as one more member. */
export type WithRunning<State, Name extends string> = Omit<State, Name> & Readonly<Record<Name, readonly string[]>>;

/**
 * Shows the names of the running tasks in a state, as its last member.
 *
 * ```
 * running$                --x-----o---
 * state$                  a----b------
 * withRunning(running$)   a-A--B--b---     A is a with running_tasks: ["x"]
 * ```
 *
 * One list for a session is a `BehaviorSubject` made in its pipeline, given to `tasks` as `runningObserver` and to this; one for all
 * sessions is made beside `publish` and given to `sharedTasks`:
 *
 * ```ts
 * const running$ = new BehaviorSubject<readonly string[]>([]);
 * const notes = publish(NOTES, notes$.pipe(withRunning(running$)));
 * const work = sharedTasks(NOTES, { importFrom }, { runningObserver: running$ });
 * ```
 *
 * What clients write to the member is covered by the truth; to refuse it, say so in `allow` of `writes`.
 *
 * @param running$ none are running until it emits
 * @param name the member @default "running_tasks", which original clients look for; in camel case it is "runningTasks"
 */
export function withRunning<State extends object, Name extends string = "running_tasks">(
  running$: Observable<readonly string[]>,
  name: Name = RUNNING_TASKS as Name,
): OperatorFunction<State, WithRunning<State, Name>> {
  return (state$) =>
    combineLatest([running$.pipe(startWith([])), state$]).pipe(
      map(([running, state]) => runningIn(state, running, name)),
    );
}

/** The member under which original clients look for the names of the running tasks. */
export const RUNNING_TASKS = "running_tasks";

/** A state with the names of the running tasks as its last member, in place of what it may have there. */
export function runningIn<State extends object, Name extends string>(
  state: State,
  running: readonly string[],
  name: Name,
): WithRunning<State, Name> {
  const others = Object.entries(state).filter(([member]) => member !== name);
  return Object.fromEntries([...others, [name, running]]) as WithRunning<State, Name>;
}
