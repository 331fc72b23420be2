import {
  catchError,
  defer,
  EMPTY,
  finalize,
  map,
  merge,
  type Observable,
  startWith,
  Subscription,
  switchMap,
  takeUntil,
  tap,
} from "rxjs";
import {
  address,
  ConnectionClosed,
  downloads,
  EventType,
  type Line,
  lineOf,
  Session as CoreSession,
  type SyncEvent,
} from "ws-sync-rx";
import { backoff, connect, join } from "ws-sync-rx/client";
import { saveDownload } from "ws-sync-rx/react";
import { capturedWebSocket, type PageSocket } from "./captured-web-socket.ts";
import type { Loose } from "./loose.ts";
import { payloadOf, type SendableBytes, withBytes } from "./payload.ts";
import { Registered } from "./registered.ts";
import { optionsOf, type PositionalOptions, type SessionOptions } from "./session-options.ts";
import { Unsent } from "./unsent.ts";

/** ms that a line must have lived for the next wait to be the shortest again */
const STABLE = 10_000;
/** ms that the toast of a session that was ended stays */
const FOR_GOOD = 10_000_000;

type ToastMethod = "info" | "success" | "warning" | "error" | "loading";
type ToastLibrary = Readonly<
  Partial<Record<ToastMethod, (message: string, options?: { readonly duration: number }) => unknown>>
> | null;

/**
 * The original's `Session`, over the core's, which is its `core`.
 *
 * It connects when it is asked to and reconnects until `disconnect()` or a `_DISCONNECT` of the server. What is sent without a line goes out
 * with the next one, in order. Handlers are called one after the other; one that throws is reported as uncaught and disturbs nothing.
 */
export class Session {
  url: string;
  label: string;
  toast: Loose;
  binaryType: BinaryType;
  minRetryInterval: number;
  maxRetryInterval: number;
  /** ms, upper bound of the next wait before another attempt; where in it is drawn by chance */
  retryInterval: number;
  /** the socket there is, from the attempt to its end */
  ws: PageSocket | null = null;
  isConnected = false;
  /** called with `true` when there is a connection, with `false` when there is none any more */
  onConnectionChange?: ((isConnected: boolean) => void) | undefined;
  /** The session of `ws-sync-rx`, for all that the original does not have. */
  readonly core = new CoreSession();

  readonly #override: boolean;
  readonly #events = new Registered<(data: unknown) => void>("the event");
  readonly #inits = new Registered<() => void>("the init of");
  readonly #binary = new Registered<(data: unknown) => void>("bytes");
  readonly #unsent = new Unsent();
  readonly #always = new Subscription();
  #running = Subscription.EMPTY;
  #asking: Line | undefined;

  constructor(options: SessionOptions);
  constructor(...options: PositionalOptions);
  constructor(...given: [SessionOptions] | PositionalOptions) {
    const options = optionsOf(given);
    this.url = options.url;
    this.label = options.label ?? "Server";
    this.toast = (options.toast ?? null) as unknown;
    this.binaryType = options.binaryType ?? "blob";
    this.minRetryInterval = options.minRetryInterval ?? 250;
    this.maxRetryInterval = options.maxRetryInterval ?? 10_000;
    this.retryInterval = this.minRetryInterval;
    this.#override = options.override ?? false;
    this.#always.add(this.core.undelivered$.subscribe((event) => this.#undelivered(event)));
  }

  /** Calls a function with the data of each event of a type. @throws Error when the type has one already */
  registerEvent(event: string, callback: (data: Loose) => void, override = this.#override): void {
    this.#events.add(event, callback, override);
  }

  /** @throws Error when the type has none */
  deregisterEvent(event: string): void {
    this.#events.remove(event);
  }

  /** Keeps a function for a key, as the original does: neither ever calls it. @throws Error when the key has one already */
  registerInit(key: string, callback: () => void, override = this.#override): void {
    this.#inits.add(key, callback, override);
  }

  /** @throws Error when the key has none */
  deregisterInit(key: string): void {
    this.#inits.remove(key);
  }

  /** Calls a function with bytes that nothing announced. @throws Error when there is one already */
  registerBinary(callback: (data: Loose) => void, override = this.#override): void {
    this.#binary.add("", callback, override);
  }

  /** @throws Error when there is none */
  deregisterBinary(): void {
    this.#binary.remove("");
  }

  /** Sends an event, now or with the next line. */
  send(event: string, data: Loose): void {
    const sent: SyncEvent = { type: event, data };
    // a server that has asked who is there takes no other frame before the answer
    const line = event === EventType.userSession ? this.#asking : undefined;
    this.core.next(line === undefined ? sent : address(sent, line));
  }

  /** Sends an event with bytes, now or with the next line. */
  sendBinary(event: string, metadata: Loose, data: SendableBytes): void {
    withBytes(this.core, data, (bytes) => this.core.next({ type: event, data: metadata as unknown, bytes }));
  }

