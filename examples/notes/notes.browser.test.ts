import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { interval, lastValueFrom, scan, takeWhile } from "rxjs";
import { launchChromium, openPage, type OpenPage } from "./chromium.ts";
import { fingerprint } from "./fingerprint.ts";
import { NotesPanelOnPage } from "./notes-panel-on-page.ts";
import type { Notes } from "./notes.ts";
import { NotesWriter } from "./notes-writer.ts";
import { chance, realText } from "./real-notes.ts";
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

      const frames = a.page.getByRole("region", { name: "Frames" });
      // a letter travels, not the title that it belongs to
      await frames.getByText('"op":"str_ins","path":"/title"').first().waitFor();
      expect(await frames.getByText("_SET:NOTES").count()).toBe(2);
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

const PHRASE = "Typed meanwhile, key by key.";

describe("real input", () => {
  const seconds = Number(process.env["NOTES_SOAK_SECONDS"] ?? 5);
  const changes = seconds * 50;

  it(
    `a state of 5,000 notes, 50 changes a second for ${seconds} s, two browsers: equal at the end`,
    async () => {
      mkdirSync("build", { recursive: true });
      const random = chance(2_026);
      const seed = { title: "5,000 notes", notes: Array.from({ length: 5_000 }, () => ({ text: realText(random) })) };
      writeFileSync("build/5000-notes.json", JSON.stringify(seed));
      const program = await startProgram({ NOTES_FILE: "build/5000-notes.json" });
      const browsers = await Promise.all([launchChromium(), launchChromium()]);
      const pages = await Promise.all(browsers.map((browser) => openPage(browser, program.url)));
      const panels = pages.flatMap(({ page }) => [new NotesPanelOnPage(page, "A"), new NotesPanelOnPage(page, "B")]);
      const writer = new NotesWriter(new URL("ws", program.url).href.replace("http", "ws"), random);
      await Promise.all([writer.until(({ notes }) => notes.length === 5_000), ...panels.map((panel) => panel.live())]);
      await Promise.all(pages.map(({ page }) => page.evaluate(measureTyping)));

      const [a, , c, d] = panels;
      let writing = true;
      const phrases: string[] = [];
      let took = 0;
      const startedAt = performance.now();
      const written = lastValueFrom(
        interval(10).pipe(
          scan((made) => {
            // a late tick makes up for what it has missed
            const due = Math.min(changes, Math.floor((performance.now() - startedAt) / 20));
            for (let count = made; count < due; count += 1) writer.change();
            return due;
          }, 0),
          takeWhile((made) => made < changes),
        ),
        { defaultValue: 0 },
      ).finally(() => {
        writing = false;
        took = performance.now() - startedAt;
      });
      const typeInto = async (panel: NotesPanelOnPage | undefined, number: number): Promise<void> => {
        while (writing && panel !== undefined) {
          await panel.note(number).fill("");
          await panel.type(panel.note(number), PHRASE, 60);
          phrases.push(await panel.note(number).inputValue());
        }
      };
      const dropped = d?.panel.getByRole("button", { name: "Drop the line" }).click();
      await Promise.all([written, typeInto(a, 2), typeInto(c, 5), dropped]);

      await Promise.all(panels.map((panel) => panel.live()));
      const truth = await stateFrom(program.url);
      expect(await writer.until((notes) => fingerprint(notes) === fingerprint(truth))).toEqual(truth);
      await Promise.all(
        panels.map(async ({ page, name }) =>
          page.locator(`code[data-panel="${name}"]`, { hasText: fingerprint(truth) }).waitFor(),
        ),
      );
      const keys = (await Promise.all(pages.map(({ page }) => page.evaluate(typingTimes))))
        .flat()
        .sort((x, y) => x - y);
      const at = (share: number): number => Math.round(keys[Math.floor((keys.length - 1) * share)] ?? 0);
      const figures = {
        notes: truth.notes.length,
        bytes: Buffer.byteLength(JSON.stringify(truth)),
        changes,
        perSecond: Math.round((changes / took) * 1_000),
        keys: keys.length,
        phrases: phrases.length,
        phrasesIntact: phrases.filter((phrase) => phrase === PHRASE).length,
        keyToPaintMs: { p50: at(0.5), p95: at(0.95), max: at(1) },
        savings: await Promise.all(pages.map(({ page }) => page.locator(".savings").innerText())),
      };
      writeFileSync("build/notes-soak.json", `${JSON.stringify(figures, null, 2)}\n`);
      writer.stop();
      await Promise.all(browsers.map((browser) => browser.close()));
      expect(await program.stop()).toBe(0);
      expect(pages.flatMap(({ complaints }) => complaints)).toEqual([]);
    },
    PATIENCE + seconds * 2_000,
  );
});

/** Runs in the page: the time from each key to the frame that shows it. */
function measureTyping(): void {
  const times: number[] = [];
  Object.assign(window, { typingTimes: times });
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - timeStamp);
        port2.postMessage(undefined);
      });
    },
    true,
  );
}

/** Runs in the page. */
function typingTimes(): readonly number[] {
  return (window as typeof window & { readonly typingTimes: readonly number[] }).typingTimes;
}

/** What the server tells somebody who comes now. */
async function stateFrom(url: string): Promise<Notes> {
  const newcomer = new NotesWriter(new URL("ws", url).href.replace("http", "ws"), Math.random);
  const state = await newcomer.until(({ notes }) => notes.length > 0);
  newcomer.stop();
  return state;
}
