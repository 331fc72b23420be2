import { filter, map } from "rxjs";
import type { SyncEvent } from "../protocol/events.ts";
import { address, lineOf, plain } from "./addressed.ts";
import type { Recovery } from "../protocol/hello.ts";
import type { Position } from "../protocol/position.ts";
import type { Line } from "./line.ts";
import type { Request } from "./request.ts";
import type { Pipeline, Session } from "./session.ts";

/**
 * Runs a pipeline with all its keys below a prefix: `scope("user1")(notes)` serves `NOTES` as `user1/NOTES` (PROTOCOL.md, "Keys").
 *
 * ```
 * session                   --_GET:user1/NOTES--_GET:NOTES------------------
 * the pipeline hears        --_GET:NOTES------------------------------------
 * the pipeline emits        ------------------------------_SET:NOTES--------
 * scope("user1")(pipeline)  ------------------------------_SET:user1/NOTES--
 * ```
 *
 * Events without a key, such as `_TOAST`, pass as they are.
 *
 * @param prefix may itself contain `/`; scopes nest
 */
export function scope(prefix: string): (pipeline: Pipeline) => Pipeline {
  const names = new ScopedNames(`${prefix}/`);
  return (pipeline) => (session) => {
    const lines = new ScopedLines(names);
    return pipeline(scopedSession(session, names, lines)).pipe(map((event) => lines.outside(event)));
  };
}

/** Event types inside and outside of a scope. */
class ScopedNames {
  readonly #prefix: string;
  /** one event for all lines it goes to, inside as outside, so that it is encoded once */
  readonly #events = new WeakMap<SyncEvent, SyncEvent>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  key(inside: string): string {
    return this.#prefix + inside;
  }

  outside(type: string): string {
    const at = type.indexOf(":") + 1;
    return at === 0 ? type : type.slice(0, at) + this.#prefix + type.slice(at);
  }

  /** `undefined` for a type of another scope. */
  inside(type: string): string | undefined {
    const at = type.indexOf(":") + 1;
    if (at === 0) return type;
    return type.startsWith(this.#prefix, at) ? type.slice(0, at) + type.slice(at + this.#prefix.length) : undefined;
  }

  recovered(recovered: Readonly<Record<string, Recovery>>): Readonly<Record<string, Recovery>> {
    const here = Object.entries(recovered).filter(([key]) => key.startsWith(this.#prefix));
    return Object.fromEntries(here.map(([key, recovery]) => [key.slice(this.#prefix.length), recovery]));
  }

  event(event: SyncEvent): SyncEvent {
    const type = this.outside(event.type);
    if (type === event.type) return event;
    const known = this.#events.get(event) ?? { ...event, type };
    this.#events.set(event, known);
    return known;
  }
}

/** Lines as a pipeline in a scope sees them: what it hands them has the names of the inside. */
class ScopedLines {
  readonly #names: ScopedNames;
  readonly #inner = new WeakMap<Line, Line>();
  readonly #outer = new WeakMap<Line, Line>();

  constructor(names: ScopedNames) {
    this.#names = names;
  }

  line(outer: Line): Line {
    const known = this.#inner.get(outer);
    if (known !== undefined) return known;
    const receive = (event: SyncEvent): void => {
      outer.receive(this.#names.event(event));
    };
    const position = (key: string): Position | undefined => outer.position(this.#names.key(key));
    const recover = (key: string, recovery: Recovery): void => {
      outer.recover(this.#names.key(key), recovery);
    };
    const made = withOwn(outer, { receive, position, recover });
    this.#inner.set(outer, made);
    this.#outer.set(made, outer);
    return made;
  }

  inside(event: SyncEvent): SyncEvent {
    const line = lineOf(event);
    const named = { ...plain(event), type: this.#names.inside(event.type) ?? event.type };
    return line === undefined ? named : address(named, this.line(line));
  }

  outside(event: SyncEvent): SyncEvent {
    const line = lineOf(event);
    const named = this.#names.event(plain(event));
    return line === undefined ? named : address(named, this.#outer.get(line) ?? line);
  }
}

function scopedSession(session: Session, names: ScopedNames, lines: ScopedLines): Session {
  const events$ = session.pipe(
    filter(({ type }) => names.inside(type) !== undefined),
    map((event) => lines.inside(event)),
  );
  const own = {
    on: (type: string) => session.on(names.outside(type)).pipe(map((event) => lines.inside(event))),
    next: (event: SyncEvent): void => {
      session.next(lines.outside(event));
    },
    submit: (request: Request) => session.submit(named(request, names, lines)),
    request: (request: Request) => session.request(named(request, names, lines)),
    follow: (key: string, position: () => Position | undefined) => session.follow(names.key(key), position),
  };
  const made: Session = withOwn(session, own, {
    ["recovery$"]: () => session.recovery$.pipe(map((recovered) => names.recovered(recovered))),
    ["line$"]: () => session.line$.pipe(map((line) => lines.line(line))),
    run:
      () =>
      (...pipelines: readonly Pipeline[]) =>
        session.run(...pipelines.map((pipeline) => () => pipeline(made).pipe(map((event) => lines.outside(event))))),
    ...Object.fromEntries(
      ["pipe", "subscribe", "forEach", "lift"].map((name) => [name, (): unknown => bound(events$, name)]),
    ),
  });
  return made;
}

function named(request: Request, names: ScopedNames, lines: ScopedLines): Request {
  const outside = (event: SyncEvent | undefined): SyncEvent | undefined =>
    event === undefined ? undefined : lines.outside(event);
  return {
    ...request,
    name: names.outside(request.name),
    ...(request.lane === undefined ? {} : { lane: names.outside(request.lane) }),
    event: (version) => outside(request.event(version)),
    kept: () => outside(request.kept?.()),
    settled: (end) => request.settled(end)?.map((instead) => named(instead, names, lines)),
  };
}

/** The same object, with some members of its own; classes with private members cannot be wrapped otherwise. */
function withOwn<T extends object>(
  target: T,
  members: Readonly<Record<string, unknown>>,
  getters: Readonly<Record<string, () => unknown>> = {},
): T {
  return new Proxy(target, {
    get: (_target, name): unknown => {
      if (typeof name === "string" && Object.hasOwn(members, name)) return members[name];
      const getter = typeof name === "string" && Object.hasOwn(getters, name) ? getters[name] : undefined;
      return getter === undefined ? bound(target, name) : getter();
    },
  });
}

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === "function" && name !== "constructor" ? (value.bind(target) as unknown) : value;
}
