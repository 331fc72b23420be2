import type { AddressInfo } from "node:net";
import {
  BehaviorSubject,
  firstValueFrom,
  ignoreElements,
  merge,
  mergeAll,
  mergeMap,
  type Observable,
  ReplaySubject,
  Subject,
  tap,
} from "rxjs";
import { actions, publish, syncKey } from "../../src/index.ts";
import { listen, sessions } from "../../src/server.ts";
import type { LiveNotes } from "../workloads/live-notes.ts";
import type { OpenLiveServer } from "./live-server.ts";

/** The state, and an action that gives back what it is given. */
export const NOTES = syncKey<LiveNotes, { echo(args: { readonly text: string; readonly count: number }): unknown }>(
  "NOTES",
);

/** The server of this project, with nothing left out that a user would have. */
export const oursServer: OpenLiveServer = async (state) => {
  const state$ = new BehaviorSubject(state);
  const address$ = new ReplaySubject<AddressInfo>(1);
  const published = publish(NOTES, state$);
  const gone$ = new Subject<Observable<unknown>>();
  let lines = 0;
  gone$.pipe(mergeAll()).subscribe({ next: () => (lines -= 1), error: console.error });
  listen({ port: 0, host: "127.0.0.1", listeningObserver: address$ })
    .pipe(
      tap((connection) => {
        lines += 1;
        gone$.next(connection.closed$);
      }),
      sessions(),
      mergeMap((session) =>
        merge(
          session.run(published, (events$) => events$.pipe(actions(NOTES, { echo: (args) => args }))),
          session.errors$.pipe(
            tap((error) => console.error(error)),
            ignoreElements(),
          ),
        ),
      ),
    )
    .subscribe();
  const { port } = await firstValueFrom(address$, { defaultValue: { port: 0 } });
  return {
    port,
    get lines() {
      return lines;
    },
    publish: (step) => state$.next(step.state),
  };
};
