import { describe, expect, it } from "@jest/globals";
import { until } from "../../marble-tests/conformance/sessions/news.ts";
import { ServingSessions } from "../../marble-tests/conformance/sessions/serving-sessions.ts";
import { rename } from "../../marble-tests/conformance/sessions/tab.ts";

describe("sessions on real sockets", () => {
  const server = new ServingSessions();

  it("asks who is there, and sends the state of that session", async () => {
    await server.start();
    const tab = server.tab("a");
    await tab.state();
    expect(tab.received.map(({ type }) => type)).toEqual(["_REQUEST_USER_SESSION", "_SET:NOTES"]);
    expect(tab.received[0]).toEqual({ type: "_REQUEST_USER_SESSION" });
  });

  it("has one session per tab, and finds it again after a broken line", async () => {
    await server.start();
    const [a, b] = [server.tab("a"), server.tab("b")];
    await Promise.all([a.state(), b.state()]);
    expect(server.opened).toHaveLength(2);
    a.send(rename("of a"));
    await a.until(({ type }) => type === "_PATCH:NOTES" || type === "_SET:NOTES");
    a.send({ type: "_GET:NOTES", data: {} });
    await a.state("of a");
    a.socket.terminate();
    const again = server.tab("a");
    await again.state("of a");
    b.send({ type: "_GET:NOTES", data: {} });
    await b.until(() => b.received.filter(({ type }) => type === "_SET:NOTES").length === 2);
    expect(b.received.some(({ data }) => JSON.stringify(data ?? "").includes("of a"))).toBe(false);
    expect(server.opened).toHaveLength(2);
  });

  it("takes over: the old line gets _DISCONNECT and 1000, the new one lives", async () => {
    await server.start();
    const old = server.tab("a");
    await old.state();
    const young = server.tab("a");
    await young.state();
    expect(await old.closed()).toBe(1000);
    expect(old.received.at(-1)).toEqual({ type: "_DISCONNECT", data: "This session was opened somewhere else." });
    young.send(rename("alive"));
    young.send({ type: "_GET:NOTES" });
    await young.state("alive");
    expect(server.opened).toHaveLength(1);
  });

  it("takes over at once from a peer that never answers, and gets rid of it within 2 s", async () => {
    await server.start();
    const silent = await server.silentPeer("a");
    const young = server.tab("a");
    let gone = false;
    const cut = silent.gone.then(() => {
      gone = true;
    });
    await young.state();
    // the new line is served while the old one is still being waited for
    expect(gone).toBe(false);
    await cut;
    expect(silent.heard()).toContain("_DISCONNECT");
    young.send(rename("alive"));
    young.send({ type: "_GET:NOTES" });
    await young.state("alive");
  }, 10_000);

  it("fault 2: after 200 parallel takeovers exactly one line lives, and none was closed without _DISCONNECT", async () => {
    await server.start();
    const tabs = Array.from({ length: 200 }, () => server.tab("a"));
    const open = () => tabs.filter(({ closedWith }) => closedWith === undefined);
    await until(
      () => open().length === 1 && open().every(({ received }) => received.some(({ type }) => type === "_SET:NOTES")),
    );
    const alive = open();
    expect(alive).toHaveLength(1);
    for (const tab of tabs.filter(({ closedWith }) => closedWith !== undefined)) {
      expect(tab.closedWith).toBe(1000);
      expect(tab.received.at(-1)?.type).toBe("_DISCONNECT");
    }
    expect(alive[0]?.received.some(({ type }) => type === "_DISCONNECT")).toBe(false);
    alive[0]?.send(rename("the one"));
    alive[0]?.send({ type: "_GET:NOTES" });
    await alive[0]?.state("the one");
    expect(server.opened).toHaveLength(1);
  }, 20_000);

  it("closes with 1000 who answers something else than who it is, and keeps no session", async () => {
    await server.start();
    const tab = server.tab();
    await tab.until(({ type }) => type === "_REQUEST_USER_SESSION");
    tab.send({ type: "_USER_SESSION", data: { user: ["u"], session: 5 } });
    expect(await tab.closed()).toBe(1000);
    expect(server.opened).toEqual([]);
  });
});
