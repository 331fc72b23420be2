import { EMPTY, mergeMap, type Observable, of } from "rxjs";
import { HandlerError } from "../protocol/errors.ts";
import { EventType, type SyncEvent } from "../protocol/events.ts";
import { isRecord } from "../protocol/is-record.ts";
import type { Session } from "../session/session.ts";
import { fileName } from "./file-name.ts";

/** A file for the user to save. */
export interface Download {
  /** a bare name: no folders, no control characters, never empty */
  readonly filename: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The files that the server sends. Bytes come as base64, or as the payload of a binary event.
 *
 * ```
 * session              --D--x--D--    x no base64
 * downloads(session)   --d-----d--
 * session.errors$      -----e-----    HandlerError
 * ```
 */
export function downloads(session: Session): Observable<Download> {
  return session.on(EventType.download).pipe(
    mergeMap((event) => {
      try {
        return of(downloadOf(event));
      } catch (error) {
        session.report(new HandlerError(event.type, "downloads", error));
        return EMPTY;
      }
    }),
  );
}

function downloadOf({ data, bytes }: SyncEvent): Download {
  const text = isRecord(data) ? data["data"] : undefined;
  if (!isRecord(data) || typeof data["filename"] !== "string" || (bytes === undefined && typeof text !== "string"))
    throw new TypeError('its data must be {"filename": string, "data": base64}');
  return {
    filename: fileName(data["filename"]),
    bytes: bytes === undefined ? decoded(String(text)) : Uint8Array.from(bytes),
  };
}

/** @throws DOMException for what is no base64 */
function decoded(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
