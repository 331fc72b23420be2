import { defer, map, type Observable, of, switchMap, take } from "rxjs";
import type { Env } from "../connection/env.ts";
import { claim } from "./claim.ts";
import type { LocksLike } from "./page-lock.ts";
import type { UserSession } from "./who.ts";

/** The part of the platform's `Storage` that is used. */
export interface StorageLike {
  /** the text kept under a name */
  getItem(name: string): string | null;
  /** keeps a text under a name */
  setItem(name: string, value: string): void;
}

/** Where ids are kept. A storage that is missing, full or forbidden costs only the memory of the id beyond this page. */
export interface StoredIdsOptions {
  /** shared by all tabs, asked when it is needed */
  readonly local: () => StorageLike | undefined;
  /** one per tab, asked when it is needed */
  readonly tab: () => StorageLike | undefined;
  /** makes a new id */
  readonly id: () => string;
  /** by which two pages do not take the same session; a browser copies the storage of a tab that is duplicated @default none: both take it */
  readonly locks?: () => LocksLike | undefined;
  /** for the time that the page before this one has to give its session up @default none: no locks */
  readonly env?: Pick<Env, "scheduler">;
}

/** Who a client is. */
export interface IdSource {
  /** the ids; the session is only certain to be this page's own after `claimed$` */
  (): UserSession;
  /** emits once it is certain that no other page has the session @default at once */
  readonly claimed$?: Observable<unknown>;
}

/** The names and the JSON encoding are the original client's, so that a page that moves to this one keeps its sessions. */
const USER = "_USER_ID";
const SESSION = "_SESSION_ID";

/**
 * A client's ids, made once and kept in the places where the original React client keeps them (PROTOCOL.md, "Handshake").
 *
 * ```
 * another page has the session   h----------
 * claimed$                       --------n      n it has a session of its own, after half a second
 * ```
 */
export function storedIds(options: StoredIdsOptions): IdSource {
  const { local, tab, id, locks, env } = options;
  let ids: UserSession | undefined;
  const read = (): UserSession => (ids ??= { user: kept(local, USER, id), session: kept(tab, SESSION, id) });

  const claimOwn = (table: LocksLike, scheduler: Env["scheduler"]): Observable<unknown> =>
    defer(() => {
      const { user, session } = read();
      return claim(table, `ws-sync-rx:session:${session}`, scheduler).pipe(
        take(1),
        switchMap((mine) => {
          if (mine) return of(undefined);
          // another part of this page may have found out before
          const found = kept(tab, SESSION, id);
          ids = { user, session: found === session ? renewed(tab, SESSION, id) : found };
          return claimOwn(table, scheduler);
        }),
      );
    });

  const claimed$ = defer(() => {
    const table = locks?.();
    return table === undefined || env === undefined ? of(undefined) : claimOwn(table, env.scheduler);
  }).pipe(map(() => undefined));
  return Object.assign(read, { claimed$ });
}

function kept(storage: () => StorageLike | undefined, name: string, make: () => string): string {
  try {
    return parsed(storage()?.getItem(name) ?? null) ?? renewed(storage, name, make);
  } catch {
    return make();
  }
}

function renewed(storage: () => StorageLike | undefined, name: string, make: () => string): string {
  const id = make();
  try {
    storage()?.setItem(name, JSON.stringify(id));
  } catch {
    // it lives as long as the page
  }
  return id;
}

function parsed(text: string | null): string | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" && value !== "" ? value : undefined;
  } catch {
    return undefined;
  }
}
