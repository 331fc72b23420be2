import { Observable } from "rxjs";
import { CLIENT_FRAME_LIMITS, Connection, ConnectionClosed, SERVER_FRAME_LIMITS } from "ws-sync-rx";
import type { Host } from "./clock.ts";
import { ClientEnd, ServerEnd, type Wire } from "./ends.ts";
import { Pipe } from "./pipe.ts";
import type { Watch } from "./violation.ts";

/** Which way something goes: up is from the client to the server. */
export type Way = "up" | "down";

/** What one client's way to the server is like. It may be changed at any time, also for lines that are open. */
export interface Route {
  /** ms that a frame is under way */
  readonly latency: Readonly<Record<Way, number>>;
  /** bytes that pass in a ms; 0 when the other end does not read */
  readonly rate: Readonly<Record<Way, number>>;
  /** whether dialling is refused at once, or never answered */
  readonly dials: "open" | "refused" | "dark";
}

export const FREE_ROUTE: Route = {
  latency: { up: 10, down: 10 },
  rate: { up: Infinity, down: Infinity },
  dials: "open",
};

/** Sees everything that is sent. */
export type Tap = (link: Link, way: Way, wire: Wire) => void;

/** ms until an attempt to open a line is given up */
const OPEN_TIMEOUT = 10_000;

/** One line between a client and a server: two ordered pipes, with an end on either side. */
export class Link {
  readonly up: Pipe<Wire>;
  readonly down: Pipe<Wire>;
  readonly clientEnd: ClientEnd;
  readonly serverEnd: ServerEnd;

  constructor(
    readonly id: number,
    readonly client: Host,
    readonly server: Host,
    net: Host,
    tap: Tap,
  ) {
    this.up = new Pipe<Wire>(net, (wire) => {
      server.do(() => {
        this.serverEnd.receive(wire);
      });
    });
    this.down = new Pipe<Wire>(net, (wire) => {
      // the platform answers a ping while the page is frozen
      if (wire.kind === "ping") this.clientEnd.answer(wire.count);
      client.do(() => {
        this.clientEnd.receive(wire);
      });
    });
    this.clientEnd = new ClientEnd(this.up, (wire) => {
      tap(this, "up", wire);
    });
    this.serverEnd = new ServerEnd(this.down, (wire) => {
      tap(this, "down", wire);
    });
    this.down.flushed = () => {
      server.do(() => this.serverEnd.flushed());
    };
  }

  /** Whether an end may have seen nothing of the other for a while. */
  get troubled(): boolean {
    return this.up.troubled || this.down.troubled || this.client.wasFrozen || this.server.dead;
  }

  /** Breaks the line: what is under way is lost. Those who are named notice at once, the others never. */
  cut(noticed: { readonly client: boolean; readonly server: boolean }): void {
    this.up.lose();
    this.down.lose();
    if (noticed.client) this.client.do(() => this.clientEnd.break());
    if (noticed.server) this.server.do(() => this.serverEnd.break());
  }

  /** One end notices that the line is broken: what is under way to it is lost. What is under way to the other still arrives. */
  breakAt(end: "client" | "server"): void {
    this[end === "client" ? "down" : "up"].lose();
    this[end].do(() => {
      this[`${end}End` as const].break();
    });
  }
}

/** What a server does with a line that comes in. */
export type Accept = (connection: Connection) => void;

/** The network: routes of clients, the links that are open, and the server that is there now, if any. */
export class Network {
  readonly #routes = new Map<Host, Route>();
  readonly #links = new Map<Host, Link[]>();
  #server: { readonly host: Host; readonly accept: Accept } | undefined;
  #count = 0;
  #held = false;
  /** links that were opened, by everybody */
  get opened(): number {
    return this.#count;
  }

  constructor(
    private readonly net: Host,
    private readonly tap: Tap,
    private readonly watch: Watch,
  ) {}

  /** The server that takes lines from now on; `undefined` when none does. */
  serve(server: { readonly host: Host; readonly accept: Accept } | undefined): void {
    this.#server = server;
  }

  route(client: Host): Route {
    return this.#routes.get(client) ?? FREE_ROUTE;
  }

  setRoute(client: Host, route: Route): void {
    this.#routes.set(client, route);
    for (const link of this.links(client)) shape(link, route);
  }

  /** The links of a client, oldest first. */
  links(client: Host): readonly Link[] {
    return this.#links.get(client) ?? [];
  }

  /** The newest link of a client. */
  link(client: Host): Link | undefined {
    return this.links(client).at(-1);
  }

  /** All links, by client. */
  all(): readonly Link[] {
    return [...this.#links.values()].flat();
  }

  /** From now on frames are delivered by `step()` of their pipes only. */
  hold(): void {
    this.#held = true;
    for (const { up, down } of this.all()) {
      up.hold();
      down.hold();
    }
  }

  /** Delivers what was held, and from now on everything by itself. */
  release(): void {
    this.#held = false;
    for (const { up, down } of this.all()) {
      up.release();
      down.release();
    }
  }

  /** Forgets a client that is gone. */
  drop(client: Host): void {
    this.#links.delete(client);
    this.#routes.delete(client);
  }

  /**
   * Opens a line: cold, as `connect` is.
   *
   * @param version what the client offers in its URL
   */
  dial(client: Host, version: 1 | 2): Observable<Connection> {
    return new Observable((subscriber) => {
      if (this.link(client)?.clientEnd.dismissed === true)
        this.watch.fail("I10", "a client came back after a terminal code");
      const server = this.#server;
      const route = this.route(client);
      const fail = (why: string): void => subscriber.error(new ConnectionClosed(1006, why, 0));
      if (server === undefined || route.dials === "refused") {
        subscriber.add(client.schedule(() => fail("refused"), route.latency.up + route.latency.down));
        return undefined;
      }
      this.#count += 1;
      const link = new Link(this.#count, client, server.host, this.net, this.tap);
      shape(link, route);
      if (this.#held) {
        link.up.hold();
        link.down.hold();
      }
      this.#links.set(client, [...this.links(client).slice(-3), link]);
      if (route.dials === "dark") link.cut({ client: false, server: false });
      let connection: Connection | undefined;
      const patience = client.schedule(() => {
        link.cut({ client: true, server: false });
        fail("it did not open in time");
      }, OPEN_TIMEOUT);
      subscriber.add(patience);
      link.clientEnd.refused = () => {
        fail("reset");
      };
      link.clientEnd.opening = () => {
        patience.unsubscribe();
        connection = new Connection((listener) => link.clientEnd.open(listener), {
          limits: SERVER_FRAME_LIMITS,
          scheduler: client,
          version,
        });
        subscriber.add(connection.closed$.subscribe((closed) => subscriber.error(closed)));
        subscriber.next(connection);
      };
      link.serverEnd.opening = () => {
        if (this.#server !== server) {
          link.down.send({ kind: "reset" }, 0);
          return;
        }
        link.down.send({ kind: "open" }, 0);
        server.accept(serverConnection(link, server.host, version));
      };
      link.up.send({ kind: "open" }, 0);
      return () => {
        if (connection === undefined) link.cut({ client: false, server: true });
        else connection.complete();
      };
    });
  }
}

function serverConnection(link: Link, scheduler: Host, version: 1 | 2): Connection {
  return new Connection((listener) => link.serverEnd.open(listener), {
    limits: CLIENT_FRAME_LIMITS,
    scheduler,
    version,
  });
}

function shape(link: Link, { latency, rate }: Route): void {
  link.up.shape(latency.up, rate.up);
  link.down.shape(latency.down, rate.down);
}
