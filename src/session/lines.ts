import { defer, EMPTY, filter, map, mergeMap, type Observable, startWith, Subject, take, timer } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import type { Env } from "../connection/env.ts";
import { CloseCode } from "../protocol/close-codes.ts";
import { type FrameError, HandlerError } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { type ClientHello, readyEvent } from "../protocol/hello.ts";
import { errorEvent, replyEvent } from "../protocol/reply.ts";
import { address, lineOf, plain } from "./addressed.ts";
import { dismiss, REPLACED, shares } from "./dismiss.ts";
import type { Introduction } from "./introduction.ts";
import { Line, type LineOwner, type Peer } from "./line.ts";
import { Memories } from "./memories.ts";
import { Negotiation } from "./negotiation.ts";
import type { ReplyOrder } from "./replies.ts";
import type { ConnectionStatus } from "./status.ts";

/** How a line is taken in. */
export interface AttachOptions {
  /**
   * ms to wait for the other end's first event before anything but an answer is sent; 0 speaks at once. A client waits, since an
   * original server that asks `_REQUEST_USER_SESSION` closes on any other first frame. @default 0
   */
  readonly greeting?: number;
  /** whether this end is a client, which finds out what the server speaks @default false */
  readonly introduces?: boolean;
  /** what the client at the other end said of itself: the line then speaks version 2 @default version 1 */
  readonly hello?: ClientHello | undefined;
}

/** The session, as far as its lines need it. */
export interface LinesSession {
  readonly env: Env;
  readonly introduction: Introduction;
  enqueue(task: () => void): void;
  enter(status: ConnectionStatus): void;
  /** a line that was taken for live has said its first word */
  heard(): void;
  /** whether requests wait; the present answer first */
  readonly asking$: Observable<boolean>;
  report(error: Error): void;
}

/** Where events go. */
export interface LinesOutlets {
  /** to those who listen to the session */
  dispatch(event: SyncEvent): void;
  /** there is no line for it */
  undelivered(event: SyncEvent): void;
}

/** ms that a server has to say its first word; a state may then take as long as it likes */
const HELLO_TIMEOUT = 10_000;

/** The lines of one session: takes them in, lets newer ones replace older ones, receives and sends on them. */
export class Lines {
  readonly #session: LinesSession;
  readonly #outlets: LinesOutlets;
  readonly #lines = new Set<Line>();
  readonly #new$ = new Subject<Line>();
  readonly #memories: Memories;
  readonly #owner: LineOwner;
  readonly #answered$ = new Subject<undefined>();
  readonly #negotiations = new WeakMap<Line, Negotiation>();
  /** whether requests are given back to their clients */
  draining = false;

  /** Every line at the moment it is taken in. */
  readonly new$: Observable<Line> = this.#new$.asObservable();

  /** How many requests of clients have not been answered; the present number first, then whenever an answer has been sent. */
  readonly openRequests$: Observable<number> = defer(() =>
    this.#answered$.pipe(
      startWith(undefined),
      map(() => this.#memories.open),
    ),
  );

