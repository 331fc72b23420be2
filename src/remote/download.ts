import { map, type OperatorFunction } from "rxjs";
import { downloadEvent } from "../protocol/event-of.ts";
import type { SyncEvent } from "../protocol/events.ts";

/** A file to send. */
export interface NamedFile {
  /** what the user is to call it; whoever saves it takes folders off */
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/**
 * Makes files downloads, for a pipeline to send: `export$.pipe(map((text) => ({ filename: "notes.txt", bytes: encode(text) })), download())`.
 *
 * ```
 * file$       --f-----g--
 * download()  --F-----G--    `_DOWNLOAD {filename, data: base64}`
 * ```
 */
export function download(): OperatorFunction<NamedFile, SyncEvent> {
  return map(({ filename, bytes }) => downloadEvent(filename, bytes));
}
