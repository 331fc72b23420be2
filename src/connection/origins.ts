/** Web pages that may connect: those of the server's own host, a list of origins such as `https://app.example`, or all. */
export type Origins = "same" | "any" | readonly string[];

/** The headers of an upgrade request that matter here. */
export interface OriginHeaders {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}

/**
 * Whether an upgrade may go on. Browsers always send `Origin`, and WebSockets have no other defence against a foreign page that
 * connects with the visitor's cookies; a request without `Origin` comes from no browser and is let through.
 */
export function isAllowedOrigin({ origin, host }: OriginHeaders, allowed: Origins): boolean {
  if (origin === undefined || allowed === "any") return true;
  if (allowed !== "same") return allowed.includes(origin);
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
