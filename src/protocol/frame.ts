/** One WebSocket message: JSON text, or the payload that a `_BIN_META` announced. */
export type Frame = string | Uint8Array;

/** The frames of one event, in order: one, or two for a binary event. They must be sent without anything between them. */
export type Frames = readonly [Frame] | readonly [Frame, Frame];
