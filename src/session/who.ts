/** Who a client says it is. */
export interface UserSession {
  /** the same in all tabs of a browser */
  readonly user: string;
  /** one per tab */
  readonly session: string;
}
