/**
 * What the original's types leave open: data of events, arguments of actions, a toast library. As loose as what `JSON.parse` returns, so that
 * a page written for the original compiles as it is.
 */
export type Loose = ReturnType<typeof JSON.parse>;
