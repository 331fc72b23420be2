declare const SHAPE: unique symbol;

/**
 * The name of a synced object, carrying the types of its state, actions and tasks to both ends.
 *
 * At run time it is the bare string that follows the first `:` of an event type (PROTOCOL.md, "Keys"); a plain string may
 * stand wherever a key is asked for, and then infers nothing.
 */
export type SyncKey<State = unknown, Actions = unknown, Tasks = unknown> = string & {
  readonly [SHAPE]?: { readonly state: State; readonly actions: Actions; readonly tasks: Tasks };
};

/** The state type that a key carries. */
export type StateOf<Key> = Key extends { readonly [SHAPE]?: { readonly state: infer State } } ? State : unknown;

/** The actions that a key carries, as an interface of methods with one argument object each. */
export type ActionsOf<Key> = Key extends { readonly [SHAPE]?: { readonly actions: infer Actions } } ? Actions : unknown;

/** The tasks that a key carries, as an interface of methods with one argument object each. */
export type TasksOf<Key> = Key extends { readonly [SHAPE]?: { readonly tasks: infer Tasks } } ? Tasks : unknown;

/** Types that are keys themselves. */
type KeyLike<Key> = typeof SHAPE extends keyof Key ? unknown : never;

/**
 * Names a synced object once, for both ends.
 *
 * @typeParam Key all types at once, as another type has them: `syncKey<KeyOf<typeof Notes>>("NOTES")`
 * @param name any text; `/` and `:` are allowed, since the key is all that follows the first `:` of an event type
 */
export function syncKey<Key extends KeyLike<Key> = SyncKey>(name: string): Key;
/**
 * Names a synced object once, for both ends.
 *
 * @param name any text; `/` and `:` are allowed, since the key is all that follows the first `:` of an event type
 */
export function syncKey<State, Actions = unknown, Tasks = unknown>(name: string): SyncKey<State, Actions, Tasks>;
export function syncKey(name: string): string {
  return name;
}

/** The full type of a keyed event: `_SET` and `NOTES` make `_SET:NOTES`. */
export function keyedType(name: string, key: string): string {
  return `${name}:${key}`;
}
