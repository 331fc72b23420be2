import type { AddressInfo } from "node:net";
import { afterEach } from "@jest/globals";
import {
  BehaviorSubject,
  firstValueFrom,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
  ReplaySubject,
  Subscription,
  tap,
} from "rxjs";
import type { ClientOptions } from "ws";
import { actions, type Pipeline, type Session, sync, syncKey, writes } from "ws-sync-rx";
import { listen, type ListenOptions, sessions } from "ws-sync-rx/server";
import { type SilentPeer, silentPeer } from "./silent-peer.ts";
import { Tab } from "./tab.ts";

interface State {
  readonly title: string;
  readonly notes: readonly string[];
}
const NOTES = syncKey<State>("NOTES");

/** What each session runs: one state of its own. */
const notes: Pipeline = (session) => {
  const state$ = new BehaviorSubject<State>({ title: "", notes: [] });
  return merge(
    state$.pipe(sync(session, NOTES)),
    session.pipe(writes(NOTES, state$)),
    session.pipe(
      actions("NOTES", {
        fail: () => {
          throw new Error("handler");
        },
        rename: ({ title }: { readonly title: string }) => state$.next({ ...state$.value, title }),
      }),
    ),
  );
};

/** A server of sessions on a real socket, and its peers, for the length of one test each. */
export class ServingSessions {
  /** the sessions that were opened, in order */
  opened: Session[] = [];
  errors: Error[] = [];
  port = 0;
  readonly #hangUps: (() => void)[] = [];
  #running = new Subscription();

  constructor() {
    afterEach(() => {
      this.stop();
      for (const hangUp of this.#hangUps.splice(0)) hangUp();
    });
  }

  /** Starts it, with nothing that was before. */
  async start(options: Partial<ListenOptions> = {}): Promise<void> {
    const address$ = new ReplaySubject<AddressInfo>(1);
    const [opened, errors] = [[] as Session[], [] as Error[]];
    Object.assign(this, { opened, errors });
    const server$: Observable<never> = listen({
      port: 0,
      host: "127.0.0.1",
      listeningObserver: address$,
      ...options,
    }).pipe(
      sessions({ ttl: 60_000 }),
      tap((session) => opened.push(session)),
      mergeMap((session) =>
        merge(
          session.errors$.pipe(
            tap((error) => errors.push(error)),
            ignoreElements(),
          ),
          session.run(notes),
        ),
      ),
    );
    this.#running = server$.subscribe();
    this.port = (await firstValueFrom(address$)).port;
  }

  /** Ends it, with all its sessions. */
  stop(): void {
    this.#running.unsubscribe();
  }

  /** A tab; without a name for its session it does not say who it is. */
  tab(session?: string, options: ClientOptions = {}): Tab {
    const tab = new Tab(`ws://127.0.0.1:${this.port}`, session === undefined ? undefined : idsOf(session), options);
    this.#hangUps.push(() => {
      tab.socket.terminate();
    });
    return tab;
  }

  /** A peer that has its state and then answers nothing any more. */
  async silentPeer(session: string): Promise<SilentPeer> {
    const peer = await silentPeer(this.port, idsOf(session));
    this.#hangUps.push(() => {
      peer.socket.destroy();
    });
    return peer;
  }
}

const idsOf = (session: string) => ({ user: "u", session });
