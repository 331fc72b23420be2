/** What one program asks another: functions of one argument, by name. */
export type Calls<Api> = { readonly [Name in keyof Api]: (args: never) => Promise<unknown> };

/** A call on its way to a child process. */
export interface CallMessage {
  readonly call: number;
  readonly name: string;
  readonly args: unknown;
}
/** Its answer. */
export type AnswerMessage =
  { readonly call: number; readonly value: unknown } | { readonly call: number; readonly failure: string };

/** Answers the calls of the parent process, side by side. */
export function serveCalls<Api extends Calls<Api>>(api: Api): void {
  const functions = new Map<string, unknown>(Object.entries(api));
  const answer = (message: AnswerMessage): void => {
    if (process.connected) process.send?.(message);
  };
  process.on("message", ({ call, name, args }: CallMessage) => {
    const called = functions.get(name);
    if (typeof called !== "function") {
      answer({ call, failure: `nobody serves ${name}` });
      return;
    }
    Promise.resolve(Reflect.apply(called, undefined, [args])).then(
      (value: unknown) => answer({ call, value }),
      (error: unknown) =>
        answer({ call, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
