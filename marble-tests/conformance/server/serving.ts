import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { filter, merge, mergeMap, type Observable, ReplaySubject, firstValueFrom, Subscription, tap } from "rxjs";
import type { Pipeline } from "ws-sync-rx";
import { listen, type ListenOptions, type ServerConnection, Session } from "ws-sync-rx/server";
import type { ClientOptions } from "ws";
import { RawPeer } from "./raw-peer.ts";

/** A session of the server under test, and what it reported. */
export interface Room {
  readonly session: Session;
  readonly errors: Error[];
}

/**
 * A server of ours on a real socket, for the length of a `describe`: each path is a session that runs `pipeline`. (The handshake has a test of
 * its own.)
 */
export class Serving {
  readonly #rooms = new Map<string, Room>();
  readonly #peers: RawPeer[] = [];
  readonly #pipeline: Pipeline;
  readonly #options: Partial<ListenOptions>;
  #running = new Subscription();
  #port = 0;
  #last = 0;

  constructor(pipeline: Pipeline, options: Partial<ListenOptions> = {}) {
    this.#pipeline = pipeline;
    this.#options = options;
    beforeAll(() => this.start());
    afterEach(() => this.hangUp());
    afterAll(() => {
      this.stop();
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const address$ = new ReplaySubject<AddressInfo>(1);
    this.#running = listen({ port: this.#port, host: "127.0.0.1", listeningObserver: address$, ...this.#options })
      .pipe(mergeMap((connection) => this.#serve(connection)))
      .subscribe();
    this.#port = (await firstValueFrom(address$)).port;
  }

  /** Stops the server, and forgets its sessions. */
  stop(): void {
    this.#running.unsubscribe();
    this.#rooms.clear();
  }

  /** A peer in a room of its own, or in the one that is named. */
  async peer(room = this.newRoom(), options: ClientOptions = {}): Promise<RawPeer> {
    const peer = new RawPeer(this.url + room, options);
    this.#peers.push(peer);
    return peer.open();
  }

  /** A peer that has been sent the states, and has said so: what it writes crosses nothing. */
  async inStep(room?: string): Promise<RawPeer> {
    const peer = await this.peer(room);
    await peer.hears();
    return peer;
  }

  newRoom(): string {
    return `/${(this.#last += 1)}`;
  }

  /** The room of the newest peer, or the one that is named. */
  room(name = `/${this.#last}`): Room {
    const found = this.#rooms.get(name);
    if (found === undefined) throw new Error(`Nobody has entered ${name}.`);
    return found;
  }

  /** What the room has reported since this was last asked. */
  reported(name?: string): readonly string[] {
    return this.room(name)
      .errors.splice(0)
      .map((error) => error.name);
  }

  /**
   * Cuts the line of a peer, and waits until the server knows.
   *
   * @returns the room, to come back to
   */
  async leaves(peer: RawPeer): Promise<string> {
    const { pathname } = new URL(peer.socket.url);
    const { session } = this.room(pathname);
    const offline = firstValueFrom(session.connected$.pipe(filter((connected) => !connected)));
    await peer.cut();
    await offline;
    return pathname;
  }

  async hangUp(): Promise<void> {
    await Promise.all(this.#peers.splice(0).map((peer) => peer.cut()));
  }

  #serve(connection: ServerConnection): Observable<unknown> {
    const name = connection.request.url ?? "/";
    const known = this.#rooms.get(name);
    if (known !== undefined) return known.session.attach(connection);
    const session = new Session();
    const errors: Error[] = [];
    this.#rooms.set(name, { session, errors });
    return merge(
      session.errors$.pipe(tap((error) => errors.push(error))),
      session.run(this.#pipeline),
      session.attach(connection),
    );
  }
}
