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
}

/** The names and the JSON encoding are the original client's, so that a page that moves to this one keeps its sessions. */
const USER = "_USER_ID";
const SESSION = "_SESSION_ID";

/** A client's ids, made once and kept in the places where the original React client keeps them (PROTOCOL.md, "Handshake"). */
export function storedIds(options: StoredIdsOptions): () => UserSession {
  let ids: UserSession | undefined;
  return () => {
    ids ??= { user: kept(options.local, USER, options.id), session: kept(options.tab, SESSION, options.id) };
    return ids;
  };
}

function kept(storage: () => StorageLike | undefined, name: string, make: () => string): string {
  try {
    const place = storage();
    const found = parsed(place?.getItem(name) ?? null);
    if (found !== undefined) return found;
    const id = make();
    place?.setItem(name, JSON.stringify(id));
    return id;
  } catch {
    return make();
  }
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
