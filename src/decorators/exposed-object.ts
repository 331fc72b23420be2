import { defer, distinctUntilChanged, filter, merge, type Observable, scan, startWith, Subject } from "rxjs";
import { snapshot } from "../patch/snapshot.ts";
import { HandlerError } from "../protocol/errors.ts";
import { isRecord } from "../protocol/is-record.ts";
import { RUNNING_TASKS, runningIn } from "../remote/with-running.ts";
import type { StateHolder } from "../sync/writes.ts";
import type { Declaration, Registration } from "./registry.ts";
import { type Member, membersOf, stateOf } from "./members.ts";
import type { ObjectState } from "./object-options.ts";

/** Members to read again, by their names on the wire; all when it says nothing. */
type Reading = ReadonlySet<string> | undefined;

/**
 * A live object as a stream of states, and a place to write to.
 *
 * ```
 * changed$   ---s--s---s--
 * state$     a--b------c--     read where the object says that it has changed
 * ```
 *
 * What did not change keeps its identity from state to state; nothing of a state is shared with the object, which changes in place.
 */
export class ExposedObject implements StateHolder<ObjectState> {
  readonly #instance: object;
  readonly #declaration: Declaration;
  readonly #errors$ = new Subject<Error>();
  readonly #read$ = new Subject<Reading>();
  #running: readonly string[] = [];
  #before: ObjectState = {};

  /** The states; whoever is subscribed keeps it reading. */
  readonly state$: Observable<ObjectState>;
  /** Reading the object failed: a getter threw, or JSON has no word for a value. The state stays as it was. */
  readonly errors$: Observable<Error> = this.#errors$.asObservable();

  /** @throws TypeError when two members have one name on the wire */
  constructor(instance: object, declaration: Declaration, { handle }: Registration) {
    this.#instance = instance;
    this.#declaration = declaration;
    membersOf(instance, declaration.only, declaration.options);
    this.state$ = defer(() =>
      merge(handle.changed$, this.#read$).pipe(
        startWith(undefined),
        scan((last: ObjectState | undefined, reading: Reading) => this.#tryRead(last, reading), undefined),
        filter((state) => state !== undefined),
        distinctUntilChanged(),
      ),
    );
  }

  /** The members as they are now: an object may get more of them. */
  get members(): readonly Member[] {
    return membersOf(this.#instance, this.#declaration.only, this.#declaration.options);
  }

  /** What clients may write, by the names on the wire. */
  get writable(): ReadonlySet<string> {
    return new Set(this.members.filter(({ writable }) => writable).map(({ wire }) => wire));
  }

  /** The object as it is at this moment, what it has not synced yet included. */
  get value(): ObjectState {
    this.#before = this.state;
    return this.#before;
  }

  /**
   * Writes what differs from `value` to the object: all of it or, when a setter or a getter throws, nothing.
   *
   * @throws TypeError for a state that is no object, or lacks a member
   */
  next(state: unknown): void {
    if (!isRecord(state)) throw new TypeError("the state of an object is an object");
    const before = this.#before;
    const changed = this.members.filter(({ wire }) => before[wire] !== state[wire]);
    const missing = changed.find(({ wire }) => !Object.hasOwn(state, wire));
    if (missing !== undefined) throw new TypeError(`${missing.wire} cannot be removed`);
    this.#assign(changed.map(({ name, wire }): [string, unknown] => [name, snapshot<unknown>(undefined, state[wire])]));
    const derived = this.#declaration.options.derivedOnWrite === false ? [] : this.members.filter((m) => m.computed);
    this.#read$.next(new Set([...changed, ...derived].map(({ wire }) => wire)));
  }

  /** The object as it is on the wire, the task list included. */
  get state(): ObjectState {
    return this.#read(undefined, undefined);
  }

  /** Reads the object although it said nothing. */
  refresh(): void {
    this.#read$.next(undefined);
  }

  /** Takes the names of the running tasks into the state. */
  run(running: readonly string[]): void {
    this.#running = running;
    this.refresh();
  }

  #assign(values: readonly (readonly [string, unknown])[]): void {
    const old: [string, unknown][] = [];
    try {
      for (const [name, value] of values) {
        old.unshift([name, Reflect.get(this.#instance, name)]);
        if (!Reflect.set(this.#instance, name, value)) throw new TypeError(`${name} does not take it`);
      }
      this.#read(undefined, undefined);
    } catch (error) {
      for (const [name, value] of old) this.#restore(name, value);
      throw error;
    }
  }

  #restore(name: string, value: unknown): void {
    try {
      Reflect.set(this.#instance, name, value);
    } catch {
      // a setter that takes nothing has changed nothing
    }
  }

  #tryRead(last: ObjectState | undefined, reading: Reading): ObjectState | undefined {
    try {
      return this.#read(last, reading);
    } catch (error) {
      this.#errors$.next(new HandlerError("this.sync()", this.#instance.constructor.name, error));
      return last;
    }
  }

  #read(last: ObjectState | undefined, reading: Reading): ObjectState {
    const { exposeRunningTasks = false, casing } = this.#declaration.options;
    const { members } = this;
    const read =
      last === undefined || reading === undefined ? members : members.filter(({ wire }) => reading.has(wire));
    const kept = last === undefined || reading === undefined ? {} : last;
    const state = { ...kept, ...stateOf(this.#instance, read) };
    const name = casing === "camel" ? "runningTasks" : RUNNING_TASKS;
    return snapshot<ObjectState>(last, exposeRunningTasks ? runningIn(state, this.#running, name) : state);
  }
}
