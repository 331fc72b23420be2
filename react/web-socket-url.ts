/**
 * The address of a WebSocket as the platform wants it: `/ws` on `https://example.com/notes` becomes `wss://example.com/ws`.
 *
 * Looks at the page, so it is called when a line is opened and not before.
 *
 * @throws TypeError for a relative address where there is no page
 */
export function webSocketUrl(url: string): string {
  const resolved = new URL(url, typeof location === "undefined" ? undefined : location.href);
  resolved.protocol = resolved.protocol.replace(/^http/, "ws");
  return resolved.href;
}
