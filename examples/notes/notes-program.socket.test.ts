import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { WebSocket } from "ws";
import { type Program, startProgram } from "./start-program.ts";

const PATIENCE = 60_000;

describe("the Notes program", () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram();
  }, PATIENCE);
  afterAll(() => program.stop());

  const ask = async (path: string, method = "GET", headers: Record<string, string> = {}) => {
    const { hostname, port } = new URL(program.url);
    const asked = request({ hostname, port, path, method, headers, agent: false }).end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    response.resume();
    await once(response, "end");
    return { status: response.statusCode, headers: response.headers };
  };

  it.each([
    ["/", "text/html; charset=utf-8"],
    ["/index.html?from=a-link", "text/html; charset=utf-8"],
    ["/main.js", "text/javascript; charset=utf-8"],
    ["/style.css", "text/css; charset=utf-8"],
    ["/icon.svg", "image/svg+xml"],
  ])("serves %s as %s, and asks the browser to ask again", async (path, type) => {
    const { status, headers } = await ask(path);
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe(type);
    expect(headers["cache-control"]).toBe("no-cache");
    expect((await ask(path, "GET", { "if-none-match": headers.etag ?? "" })).status).toBe(304);
  });

  it.each([
    "/../server.js",
    "/..%2fserver.js",
    "/%2e%2e/server.js",
    "//server.js",
    "/page/",
    "/__proto__",
    "/package.json",
  ])("has nothing at %s", async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it("takes no other method", async () => {
    expect((await ask("/", "POST")).status).toBe(405);
  });

  it("refuses a socket that a foreign page opens", async () => {
    const socket = new WebSocket(new URL("ws", program.url).href.replace("http", "ws"), {
      origin: "https://evil.example",
    });
    const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(403);
    socket.on("error", () => undefined);
    socket.terminate();
  });

  it("stops with exit code 0 when it is asked to, with clients on the line", async () => {
    const socket = new WebSocket(new URL("ws", program.url).href.replace("http", "ws"));
    await once(socket, "open");
    const closed = once(socket, "close");
    expect(await program.stop("SIGINT")).toBe(0);
    expect(await closed).toEqual([1012, expect.anything()]);
  });
});
