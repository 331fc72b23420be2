import { map } from "rxjs";
import type { SyncEvent } from "ws-sync-rx";
import { plain } from "../../src/session/addressed.ts";

/** The events as they are encoded: without their line. */
export const plainEvents = map((event: SyncEvent) => plain(event));