  constructor(session: LinesSession, outlets: LinesOutlets) {
    this.#session = session;
    this.#outlets = outlets;
    this.#memories = new Memories(session.env);
    this.#owner = {
      scheduler: session.env.scheduler,
      receive: (event, line) => {
        this.receive(event, line);
      },
      later: (task) => {
        session.enqueue(task);
      },
    };
  }

  /** The lines there are now. */
  get all(): readonly Line[] {
    return [...this.#lines];
  }

  /** Takes a connection in; those that it replaces are sent away. */
  open(connection: Connection, { greeting = 0, hello, introduces = false }: AttachOptions): Line {
    const session = this.#session;
    const line = new Line(connection, this.#owner, greeting === 0);
    const before = this.all;
    this.#lines.add(line);
    if (hello !== undefined) line.agree(this.#peerOf(hello));
    for (const old of before) if (!shares(clientOf(old), clientOf(line))) this.#replace(old, line);
    line.hold(connection.errors$, (error) => {
      this.#refused(error, line);
    });
    if (introduces) this.#negotiate(line);
    if (line.speaking) session.enter({ phase: "live" });
    else
      line.hold(timer(greeting, session.env.scheduler), () => {
        if (line.version === 1) this.#speak(line);
      });
    // as one step: nothing is sent, and no hook runs, before everybody has queued what the new line gets first
    session.enqueue(() => {
      this.#new$.next(line);
      this.#behindStates(() => {
        this.#ready(line);
      });
    });
    return line;
  }

  /** Hands an event of a line to those who listen, unless it is a request that was served before. */
  receive(event: SyncEvent, line: Line): void {
    const incoming = address(event, line);
    const id = event.envelope?.id;
    const session = this.#session;
    session.enqueue(() => {
      const isFirst = !line.heard;
      line.heard = true;
      const replies = id === undefined ? undefined : line.peer?.replies;
      if (id === undefined || replies === undefined) this.#outlets.dispatch(incoming);
      else if (replies.admit(id, this.draining)) {
        this.#outlets.dispatch(incoming);
        session.enqueue(() => {
          replies.unknown(id, event.type);
        });
      }
      // behind the answers that this event caused: they must reach a server that asks who is there first
      if (!line.speaking) {
        session.enqueue(() => {
          const negotiation = this.#negotiations.get(line);
          if (negotiation?.heard(event) ?? true) this.#speak(line);
          else if (line.version === 2 && this.#lines.has(line)) session.enter({ phase: "recovering" });
        });
      } else if (isFirst) {
        this.#negotiations.get(line)?.late(event);
        session.enqueue(() => {
          session.heard();
        });
      }
    });
  }

  /** Sends an event on every line, or on the one it is addressed to. */
  send(event: SyncEvent): void {
    const line = lineOf(event);
    try {
      if (line !== undefined && this.#lines.has(line)) line.answer(plain(event));
      else if (line !== undefined || this.#lines.size === 0) this.#outlets.undelivered(plain(event));
      else for (const each of this.#lines) each.send(plain(event));
    } catch (error) {
      this.#session.report(new HandlerError(event.type, "encoding", error));
    }
  }

  /** Forgets a line. @param reason why it is over, for a person */
  detach(line: Line, reason?: string): void {
    line.release();
    if (!this.#lines.delete(line)) return;
    this.#negotiations.get(line)?.broken();
    if (this.#lines.size > 0) return;
    this.#session.enter(reason === undefined ? { phase: "offline" } : { phase: "offline", reason });
  }

  /** Closes all lines; no new one is told of any more. */
  close(code: number): void {
    for (const line of this.all) line.connection.close(code, "");
    this.#new$.complete();
  }

  #negotiate(line: Line): void {
    const negotiation = new Negotiation(line, this.#session.introduction);
    this.#negotiations.set(line, negotiation);
    const silent$ = timer(HELLO_TIMEOUT, this.#session.env.scheduler).pipe(
      mergeMap(() => (line.known ? EMPTY : this.#session.asking$)),
      // a server that is asked and does not say a word cannot be told from a line that died before its hello
      filter((asking) => !line.known && (asking || !line.speaking || line.connection.sent > 0)),
    );
    line.hold(silent$, () => {
      line.connection.cut(CloseCode.handshakeTimeout, "the server did not say a word");
    });
    negotiation.begin();
  }

  #peerOf(hello: ClientHello): Peer {
    const { client } = hello;
    const answer = (event: SyncEvent, order: ReplyOrder): void => {
      const send = (): void => {
        const line = this.all.find(({ peer }) => peer?.hello.client === client);
        // a client without a line asks again when it is back
        if (line !== undefined) this.send(address(event, line));
        this.#answered$.next(undefined);
      };
      if (order === "ahead") this.#session.enqueue(send);
      else this.#behindStates(send);
    };
    return { hello, replies: this.#memories.of(client, answer, new Set(this.all.map(clientOf))) };
  }

  /** Runs a task behind the states that are being sent: what feeds have queued, the states they then emit, the sending of these. */
  #behindStates(task: () => void): void {
    this.#session.enqueue(() => {
      this.#session.enqueue(() => {
        this.#session.enqueue(task);
      });
    });
  }

  #ready(line: Line): void {
    const { peer } = line;
    if (peer === undefined || !this.#lines.has(line)) return;
    line.answer(readyEvent({ memory: peer.replies.memory, recovered: line.recovered }));
  }

  #speak(line: Line): void {
    const speak = (): void => {
      if (!this.#lines.has(line) || line.speaking) return;
      line.speak();
      this.#session.enter({ phase: "live" });
    };
    if (this.#negotiations.has(line)) line.hold(this.#session.introduction.complete$.pipe(take(1)), speak);
    else speak();
  }

  #refused(error: FrameError, line: Line): void {
    this.#session.report(error);
    if (line.peer === undefined) return;
    const { code, message, request } = error;
    line.answer(
      request === undefined ? errorEvent(code, message) : replyEvent(request, { error: { code: "invalid", message } }),
    );
  }

  #replace(old: Line, by: Line): void {
    this.detach(old, REPLACED);
    dismiss(old.connection, clientOf(old), clientOf(by));
  }
}

function clientOf(line: Line): string | undefined {
  return line.peer?.hello.client;
}
