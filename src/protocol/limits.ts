/** What a frame from the other end may cost before it is refused (PROTOCOL.md, "Limits"). */
export interface FrameLimits {
  /** characters of a text frame @default 65_536 */
  readonly text: number;
  /** bytes of a binary frame @default 1_048_576 */
  readonly binary: number;
  /** nesting of its JSON @default 32 */
  readonly depth: number;
  /** values and members in its JSON @default 10_000 */
  readonly nodes: number;
}

/** For frames from a client: small, since anybody can be one. */
export const CLIENT_FRAME_LIMITS: FrameLimits = { text: 65_536, binary: 1_048_576, depth: 32, nodes: 10_000 };

/** For frames from clients that are used to the original, which has no limits of its own. Unsafe: only where all clients are trusted. */
export const UNSAFE_ORIGINAL_FRAME_LIMITS: FrameLimits = {
  text: 1_048_576,
  binary: 1_048_576,
  depth: 128,
  nodes: 200_000,
};

/** For frames from the server a client chose to trust: whole states fit. */
export const SERVER_FRAME_LIMITS: FrameLimits = {
  text: Number.POSITIVE_INFINITY,
  binary: Number.POSITIVE_INFINITY,
  depth: Number.POSITIVE_INFINITY,
  nodes: Number.POSITIVE_INFINITY,
};
