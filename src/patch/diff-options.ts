/** How a difference is written. */
export interface DiffOptions {
  /** Sends a change inside a text as `str_ins` and `str_del`, which only our own ends understand. Default `false`. */
  readonly text?: boolean;
  /**
   * Writes `move` where a row of a list has travelled within it, or a member of an object has taken another name, and the patch
   * is smaller for it. Default `false`: each travel is a `remove` and an `add`, which every peer takes.
   */
  readonly moves?: boolean;
  /**
   * The members that tell the rows of a list apart, for each list by its pointer, in which `*` stands for any one token. An empty
   * array: the rows of this list have none. Default, and for all other lists: `id`, `key`, `_id`, `uuid`, in this order.
   */
  readonly rowKeys?: Readonly<Record<string, readonly string[]>>;
}
