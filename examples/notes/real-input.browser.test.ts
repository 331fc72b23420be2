import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { interval, lastValueFrom, scan, takeWhile } from "rxjs";
import { launchChromium, openPage } from "./chromium.ts";
import { fingerprint } from "./fingerprint.ts";
import { NotesPanelOnPage } from "./notes-panel-on-page.ts";
import type { Notes } from "./notes.ts";
import { NotesWriter } from "./notes-writer.ts";
import { chance, realText } from "./real-notes.ts";
import { startProgram } from "./start-program.ts";

const PATIENCE = 60_000;
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
