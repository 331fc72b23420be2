import { EMPTY, mergeMap, type Observable, of } from "rxjs";
import { actions, EventType, keyedType, type Session as CoreSession } from "ws-sync-rx";
import type { Loose } from "../compat/loose.ts";
import { payloadOf } from "../compat/payload.ts";
import { Registered } from "../compat/registered.ts";
import { memberOf, type Members } from "./pending.ts";

/** Functions that the server may call, by the names that it calls them. */
export type ExposedHandlers = Record<string, (args: Loose) => unknown>;

/** What the server may call of a store: functions that were registered, and those of the store that were named. Nothing else. */
export class ExposedActions {
  readonly #registered = new Registered<(args: Loose) => unknown>("the action");
  readonly #names: ReadonlySet<string>;

  /** @param names functions of the store */
  constructor(names: readonly string[] = []) {
    this.#names = new Set(names);
  }

  /**
   * Registers functions, which come before those of the store.
   *
   * @returns forgets them
   * @throws Error when there is one of a name already; none of them is registered then
   */
  register(handlers: ExposedHandlers): () => void {
    const done: string[] = [];
    const undo = (): void => {
      for (const name of done.splice(0)) this.#registered.remove(name);
    };
    try {
      for (const [name, handler] of Object.entries(handlers)) {
        this.#registered.add(name, handler, false);
        done.push(name);
      }
    } catch (error) {
      undo();
      throw error;
    }
    return undo;
  }

  /** Serves the server's calls for as long as it is subscribed to. */
  serve(core: CoreSession, key: string, store: () => Members, binaryType: () => BinaryType): Observable<never> {
    const calls$ = core.on(keyedType(EventType.action, key));
    return core.run(() =>
      calls$.pipe(
        mergeMap((event) => {
          const name = nameOf(event.data);
          const handler = this.#handler(name, store());
          if (handler === undefined) return EMPTY;
          const called = (args: object, { bytes }: { readonly bytes: Uint8Array | undefined }): unknown =>
            handler(bytes === undefined ? args : { data: payloadOf(bytes, binaryType()), ...args });
          return of(event).pipe(actions(key, { [name]: called }));
        }),
      ),
    );
  }

  #handler(name: string, store: Members): ((args: Loose) => unknown) | undefined {
    const registered = this.#registered.get(name);
    if (registered !== undefined) return registered;
    const member = this.#names.has(name) ? memberOf(store, name) : undefined;
    return typeof member === "function"
      ? (args: unknown): unknown => Reflect.apply(member, undefined, [args])
      : undefined;
  }
}

function nameOf(data: unknown): string {
  return typeof data === "object" && data !== null && "type" in data && typeof data.type === "string" ? data.type : "";
}
