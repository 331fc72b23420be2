import { firstValueFrom, from, throwError, timeout } from "rxjs";

/**
 * Waits, but not for ever.
 *
 * @param what for a person: what was waited for
 * @throws Error when it takes longer than `ms`
 */
export function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const late = (): Error => new Error(`${what} took longer than ${ms / 1_000} s`);
  return firstValueFrom(from(work).pipe(timeout({ first: ms, with: () => throwError(late) })));
}
