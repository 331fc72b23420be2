import { filter, merge, mergeMap, type Observable, of, share } from "rxjs";
import { attach, type ServerConnection, Session, sessions } from "ws-sync-rx/server";
import { interopSession } from "./interop-session.ts";

/** Which of the three routes a path is; anything else is none. */
export function routeOf(path: string): "room" | "auth" | "ws" | undefined {
  if (/^\/room\/[^/]+$/.test(path)) return "room";
  if (path === "/auth") return "auth";
  return path === "/ws" ? "ws" : undefined;
}

/** The path of a request, without its query. */
export function pathOf(url = "/"): string {
  return url.split("?", 1)[0] ?? "/";
}

/**
 * Gives every connection its session: one per room, one per user and tab, and one for all.
 *
 * @returns what went wrong; the sessions run while it is subscribed
 */
export function interopRoutes(connections$: Observable<ServerConnection>): Observable<Error> {
  const shared$ = connections$.pipe(share());
  const on = (route: string): Observable<ServerConnection> =>
    shared$.pipe(filter(({ request }) => routeOf(pathOf(request.url)) === route));
  const runs = (session: Session): Observable<Error> => merge(session.run(interopSession), session.errors$);

  const one = new Session();
  return merge(
    on("room").pipe(
      sessions<ServerConnection>({ identify: ({ request }) => of(pathOf(request.url)) }),
      mergeMap((session) => runs(session)),
    ),
    on("auth").pipe(
      sessions(),
      mergeMap((session) => runs(session)),
    ),
    runs(one),
    on("ws").pipe(attach(one)),
  );
}
