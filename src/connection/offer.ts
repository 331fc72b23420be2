/** What a client adds to the query of its URL to offer version 2 (PROTOCOL.md, "Negotiation"). */
const OFFER = "ws-sync=2";

/** A URL with the offer in its query, beside whatever is there; relative ones too. */
export function offering(url: string): string {
  const [address = "", ...fragment] = url.split("#");
  if (offers(address)) return url;
  const joint = !address.includes("?") ? "?" : /[?&]$/.test(address) ? "" : "&";
  return [`${address}${joint}${OFFER}`, ...fragment].join("#");
}

/** Whether the query of a URL or of an HTTP request's path holds the offer. */
export function offers(url: string): boolean {
  const start = url.indexOf("?");
  return (
    start !== -1 &&
    url
      .slice(start + 1)
      .split("&")
      .includes(OFFER)
  );
}
