import {
  auditTime,
  combineLatest,
  connect,
  distinctUntilChanged,
  filter,
  map,
  type Observable,
  of,
  switchMap,
  timer,
} from "rxjs";
import { synced } from "ws-sync-rx";
import { fingerprint } from "../fingerprint.ts";
import { NO_NOTES, NOTES } from "../notes.ts";
import type { PanelLine } from "./panel-line.ts";

/** What two states look like side by side. */
export interface Comparison {
  /** one per panel, in their order */
  readonly prints: readonly string[];
  readonly equal: boolean;
}

/** ms between two looks at states that change all the time */
const PACE = 100;
/** ms until a difference counts: a change takes some to travel */
const TRAVEL = 400;

/**
 * Compares the states of the panels, for as long as it is looked at.
 *
 * ```
 * panel A           a-----b-------c------
 * panel B           a------b-------------     b is under way for less than 400 ms, c does not arrive
 * fingerprints()    =------=---------≠---
 * ```
 */
export function fingerprints(lines: readonly PanelLine[]): Observable<Comparison> {
  const states = lines.map(({ session }) => synced(session, NOTES, NO_NOTES));
  return combineLatest(states).pipe(
    auditTime(PACE),
    map((all) => all.map(fingerprint)),
    connect((prints$) => combineLatest({ prints: prints$, equal: prints$.pipe(verdict) })),
    filter(({ prints, equal }) => areEqual(prints) === equal),
  );
}

function verdict(prints$: Observable<readonly string[]>): Observable<boolean> {
  return prints$.pipe(
    map(areEqual),
    distinctUntilChanged(),
    switchMap((equal) => (equal ? of(true) : timer(TRAVEL).pipe(map(() => false)))),
  );
}

function areEqual([first, ...others]: readonly string[]): boolean {
  return others.every((print) => print === first);
}
