import type { Flattening } from "../remote/flatten.ts";
import type { HandlerContext } from "../remote/handlers.ts";
import { registrationOf } from "./registry.ts";

type Table = "actions" | "tasks" | "endings";

type Method<This, Args> = (this: This, args: Args, context: HandlerContext) => unknown;
type MethodDecorator<This> = <Args>(
  method: Method<This, Args>,
  context: ClassMethodDecoratorContext<This, Method<This, Args>>,
) => void;

/** How a method is run. */
export interface RemoteOptions {
  /**
   * what becomes of a call while an earlier one of the same method still runs, in the same session; of a task in all sessions
   *
   * @default "merge" for actions, "exhaust" for tasks
   */
  readonly flatten?: Flattening;
}

/**
 * Lets the other end call a method (PROTOCOL.md, "`_ACTION`"): its named arguments come as one object, as the names of parameters do not
 * survive a minifier, and a payload as the argument `data`. Names of arguments are never converted.
 *
 * The method may return a value, a promise, an observable, a generator or an async iterable; its second argument has the line it was
 * called on and an `AbortSignal`. A method that overrides it is called in its place, with or without a decorator of its own.
 *
 * @param name the action on the wire @default the name of the method
 */
export function remoteAction<This extends object>(name?: string, options?: RemoteOptions): MethodDecorator<This> {
  return registering("actions", name, options);
}

/**
 * Lets the other end start a method and cancel it (PROTOCOL.md, "`_TASK_START` and `_TASK_CANCEL`"): `@remoteTask("COUNT") *count({ upto }) { … }`.
 *
 * Arguments and what it may return are as for `@remoteAction`. One run at a time, unless `flatten` says otherwise; cancelling unsubscribes
 * the observable, ends the generator, aborts the signal.
 *
 * @param name the task on the wire @default the name of the method
 */
export function remoteTask<This extends object>(name?: string, options?: RemoteOptions): MethodDecorator<This> {
  return registering("tasks", name, options);
}

/**
 * Runs a method when a task has been cancelled, before it leaves the list of running tasks, with the arguments that the task was started
 * with: `@onCancel("COUNT") stopped() { … }`.
 *
 * @param task the name of the task on the wire
 */
export function onCancel<This extends object>(task: string): MethodDecorator<This> {
  return registering("endings", task);
}

function registering<This extends object>(
  table: Table,
  name: string | undefined,
  options: RemoteOptions = {},
): MethodDecorator<This> {
  return (method, context) => {
    context.addInitializer(function () {
      // looked up when it is called: a class below may have overridden it
      const present = (): unknown => (context.private ? method : Reflect.get(this, context.name));
      const call = (args: unknown, handlerContext: unknown): unknown => {
        const found = present();
        return typeof found === "function" ? Reflect.apply(found, this, [args, handlerContext]) : undefined;
      };
      registrationOf(this)[table].set(context.name, { ...options, name: name ?? String(context.name), call });
    });
  };
}
