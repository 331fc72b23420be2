import { encode } from "../protocol/codec.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { ServerHello } from "../protocol/hello.ts";
import { RequestError } from "../protocol/request-error.ts";
import type { Request } from "./request.ts";

/**
 * What a request sends, nothing when there is nothing to ask for any more, or why it cannot be made.
 *
 * @param id under which the server is to answer @default none: an original server does not
 */
export function madeEvent(request: Request, id?: number): SyncEvent | undefined | RequestError {
  try {
    const made = request.event(id === undefined ? 1 : 2);
    if (made === undefined) return undefined;
    const event = id === undefined ? made : { ...made, envelope: { ...made.envelope, id } };
    encode(event);
    return event;
  } catch (error) {
    if (error instanceof RequestError) return error;
    return new RequestError(request.name, {
      code: "invalid",
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Why a server does not take an event of this size; `undefined` when it does. */
export function excessOf(event: SyncEvent, { text, binary }: ServerHello["limits"]): string | undefined {
  const [frame, payload] = encode(event);
  const bytes = payload?.length ?? 0;
  if (frame.length <= text && bytes <= binary) return undefined;
  return `it has ${frame.length} characters and ${bytes} bytes, the server takes ${text} and ${binary}`;
}
