import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import type { FleetCalls } from "./fleet.ts";

const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** A page with a client in a real browser, asked the same as a process. */
export class ChaosBrowser {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #page: Page;
  /** uncaught errors of the page */
  readonly problems: string[] = [];

  private constructor(browser: Browser, server: Server, page: Page) {
    this.#browser = browser;
    this.#server = server;
    this.#page = page;
    page.on("pageerror", (error) => this.problems.push(`the page failed: ${error.stack ?? error.message}`));
    page.on("crash", () => this.problems.push("the page crashed"));
  }

  /** @param script the bundled program of the page */
  static async open(script: string): Promise<ChaosBrowser> {
    const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    const text = readFileSync(script);
    const server = createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
      response.end(
        isScript ? text : '<!doctype html><title>Chaos</title><script type="module" src="/page.js"></script>',
      );
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const page = await browser.newPage();
    const opened = new ChaosBrowser(browser, server, page);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return opened;
  }

  /** Calls one of the functions of its fleet. */
  call<Name extends keyof FleetCalls>(
    name: Name,
    args: Parameters<FleetCalls[Name]>[0],
  ): Promise<Awaited<ReturnType<FleetCalls[Name]>>> {
    const source = `fleet[${JSON.stringify(name)}](${args === undefined ? "" : JSON.stringify(args)})`;
    return this.#page.evaluate<Awaited<ReturnType<FleetCalls[Name]>>>(source);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
