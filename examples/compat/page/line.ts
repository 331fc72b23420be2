/** Where a room is; each page has rooms of its own, unless its address names one: `/?room=mine`. */
export function roomUrl(name: string): string {
  const room = new URLSearchParams(location.search).get("room") ?? "compat";
  return `${location.protocol.replace("http", "ws")}//${location.host}/room/${room}-${name}`;
}

/** Where nobody answers. */
export function nowhereUrl(): string {
  return `${location.protocol.replace("http", "ws")}//${location.host}/nowhere`;
}
