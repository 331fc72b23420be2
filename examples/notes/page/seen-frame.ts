import type { PanelName } from "./panel-name.ts";

/** What one WebSocket message looked like on its way. */
export interface SeenFrame {
  readonly id: number;
  readonly panel: PanelName;
  /** seen from the panel */
  readonly direction: "sent" | "received";
  /** ms, as `performance.now()` tells it */
  readonly at: number;
  /** the type of its event, with the key */
  readonly type: string;
  /** its length on the wire, in bytes of UTF-8 */
  readonly bytes: number;
  /** the JSON of its data, cut where it gets long */
  readonly data: string;
}

/** characters of the data that are kept: the state of a long list has half a million */
const DATA = 240;
const HEAD = /^\{"type":"((?:[^"\\]|\\.)*)"(?:,"data":)?/;
const utf8 = new TextEncoder();
let count = 0;

/** Looks at a message without parsing it, so that looking costs next to nothing whatever its length. */
export function seenFrame(
  panel: PanelName,
  direction: SeenFrame["direction"],
  message: unknown,
  at: number,
): SeenFrame {
  const text = typeof message === "string" ? message : "";
  const head = HEAD.exec(text);
  const data = text.slice(head?.[0].length ?? 0, -1);
  const cut = data.length > DATA ? `${data.slice(0, DATA)} … ${(data.length - DATA).toLocaleString("en")} more` : data;
  return {
    id: (count += 1),
    panel,
    direction,
    at,
    type: typeof message === "string" ? (head?.[1] ?? "no event") : "binary",
    bytes: typeof message === "string" ? utf8.encode(message).length : byteLength(message),
    data: cut,
  };
}

function byteLength(message: unknown): number {
  return message instanceof ArrayBuffer || ArrayBuffer.isView(message) ? message.byteLength : 0;
}
