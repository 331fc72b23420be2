import { once } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { EMPTY, firstValueFrom } from "rxjs";
import { CloseCode } from "ws-sync-rx";
import { ServingSessions } from "../../marble-tests/conformance/sessions/serving-sessions.ts";
import { rename } from "../../marble-tests/conformance/sessions/tab.ts";

describe("sessions on real sockets", () => {
  const server = new ServingSessions();

  it("fault 3: malformed frames, wrong shapes, unknown types and failing handlers leave every line open", async () => {
    await server.start();
    const [hostile, other] = [server.tab("a"), server.tab("b")];
    await Promise.all([hostile.state(), other.state()]);
    const frames = ["{", "null", "[]", '{"type":5}', "\u0000", '{"type":"t","data":{"__proto__":1}}'];
    for (const frame of frames) hostile.socket.send(frame);
    hostile.socket.send(Uint8Array.of(1, 2));
    const shapes = [
      { type: "unknown" },
      { type: "constructor", data: {} },
      { type: "_ACTION:NOTES" },
      { type: "_ACTION:NOTES", data: { type: "fail" } },
      { type: "_ACTION:NOTES", data: { type: "nobody" } },
      { type: "_ACTION:OTHER", data: { type: "rename" } },
      { type: "_PATCH:NOTES", data: 5 },
      { type: "_PATCH:NOTES", data: [{ op: "replace", path: "/title" }] },
      { type: "_SET:NOTES", data: null },
      { type: "_TOAST", data: {} },
    ];
    for (const shape of shapes) hostile.socket.send(JSON.stringify(shape));
    hostile.send(rename("after"));
    hostile.send({ type: "_GET:NOTES" });
    await hostile.state("after");
    other.send(rename("undisturbed"));
    other.send({ type: "_GET:NOTES" });
    await other.state("undisturbed");
    expect([hostile.closedWith, other.closedWith]).toEqual([undefined, undefined]);
    expect(server.errors.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 7 }, () => "FrameError"),
      "HandlerError",
      "HandlerError",
      "WriteRefused",
      "WriteRefused",
      "WriteRefused",
    ]);
  });

  it("closes with 1009 what is larger than any limit, and goes on with the others", async () => {
    await server.start();
    const [large, other] = [server.tab("a"), server.tab("b")];
    await Promise.all([large.state(), other.state()]);
    large.socket.send("x".repeat(1_048_577));
    expect(await large.closed()).toBe(CloseCode.tooLarge);
    other.send({ type: "_GET:NOTES" });
    await other.until(() => other.received.filter(({ type }) => type === "_SET:NOTES").length === 2);
  });

  it("notices by its heartbeat a peer that has fallen silent", async () => {
    await server.start({ heartbeat: { interval: 20, jitter: 0, timeout: 100 } });
    const silent = await server.silentPeer("a");
    const tab = server.tab("b");
    await silent.gone;
    const offline = await firstValueFrom(server.opened[0]?.status$ ?? EMPTY);
    expect(offline).toMatchObject({ phase: "offline" });
    expect(offline.reason).toContain("4000");
    await tab.state();
    expect(tab.closedWith).toBeUndefined();
  });

  it("refuses pages of another origin with 403, before the upgrade", async () => {
    await server.start();
    const status = async (origin: string | undefined): Promise<number | undefined> => {
      const tab = server.tab("a", origin === undefined ? {} : { origin });
      const refused = once(tab.socket, "unexpected-response").then(
        ([, response]: { statusCode?: number }[]) => response?.statusCode,
      );
      return Promise.race([refused, tab.state().then(() => 101)]);
    };
    expect(await status("http://evil.example")).toBe(403);
    expect(await status(`http://127.0.0.1:${server.port}`)).toBe(101);
    expect(await status(undefined)).toBe(101);
  });

  it("closes every line with 1012 and the port when it is unsubscribed", async () => {
    await server.start();
    const tabs = [server.tab("a"), server.tab("b")];
    await Promise.all(tabs.map((tab) => tab.state()));
    server.stop();
    for (const tab of tabs) expect(await tab.closed()).toBe(1012);
    const late = server.tab("c");
    expect(await late.closed()).toBe(1006);
    expect(server.opened.map(({ status }) => status.phase)).toEqual(["ended", "ended"]);
    expect(process.getActiveResourcesInfo()).not.toContain("TCPServerWrap");
  });
});
