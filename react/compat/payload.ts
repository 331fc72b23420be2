import type { Session as CoreSession } from "ws-sync-rx";

/** Bytes as a page of the original expects them, by the `binaryType` of its session. */
export function payloadOf(bytes: Uint8Array, binaryType: BinaryType): Blob | ArrayBuffer {
  const copy = Uint8Array.from(bytes);
  return binaryType === "blob" ? new Blob([copy]) : copy.buffer;
}

/** What a page of the original sends as bytes: whatever a WebSocket takes. */
export type SendableBytes = ArrayBuffer | ArrayBufferView | Blob;

/** Does something with the bytes: at once, unless they are still in a file. */
export function withBytes(core: CoreSession, data: SendableBytes, then: (bytes: Uint8Array) => void): void {
  if (data instanceof Blob) {
    data.arrayBuffer().then(
      (buffer) => then(new Uint8Array(buffer)),
      (error: unknown) => core.report(new Error(`The bytes could not be read: ${String(error)}`)),
    );
  } else if (ArrayBuffer.isView(data)) then(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  else then(new Uint8Array(data));
}
