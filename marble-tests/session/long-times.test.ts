import { describe, expect, it } from "@jest/globals";
import { firstValueFrom, of, Subject, timer } from "rxjs";
import { type Connection, pair, type Session } from "ws-sync-rx";
import { sessions } from "ws-sync-rx/server";

describe.each([Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER])("a session whose ttl is %p", (ttl) => {
  it("is not ended at once when its line is over", async () => {
    const connections$ = new Subject<Connection>();
    const opened: Session[] = [];
    const running = connections$
      .pipe(sessions({ ttl, identify: () => of("id") }))
      .subscribe((session) => opened.push(session));
    const [server, client] = pair();
    connections$.next(server);
    const closed = firstValueFrom(server.closed$);
    client.subscribe();
    client.complete();
    await closed;
    // a timer that is due sooner than this one has run before it
    await firstValueFrom(timer(10));
    expect(opened.map(({ status }) => status.phase)).toEqual(["offline"]);
    running.unsubscribe();
  });
});
