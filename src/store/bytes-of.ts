/** The bytes that a text of the standard alphabet stands for (RFC 4648, section 4); `undefined` where it is none. */
export function bytesOf(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
