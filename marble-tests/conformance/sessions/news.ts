import { filter, firstValueFrom, startWith, Subject } from "rxjs";

const news$ = new Subject<undefined>();

/** Must be called when a peer has heard something or was closed. */
export function noted(): void {
  news$.next(undefined);
}

/** Waits until something is so that only changes when a peer hears something or is closed. */
export async function until(isSo: () => boolean): Promise<void> {
  await firstValueFrom(news$.pipe(startWith(undefined), filter(isSo)));
}
