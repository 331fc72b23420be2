import { mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { launchChromium, openPage, type OpenPage } from "./chromium.ts";
import { NotesPanelOnPage } from "./notes-panel-on-page.ts";
import { type Program, startProgram } from "./start-program.ts";

const SCREENSHOTS = "build/screenshots";
const PATIENCE = 60_000;

describe("Notes in a real browser", () => {
  let browser: Browser;
  let program: Program;
  let opened: OpenPage[];

  const open = async (options?: BrowserContextOptions): Promise<readonly [NotesPanelOnPage, NotesPanelOnPage]> => {
    const made = await openPage(browser, program.url, options);
    opened.push(made);
    const panels = [new NotesPanelOnPage(made.page, "A"), new NotesPanelOnPage(made.page, "B")] as const;
    await Promise.all(panels.map((panel) => panel.live()));
    return panels;
  };
  const allEqual = async (panels: readonly NotesPanelOnPage[]): Promise<void> => {
    const prints = async (): Promise<number> =>
      new Set(await Promise.all(panels.map((panel) => panel.fingerprint()))).size;
    while ((await prints()) > 1) await panels[0]?.page.evaluate(() => new Promise(requestAnimationFrame));
  };

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await launchChromium();
  }, PATIENCE);
  afterAll(() => browser.close());

  beforeEach(async () => {
    opened = [];
    program = await startProgram();
  }, PATIENCE);
  afterEach(async () => {
    await Promise.all(opened.map(({ page }) => page.context().close()));
    expect(await program.stop()).toBe(0);
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, PATIENCE);

  it(
    "follows letter by letter what is typed, added and removed, on the same page and in another browser",
    async () => {
      const [a, b] = await open();
      const [c] = await open();
      const frames = a.page.getByRole("region", { name: "Frames" });
      // one for each panel; later ones would be states that were asked for again
      await frames.getByText("_SET:NOTES").nth(1).waitFor();

      await a.type(a.title, ", please");
      await b.shows(b.title, "Read me, then change me, please");
      await c.shows(c.title, "Read me, then change me, please");

      await b.type(b.note(1), " Truly.");
      await a.shows(a.note(1), "This list lives on the server. Truly.");
      await c.shows(c.note(1), "This list lives on the server. Truly.");

      await a.add("A thirteenth note");
      await c.add("A fourteenth note, from elsewhere");
      await b.remove(2);
      await a.panel.getByText("13 notes").waitFor();
      await a.shows(a.note(2), "Type here: the other panel follows.");
      await a.panel.getByRole("list").hover();
      await a.page.mouse.wheel(0, 2_000);
      await a.shows(a.note(12), "A thirteenth note");
      await a.shows(a.note(13), "A fourteenth note, from elsewhere");
      await allEqual([a, b, c]);

      // a letter travels, not the title that it belongs to
      await frames.getByText('"op":"str_ins","path":"/title"').first().waitFor();
      expect(await frames.getByText("_SET:NOTES").count()).toBeLessThanOrEqual(2);
    },
    PATIENCE,
  );

  it(
    "heals a dropped line without a reload, with what both sides changed meanwhile",
    async () => {
      const [a, b] = await open();
      const [c] = await open();
      await a.page.evaluate(() => Object.assign(window, { marker: "set before the line was dropped" }));
      const [before] = await Promise.all([
        a.title.inputValue(),
        a.panel.getByRole("button", { name: "Drop the line" }).click(),
      ]);
      await a.panel.locator(".phase.held").waitFor();

      await c.title.fill("Written while A was away");
      await c.add("A note that A did not see coming");
      await a.type(a.note(3), " (written without a line)");
      await b.shows(b.title, "Written while A was away");
      await b.panel.getByText("13 notes").waitFor();
      await a.page.getByText("apart", { exact: true }).waitFor();
      expect(await a.phase.innerText()).toContain("down");
      expect(await a.title.inputValue()).toBe(before);
      expect(await b.note(3).inputValue()).not.toContain("without a line");

      await a.live();
      await a.shows(a.title, "Written while A was away");
      for (const panel of [a, b, c]) {
        await panel.shows(panel.note(3), "Type here: the other panel follows. (written without a line)");
        await panel.panel.getByText("13 notes").waitFor();
      }
      await allEqual([a, b, c]);
      await a.page.getByText("in step", { exact: true }).waitFor();
      expect(await a.page.evaluate(() => Object.hasOwn(window, "marker"))).toBe(true);
    },
    PATIENCE,
  );

  it(
    "shows what the server did by itself while the line was down",
    async () => {
      const [a, b] = await open();
      await a.panel.getByRole("button", { name: "Server, write in 3 s" }).click();
      await a.panel.getByRole("button", { name: "Drop the line" }).click();
      await a.panel.locator(".phase.held").waitFor();
      await b.panel.getByText("13 notes").waitFor();
      expect(await a.phase.innerText()).toContain("down");
      expect(await a.panel.getByText("12 notes").count()).toBe(1);
      await a.live();
      await a.panel.getByText("13 notes").waitFor();
    },
    PATIENCE,
  );

  it(
    "shows what waits for a line, sends it once, and says when the server has it",
    async () => {
      const [a, b] = await open();
      await a.saved.waitFor();
      await a.panel.getByRole("button", { name: "Drop the line" }).click();
      await a.panel.locator(".phase.held").waitFor();
      await a.type(a.note(3), " (waited)");
      await a.panel.getByText("1 waiting", { exact: true }).waitFor();
      await a.add("Not lost, not doubled");
      await a.panel.getByText("2 waiting", { exact: true }).waitFor();
      expect(await a.panel.getByLabel("New note").inputValue()).toBe("");
      await a.panel.getByRole("button", { name: "Mend it now" }).click();
      await a.live();
      await a.saved.waitFor();
      for (const panel of [a, b]) {
        await panel.panel.getByText("13 notes").waitFor();
        await panel.shows(panel.note(3), "Type here: the other panel follows. (waited)");
        await panel.panel.getByRole("list").hover();
        await panel.page.mouse.wheel(0, 2_000);
        await panel.shows(panel.note(13), "Not lost, not doubled");
      }
      await allEqual([a, b]);
    },
    PATIENCE,
  );

  it(
    "can be used with the keyboard alone, and always shows where it is",
    async () => {
      const [a] = await open();
      await a.note(2).focus();
      await a.page.keyboard.press("Tab");
      const focused = a.page.locator(":focus-visible");
      expect(await focused.getAttribute("aria-label")).toBe("Remove note 2");
      expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
      await a.page.keyboard.press("Enter");
      await a.panel.getByText("11 notes").waitFor();
      expect(await focused.getAttribute("aria-label")).toBe("Remove note 2");
      await a.shows(a.note(2), "Type here: the other panel follows.");
    },
    PATIENCE,
  );

  it.each([
    ["wide-light", { viewport: { width: 1_440, height: 900 }, colorScheme: "light" }],
    ["wide-dark", { viewport: { width: 1_440, height: 900 }, colorScheme: "dark" }],
    ["narrow-light", { viewport: { width: 360, height: 740 }, colorScheme: "light" }],
    ["narrow-dark", { viewport: { width: 360, height: 740 }, colorScheme: "dark", reducedMotion: "reduce" }],
  ] as const)(
    "fits its window: %s",
    async (name, options) => {
      const [a, b] = await open(options);
      await a.type(a.note(3), " Look!");
      await b.shows(b.note(3), "Type here: the other panel follows. Look!");
      await b.panel.getByRole("button", { name: "Drop the line" }).click();
      await b.panel.locator(".phase.held").waitFor();
      await a.type(a.title, ", now");
      await a.page.getByText('"op":"str_ins","path":"/title"').first().waitFor();
      await a.page.evaluate(() => scrollTo(0, 0));
      await a.page.screenshot({ path: `${SCREENSHOTS}/notes-${name}.png`, fullPage: options.viewport.width < 1_000 });
      expect(await a.page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width);
    },
    PATIENCE,
  );
});
