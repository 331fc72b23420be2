/** What one direction of a proxied line is like; may change at any time. */
export interface Weather {
  /** ms that everything is under way, at least */
  latency: number;
  /** ms that may be added to it; nothing overtakes what was sent before */
  jitter: number;
  /** bytes per second */
  rate: number;
  /** bytes that still go one by one, each as a write of its own */
  slices: number;
  /** whether everything is taken and nothing arrives, the end of the line included; what was sent comes out when it is over */
  hole: boolean;
  /** bytes after which the line is reset, wherever in a frame that is */
  cutAfter: number;
}

/** A local network. */
export function fairWeather(): Weather {
  return {
    latency: 1,
    jitter: 4,
    rate: Number.POSITIVE_INFINITY,
    slices: 0,
    hole: false,
    cutAfter: Number.POSITIVE_INFINITY,
  };
}
