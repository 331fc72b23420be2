/** How a difference is written. */
export interface DiffOptions {
  /** Sends a change inside a text as `str_ins` and `str_del`, which only our own ends understand. Default `false`. */
  readonly text?: boolean;
  /**
   * The members that tell the rows of a list apart, for each list by its pointer, in which `*` stands for any one token. An empty
   * array: the rows of this list have none. Default, and for all other lists: `id`, `key`, `_id`, `uuid`, in this order.
   */
  readonly rowKeys?: Readonly<Record<string, readonly string[]>>;
}
