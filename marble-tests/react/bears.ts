import type { SyncEvent } from "ws-sync-rx";
import { type SyncOptions, synced } from "ws-sync-rx/zustand";
import { create } from "zustand";
import { linked, type Linked } from "./linked.ts";

/** The state of a store, and what the server never names of it: a function, and what page it shows. */
export interface Bears {
  bears: number;
  names: string[];
  tab: string;
  rename?: (args: { to: string }) => void;
}

/** What the server sends first. */
export const SET = { bears: 3, names: ["Baloo"] };
export const PATCH = "_PATCH:BEARS";

function storeOf(link: Linked, options: Partial<SyncOptions>) {
  return create<Bears>()(
    synced(
      (set) => ({
        bears: 0,
        names: [],
        tab: "list",
        rename: ({ to }: { to: string }) => set({ names: [to] }),
      }),
      { key: "BEARS", session: link.client, ...options },
    ),
  );
}

/** A store whose server has sent its state. */
export function served(options: Partial<SyncOptions> = {}) {
  const link = linked();
  const useBears = storeOf(link, options);
  link.open();
  link.send("_SET:BEARS", SET);
  return { link, useBears };
}

/** The operations that the client has sent. */
export const patches = ({ received }: Pick<Linked, "received">): unknown[] =>
  received.filter(({ type }: SyncEvent) => type === PATCH).flatMap(({ data }) => data);
