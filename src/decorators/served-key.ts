import type { ActionsOf, StateOf, TasksOf } from "../protocol/key.ts";
import type { AnyClass, KeyShape, RemoteCall, StateOfObject } from "./key-of.ts";

type Arguments<Call> = Call extends (...args: infer Args extends readonly unknown[]) => unknown ? Args : never;

/** The calls of a key that the method of the same name does not take; a method under another name is not found by types. */
type MisfitName<T, Calls> = unknown extends Calls
  ? never
  : {
      [Name in keyof Calls & keyof T]: Arguments<RemoteCall<T[Name], false>> extends infer Taken
        ? Taken extends readonly []
          ? never
          : Arguments<Calls[Name]> extends Taken
            ? never
            : Name
        : never;
    }[keyof Calls & keyof T];

type Agreed<T, Key, Shape extends KeyShape> = [StateOfObject<T, Shape>] extends [StateOf<Key>]
  ? [MisfitName<T, ActionsOf<Key>> | MisfitName<T, TasksOf<Key>>] extends [never]
    ? unknown
    : {
        readonly "methods of the class do not take the arguments that its key gives them": MisfitName<
          T,
          ActionsOf<Key> & TasksOf<Key>
        >;
      }
  : { readonly "the members of the class are not the state of its key": StateOf<Key> };

/**
 * What a class must be for a key that carries types: its members, under the names that the options give them, are the state of the key,
 * and its methods take the arguments of the actions and tasks that have their names. A bare string asks for nothing.
 */
export type Serves<Class extends AnyClass, Key, Shape extends KeyShape> =
  unknown extends StateOf<Key> ? unknown : Agreed<InstanceType<Class>, Key, Shape>;
