import type { RawFrame } from "./raw-client.ts";

/** A whole state, as it comes; for tests. */
export const set = (key: string, data: unknown): RawFrame => ({ type: `_SET:${key}`, data });
/** A difference, as it comes; for tests. */
export const patch = (key: string, ...data: readonly object[]): RawFrame => ({ type: `_PATCH:${key}`, data });
/** One operation; for tests. */
export const replace = (path: string, value: unknown): object => ({ op: "replace", path, value });
