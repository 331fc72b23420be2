import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { launchChromium, openPage, type OpenPage } from "../notes/chromium.ts";
import { type Program, startProgram } from "../notes/start-program.ts";
import { INITIAL, MUTATED } from "./initial-states.ts";
import { InteropPage } from "./interop-page.ts";

const PATIENCE = 60_000;
const SCREENSHOTS = "build/screenshots";

describe("the interop page in a real browser", () => {
  let browser: Browser;
  let program: Program;
  let opened: OpenPage[] = [];
  let rooms = 0;

  const open = async (line = `room/${(rooms += 1)}`): Promise<InteropPage> => {
    const made = await openPage(browser, `${program.url}?line=${line}`);
    opened.push(made);
    const page = new InteropPage(made.page);
    await page.ready();
    return page;
  };
  const notes = (changes: object = {}): object => ({ ...INITIAL.NOTES, ...changes });

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [browser, program] = await Promise.all([launchChromium(), startProgram({}, "interop")]);
  }, PATIENCE);
  afterAll(async () => {
    await browser.close();
    expect(await program.stop()).toBe(0);
  });
  beforeEach(() => {
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ page }) => page.context().close()));
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  const drives = (name: string, drive: () => Promise<void>): void => {
    it(name, drive, PATIENCE);
  };

  drives("shows every object as a session begins, LAZY included, which is asked for", async () => {
    const page = await open();
    for (const [key, state] of Object.entries(INITIAL)) await page.shows(key, state);
    await page.page.screenshot({ path: `${SCREENSHOTS}/interop.png`, fullPage: true });
    expect(await page.page.evaluate(() => document.documentElement.scrollWidth)).toBe(1_440);
  });

  drives("NOTES: is typed into, letter by letter, and takes notes; RESET", async () => {
    const page = await open();
    const title = page.card("NOTES").getByLabel("Title");
    await title.press("End");
    await title.pressSequentially(", all of them ✓");
    await page.shows("NOTES", notes({ title: "My Notes, all of them ✓" }));
    await page.card("NOTES").getByLabel("Note").fill("bread");
    await page.press("NOTES", "ADD");
    await page.shows("NOTES", { notes: ["bread"], title: "My Notes, all of them ✓", total_length: 5 });
    await page.press("NOTES", "RESET");
    await page.shows("NOTES", notes());
  });

  drives("NOTES: SILENT_RENAME goes with the next difference; BOOM changes nothing and keeps the line", async () => {
    const page = await open();
    await page.press("NOTES", "SILENT_RENAME");
    await page.press("NOTES", "BOOM");
    await page.press("LAZY", "INC");
    await page.shows("LAZY", { value: 1 });
    await page.phase("live");
    await page.shows("NOTES", notes());
    await page.card("NOTES").getByLabel("Note").fill("n");
    await page.press("NOTES", "ADD");
    await page.shows("NOTES", { notes: ["n"], title: "not said yet", total_length: 1 });
  });

  drives("NOTES: COUNT counts, and its cancel handler has the last word", async () => {
    const page = await open();
    await page.start("NOTES", "COUNT");
    await page.shows("NOTES", notes({ notes: ["n0", "n1"], total_length: 4 }));
    await page.cancel("NOTES", "COUNT");
    await page.page.locator('pre[data-key="NOTES"]', { hasText: "cancelled" }).waitFor();
  });

  drives("NOTES_SIZE: RENAME, ADD, toasts", async () => {
    const page = await open();
    await page.press("NOTES_SIZE", "RENAME");
    await page.shows("NOTES_SIZE", { title: "another name", notes: [], size: 0 });
    await page.press("NOTES_SIZE", "ADD");
    await page.shows("NOTES_SIZE", { title: "another name", notes: ["one more"], size: 8 });
    await page.press("NOTES_SIZE", "RENAME_TOAST");
    await page.says("toast (success): renamed to with a toast");
    await page.press("NOTES_SIZE", "TOAST");
    await page.says("toast (warning): Only a toast");
  });

  drives("NOTES_SIZE: a download is saved, an action and bytes come back, bytes go up", async () => {
    const page = await open();
    const [download] = await Promise.all([page.page.waitForEvent("download"), page.press("NOTES_SIZE", "DOWNLOAD")]);
    expect(download.suggestedFilename()).toBe("hello.txt");
    expect(await readFile(await download.path(), "utf8")).toBe("hello ✓");
    await page.press("NOTES_SIZE", "ECHO_ACTION");
    await page.says('action HELLO {"from":"here"}');
    await page.press("NOTES_SIZE", "ECHO_BINARY");
    await page.says('binary BLOB {"name":"hi","size":2}, 2 bytes');
    await page.press("NOTES_SIZE", "UPLOAD");
    await page.shows("NOTES_SIZE", { title: "My Notes", notes: ["hi:2:6869"], size: 9 });
  });

  drives("NOTES_SIZE: KICK says why and stays away until it is asked back; the session is as it was", async () => {
    const page = await open();
    await page.press("NOTES_SIZE", "ADD");
    await page.shows("NOTES_SIZE", { title: "My Notes", notes: ["one more"], size: 8 });
    await page.press("NOTES_SIZE", "KICK");
    await page.phase("ended");
    await page.page.getByText("You asked for it.").waitFor();
    await page.page.getByRole("button", { name: "Come back" }).click();
    await page.phase("live");
    await page.press("NOTES_SIZE", "ADD");
    await page.shows("NOTES_SIZE", { title: "My Notes", notes: ["one more", "one more"], size: 16 });
  });

  drives("CAMEL: NEXT_DAY; FAST_FORWARD to its end, with a toast", async () => {
    const page = await open();
    await page.press("CAMEL", "NEXT_DAY");
    await page.shows("CAMEL", { ...INITIAL.CAMEL, currentDay: "tuesday" });
    await page.start("CAMEL", "FAST_FORWARD");
    await page.says("toast (success): Fast forward complete!");
    await page.shows("CAMEL", { ...INITIAL.CAMEL, currentDay: "tuesday", size: 20 });
  });

  drives("CAMEL: FAST_FORWARD and SLEEP are cancelled; FAIL leaves the list", async () => {
    const page = await open();
    await page.start("CAMEL", "SLEEP");
    await page.start("CAMEL", "FAST_FORWARD");
    await page.page.locator('pre[data-key="CAMEL"]', { hasText: /"SLEEP",\s+"FAST_FORWARD"/ }).waitFor();
    await page.cancel("CAMEL", "FAST_FORWARD");
    await page.page.locator('pre[data-key="CAMEL"]', { hasText: '"currentDay": "stopped"' }).waitFor();
    await page.cancel("CAMEL", "SLEEP");
    await page.start("CAMEL", "FAIL");
    await page.page.locator('pre[data-key="CAMEL"]', { hasText: '"runningTasks": []' }).waitFor();
    await page.phase("live");
  });

  drives("FILTERED: WAIT ends when it is cancelled, and goes on while the page is away", async () => {
    const page = await open();
    const waiting = { ...INITIAL.FILTERED, running_tasks: ["WAIT"] };
    await page.start("FILTERED", "WAIT");
    await page.shows("FILTERED", waiting);
    await page.cancel("FILTERED", "WAIT");
    await page.shows("FILTERED", INITIAL.FILTERED);
    await page.start("FILTERED", "WAIT");
    await page.shows("FILTERED", waiting);
    await page.page.reload();
    await page.ready();
    await page.shows("FILTERED", waiting);
  });

  drives("THROTTLED: BURST comes to a hundred, whatever is left out on the way; FLUSH", async () => {
    const page = await open();
    await page.press("THROTTLED", "BURST");
    await page.shows("THROTTLED", { ticks: 100, running_tasks: [] });
    await page.press("THROTTLED", "FLUSH");
    await page.phase("live");
  });

  drives("NESTED: every way of MUTATE", async () => {
    const page = await open();
    for (const [how, changes] of MUTATED) {
      await page.visit(program.url, `room/nested-${how}`);
      await page.press("NESTED", how);
      await page.shows("NESTED", { ...INITIAL.NESTED, ...changes });
    }
  });

  drives("a room is one session, whoever enters it: what one page changes another finds there", async () => {
    const old = await open("room/shared");
    await old.press("LAZY", "INC");
    await old.shows("LAZY", { value: 1 });
    const young = await open("room/shared");
    await young.shows("LAZY", { value: 1 });
    await young.press("LAZY", "INC");
    await young.shows("LAZY", { value: 2 });
  });

  drives("/auth: a session per tab, which a reload finds again", async () => {
    const [one, other] = [await open("auth"), await open("auth")];
    await one.press("NOTES_SIZE", "ADD");
    await one.shows("NOTES_SIZE", { title: "My Notes", notes: ["one more"], size: 8 });
    await one.page.reload();
    await one.shows("NOTES_SIZE", { title: "My Notes", notes: ["one more"], size: 8 });
    await other.shows("NOTES_SIZE", INITIAL.NOTES_SIZE);
    await other.phase("live");
  });

  drives("/ws: one session for all", async () => {
    const old = await open("ws");
    await old.press("NOTES_SIZE", "ADD");
    await old.shows("NOTES_SIZE", { title: "My Notes", notes: ["one more"], size: 8 });
    const young = await open("ws");
    await young.shows("NOTES_SIZE", { title: "My Notes", notes: ["one more"], size: 8 });
  });
});
