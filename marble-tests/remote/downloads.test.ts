import { describe, expect, it } from "@jest/globals";
import { map } from "rxjs";
import { download, type Download, downloads, HandlerError, type SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";

const event = (data: unknown): SyncEvent => ({ type: "_DOWNLOAD", data });
const file = (filename: string, data = "aGVsbG8g4pyT"): SyncEvent => event({ filename, data });
const read = map(({ filename, bytes }: Download) => [filename, new TextDecoder().decode(bytes)]);

describe("downloads", () => {
  it(
    "are the files that the server sends; one that is none is reported and ends nothing",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const events$ = hot("--a--x--b--", { a: file("a.txt"), x: file("x.txt", "no base64!"), b: file("b.txt", "") });
      const unsub = "      ---------!-";
      const expected = "   --a-----b--";
      const errors = "     -----e-----";
      const session = testSession(events$);
      expectObservable(downloads(session).pipe(read), unsub).toBe(expected, {
        a: ["a.txt", "hello ✓"],
        b: ["b.txt", ""],
      });
      expectObservable(session.errors$.pipe(map((error) => error instanceof HandlerError && error.type))).toBe(errors, {
        e: "_DOWNLOAD",
      });
    }),
  );

  it.each<[unknown]>([
    [null],
    [undefined],
    ["a.txt"],
    [{}],
    [{ filename: "a" }],
    [{ data: "" }],
    [{ filename: 1, data: "" }],
  ])("reports %j", (data) => {
    marbles(({ hot, expectObservable }) => {
      const session = testSession(hot("-x-", { x: event(data) }));
      expectObservable(downloads(session)).toBe("---");
      expectObservable(session.errors$.pipe(map(({ message }) => message))).toBe("-e-", {
        e: 'downloads failed while it served _DOWNLOAD: its data must be {"filename": string, "data": base64}',
      });
    })();
  });

  it("takes the payload of a binary event as the file", () => {
    const seen: Download[] = [];
    const connection = new TestConnection(testSession().env.scheduler);
    const session = testSession();
    session.attach(connection).subscribe();
    downloads(session).subscribe((download) => seen.push(download));
    connection.receive({ ...event({ filename: "a.bin" }), bytes: Uint8Array.of(0, 255) });
    expect(seen).toEqual([{ filename: "a.bin", bytes: Uint8Array.of(0, 255) }]);
  });

  it.each([
    ["report.pdf", "report.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Windows\\system.ini", "system.ini"],
    ["a/b\\c.txt", "c.txt"],
    ["/", "download"],
    ["..", "download"],
    ["", "download"],
    ["  . ", "download"],
    [".bashrc", "bashrc"],
    ["a\u0000b\r\nc\u007f\u0085.txt", "abc.txt"],
    ["in\nvoice/\nb.txt", "b.txt"],
    ["gpj\u202eexe.jpg", "gpjexe.jpg"],
    ["ärger 日本 😀.txt", "ärger 日本 😀.txt"],
    [`${"a".repeat(300)}.txt`, `${"a".repeat(196)}.txt`],
  ])("gives %j the name %j", (sent, saved) => {
    marbles(({ hot, expectObservable }) => {
      const names$ = downloads(testSession(hot("-f-", { f: file(sent) }))).pipe(map(({ filename }) => filename));
      expectObservable(names$).toBe("-n-", { n: saved });
    })();
    expect(saved).not.toMatch(/[/\\\p{Cc}]/u);
  });
});

describe("download", () => {
  it(
    "makes files events, which come out as the same files at the other end",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const hello = { filename: "hello.txt", bytes: new TextEncoder().encode("hello ✓") };
      // prettier-ignore
      const file$ = hot(" --f---f--|", { f: hello });
      const subs = "      ^--------!";
      const expected = "  --F---F--|";
      const arrives = "   --f---f---";
      const event$ = file$.pipe(download());
      expectObservable(event$).toBe(expected, { F: file("hello.txt") });
      expectObservable(downloads(testSession(event$)).pipe(read)).toBe(arrives, { f: ["hello.txt", "hello ✓"] });
      expectSubscriptions(file$.subscriptions).toBe([subs, subs]);
    }),
  );
});
