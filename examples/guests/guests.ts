import { syncKey } from "ws-sync-rx";

/** Who has signed, in order. */
export interface Guests {
  readonly names: readonly string[];
  readonly host: string;
}

export interface GuestActions {
  sign(args: { readonly name: string }): number;
}

export const GUESTS = syncKey<Guests, GuestActions>("GUESTS");
