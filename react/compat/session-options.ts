import type { Loose } from "./loose.ts";

/** How a `Session` connects. Since 0.8 the original takes these as one object. */
export interface SessionOptions {
  /** `ws:` or `wss:`; `session.url` is read for every attempt */
  url: string;
  /** what toasts call the server @default "Server" */
  label?: string | undefined;
  /** a toast library, such as sonner's `toast`: told of connections that come and go @default none */
  toast?: Loose;
  /** what bytes from the server come as @default "blob" */
  binaryType?: BinaryType | undefined;
  /** ms, upper bound of the first wait before another attempt @default 250 */
  minRetryInterval?: number | undefined;
  /** ms, upper bound of every wait @default 10_000 */
  maxRetryInterval?: number | undefined;
  /** whether registering a handler may replace the one there is, where the call does not say @default false */
  override?: boolean | undefined;
}

/** The arguments of 0.7: four to six; those of 0.6 have no `binaryType` in the middle. */
export type PositionalOptions = [
  url: string,
  label?: string,
  toast?: Loose,
  binaryType?: BinaryType | number,
  minRetryInterval?: number,
  maxRetryInterval?: number,
];

/** The options, in whichever of the three forms they were given. */
export function optionsOf(given: [SessionOptions] | PositionalOptions): SessionOptions {
  const [first, label, toast, fourth, fifth, sixth] = given;
  if (typeof first === "object") return first;
  const own = { url: first, label, toast: toast as unknown };
  return typeof fourth === "number"
    ? { ...own, minRetryInterval: fourth, maxRetryInterval: fifth }
    : { ...own, binaryType: fourth, minRetryInterval: fifth, maxRetryInterval: sixth };
}