  /** Whether anything that is asked for now can be sent at some time; if not, the page is told. @internal */
  accepts(): boolean {
    if (this.core.status.phase !== "ended") return true;
    this.#say("error", `${this.label}: not connected. It was not sent.`);
    return false;
  }

  /** Connects, unless there is a socket already; instead of waiting any longer, if that is what it does. @returns `disconnect` */
  connect(): () => void {
    const stop = (): void => this.disconnect();
    if (this.ws !== null) return stop;
    this.#running.unsubscribe();
    this.retryInterval = this.minRetryInterval;
    this.#running = new Subscription();
    this.#running.add(this.#tasks().subscribe((task) => task()));
    return stop;
  }

  /** Closes the line, and opens no other. */
  disconnect(): void {
    this.#running.unsubscribe();
    this.#connectedIs(false);
  }

  /** Serves a message as if the server had sent it on the present line. */
  handleReceiveEvent({ data }: MessageEvent): void {
    this.ws?.dispatchEvent(new MessageEvent("message", { data: data as unknown }));
  }

  /** What there is to do while it is to be connected. A task that throws is reported by the subscription, and ends nothing. */
  #tasks(): Observable<() => void> {
    const { core } = this;
    const lives$ = core.line$.pipe(
      switchMap((line) =>
        merge(
          line.gone$.pipe(
            map(() => () => this.#connectedIs(false)),
            startWith(() => this.#connectedIs(true)),
          ),
          this.#unsent
            .whenReady((type) => core.on(type), core.env.scheduler)
            .pipe(
              map(() => () => this.#unsent.takeAll().forEach((event) => core.next(event))),
              takeUntil(line.gone$),
            ),
        ),
      ),
    );
    const saves$ = downloads(core).pipe(map((download) => () => saveDownload(download)));
    const serves$ = core.pipe(map((event) => () => this.#received(event)));
    const lines$ = defer(() => this.#socket()).pipe(
      backoff({ base: this.minRetryInterval, cap: this.maxRetryInterval, stableAfter: STABLE }),
      join(core),
      catchError((error: unknown) => {
        core.report(error instanceof Error ? error : new Error(String(error)));
        return EMPTY;
      }),
    );
    return merge(lives$, saves$, serves$, lines$);
  }

  #socket(): ReturnType<typeof connect> {
    this.#say("info", `Connecting to ${this.label} …`);
    const WebSocketCtor = capturedWebSocket({
      taken: (socket) => {
        this.ws = socket;
      },
      raw: (bytes) => {
        const handler = this.#binary.get("");
        handler?.(payloadOf(new Uint8Array(bytes), this.binaryType));
        return handler !== undefined;
      },
    });
    return connect(() => this.url, { WebSocketCtor }).pipe(
      tap({ error: (error: unknown) => this.#lost(error) }),
      finalize(() => {
        this.ws = null;
      }),
    );
  }

  #lost(error: unknown): void {
    const stable = error instanceof ConnectionClosed && error.aliveFor >= STABLE;
    const bound = stable ? this.minRetryInterval : this.retryInterval;
    this.retryInterval = Math.min(bound * 2, this.maxRetryInterval);
    this.#say("warning", `No connection to ${this.label}. Trying again within ${bound / 1_000} s.`);
  }

  #received(event: SyncEvent): void {
    const { type, data, bytes } = event;
    if (type === EventType.requestUserSession) this.#asking = lineOf(event);
    if (type === EventType.disconnect)
      this.#say("loading", `${this.label}: ${typeof data === "string" ? data : "The session is over."}`, FOR_GOOD);
    const payload = bytes === undefined ? undefined : { data: payloadOf(bytes, this.binaryType) };
    this.#events.get(type)?.(payload === undefined ? data : { ...payload, ...(data as object) });
  }

  #undelivered(event: SyncEvent): void {
    const { type } = event;
    // asks for what every new line brings, or answers a line that is gone
    if (type.startsWith(`${EventType.get}:`) || type === EventType.userSession) return;
    if (!this.accepts()) return;
    if (this.#unsent.keep(event))
      this.#say("info", `${this.label}: not connected. It is sent with the next connection.`);
    else this.#say("error", `${this.label}: not connected. It was not sent.`);
  }

  #connectedIs(connected: boolean): void {
    if (this.isConnected === connected) return;
    this.isConnected = connected;
    if (connected) this.#say("success", `Connected to ${this.label}.`);
    this.onConnectionChange?.(connected);
  }

  #say(method: ToastMethod, message: string, duration?: number): void {
    const toast = this.toast as ToastLibrary;
    if (duration === undefined) toast?.[method]?.(message);
    else toast?.[method]?.(message, { duration });
  }
}
