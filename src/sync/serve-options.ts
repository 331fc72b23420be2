/** How a state is served to the lines of a session. */
export interface ServeOptions {
  /** whether a new line gets the state at once; otherwise it has to ask with `_GET` @default true */
  readonly sendOnInit?: boolean;
  /** ms of rest after crossing writes until the places in doubt are stated again; only to clients of version 1 @default 500 */
  readonly settleAfter?: number;
  /** never a `_SET` where a `_PATCH` will do, even if that is larger: as the original does @default false */
  readonly alwaysDelta?: boolean;
  /** versions between two hashes by which a client of version 2 finds out that its copy has diverged; each costs a walk of the state @default never */
  readonly verifyEvery?: number;
}
