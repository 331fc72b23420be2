type Empty = Record<string, never>;
type Call<Params> = Params extends null ? (empty?: Empty) => void : (args: Params) => void;

/** Functions that call actions of the server, by their local names. */
export type Actions<NameToKey extends { [N in keyof NameToKey]: keyof KeyToParams }, KeyToParams> = {
  [N in keyof NameToKey]: Call<KeyToParams[NameToKey[N]]>;
};

/** Controls of tasks of the server, by their local names. */
export type Tasks<NameToKey extends { [N in keyof NameToKey]: keyof KeyToParams }, KeyToParams> = {
  [N in keyof NameToKey]: TaskControl<KeyToParams[NameToKey[N]]>;
};

/** Starts and cancels one task of the server. */
export interface TaskControl<Params> {
  /** starts it */
  start: Call<Params>;
  /** cancels it */
  cancel: () => void;
}

/** Makes functions that call actions: `createDelegators<Params>()({ add: "append" })`, or in one call with both types given. */
export interface CreateDelegators {
  <KeyToParams extends object>(): <NameToKey extends Record<string, keyof KeyToParams>>(
    nameToKey: NameToKey,
  ) => Actions<NameToKey, KeyToParams>;
  <KeyToParams extends object, NameToKey extends Record<string, keyof KeyToParams>>(
    nameToKey: NameToKey,
  ): Actions<NameToKey, KeyToParams>;
}

/** Makes controls of tasks: `createTaskDelegators<Params>()({ export: "EXPORT" })`, or in one call with both types given. */
export interface CreateTaskDelegators {
  <KeyToParams extends object>(): <NameToKey extends Record<string, keyof KeyToParams>>(
    nameToKey: NameToKey,
  ) => Tasks<NameToKey, KeyToParams>;
  <KeyToParams extends object, NameToKey extends Record<string, keyof KeyToParams>>(
    nameToKey: NameToKey,
  ): Tasks<NameToKey, KeyToParams>;
}

/** One object with something made for each name, now or once the names are given. */
export function delegators<Delegated>(make: (type: string) => Delegated) {
  const all = (nameToKey: Readonly<Record<string, PropertyKey>>): Record<string, Delegated> =>
    Object.fromEntries(Object.entries(nameToKey).map(([name, key]) => [name, make(String(key))]));
  return (nameToKey?: Readonly<Record<string, PropertyKey>>) => (nameToKey === undefined ? all : all(nameToKey));
}
