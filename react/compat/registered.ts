/** Handlers by name, one each. A name that nobody registered has none, whatever objects inherit. */
export class Registered<Handler> {
  readonly #handlers = new Map<string, Handler>();

  /** @param what for messages: what a name stands for */
  constructor(readonly what: string) {}

  /** The handler of a name. */
  get(name: string): Handler | undefined {
    return this.#handlers.get(name);
  }

  /**
   * Registers a handler.
   *
   * @throws Error when there is one already, and it may not be replaced
   */
  add(name: string, handler: Handler, override: boolean): void {
    if (this.#handlers.has(name) && !override)
      throw new Error(
        `There is a handler for ${this.what} "${name}" already: deregister it first, or register with override.`,
      );
    this.#handlers.set(name, handler);
  }

  /**
   * Forgets a handler.
   *
   * @throws Error when there is none
   */
  remove(name: string): void {
    if (!this.#handlers.delete(name)) throw new Error(`There is no handler for ${this.what} "${name}".`);
  }
}
