import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Browser, Locator, Page } from "playwright-core";
import { launchChromium, openPage } from "../notes/chromium.ts";
import { type Program, startProgram } from "../notes/start-program.ts";

const PATIENCE = 60_000;

describe("a page of the original, its imports switched", () => {
  let browser: Browser;
  let program: Program;
  let page: Page;
  let complaints: readonly string[];
  let rooms = 0;

  const part = (name: string): Locator => page.getByRole("region", { name, exact: true });
  const press = (name: string, button: string) => part(name).getByRole("button", { name: button, exact: true }).click();
  const shows = (name: string, text: string) => part(name).getByText(text, { exact: true }).waitFor();
  const says = (message: string) => page.getByRole("listitem").filter({ hasText: message }).first().waitFor();

  beforeAll(async () => {
    browser = await launchChromium();
    program = await startProgram({}, "compat");
  }, PATIENCE);
  afterAll(async () => {
    await browser.close();
    expect(await program.stop()).toBe(0);
  }, PATIENCE);

  beforeEach(async () => {
    rooms += 1;
    ({ page, complaints } = await openPage(browser, `${program.url}?room=test${rooms}`));
    await Promise.all([shows("Connection", "connected"), shows("synced", "connected")]);
  }, PATIENCE);
  afterEach(async () => {
    await page.context().close();
    // a browser writes down each attempt that is refused
    expect(complaints.filter((text) => !text.includes("/nowhere"))).toEqual([]);
  }, PATIENCE);

  it(
    "useSynced: sets, syncs, fetches, sends, calls, uploads",
    async () => {
      const title = part("useSynced").getByLabel("Title");
      await expectValue(title, "My Notes");
      await title.fill("Typed");
      await press("useSynced", "Sync a note");
      await press("useSynced", "Call ADD");
      await press("useSynced", "Upload");
      await shows("useSynced", '["synced","called","hi:2:6869"]');
      await press("useSynced", "Set the title here");
      await expectValue(title, "only here");
      await press("useSynced", "Fetch");
      await expectValue(title, "Typed");
      await press("useSynced", "Send a state");
      await press("useSynced", "Fetch");
      await shows("useSynced", '["whole"]');
      await shows("useSynced", "1 notes, 5 letters");
      await expectValue(title, "sent");
      await press("useSynced", "Call BOOM");
      await press("useSynced", "Call ADD");
      await shows("useSynced", '["whole","called"]');
    },
    PATIENCE,
  );

  it(
    "shows toasts, saves files, and stays away after a _DISCONNECT until it is asked to come back",
    async () => {
      await press("useSynced", "Call TOAST");
      await says("warning: remote bread");
      const [download] = await Promise.all([page.waitForEvent("download"), press("useSynced", "Call DOWNLOAD")]);
      expect(download.suggestedFilename()).toBe("hello.txt");
      await press("useSynced", "Call KICK");
      await says("loading: Interop: You asked for it.");
      await shows("Connection", "not connected");
      await press("useSynced", "Call ADD");
      await says("error: Interop");
      await press("Connection", "Mend the line");
      await shows("Connection", "connected");
    },
    PATIENCE,
  );

  it(
    "useSyncedReducer: sync() of two dispatches at once, delegate(), what the server calls",
    async () => {
      await press("useSyncedReducer", "Push two");
      await press("useSyncedReducer", "Push two");
      await press("useSyncedReducer", "Drop the first");
      await shows("useSyncedReducer", '["b0","a1","b1"]');
      await press("useSyncedReducer", "Delegate RENAME");
      await shows("useSyncedReducer", "delegated");
      // what the server derives comes with its next sync
      await shows("useSyncedReducer", "size 6");
      await press("useSyncedReducer", "Delegate RENAME_TOAST");
      await says("success: remote renamed to aloud");
      await press("useSyncedReducer", "Let the server call");
      await shows("useSyncedReducer", "the server says hello");
      await press("useSyncedReducer", "Let the server call with bytes");
      await shows("useSyncedReducer", "blob has 5 bytes");
      await press("useSyncedReducer", "Fetch");
      await shows("useSyncedReducer", "aloud");
    },
    PATIENCE,
  );

  it(
    "useObserved: tasks that run to their end and tasks that are cancelled, and a state that is asked for",
    async () => {
      await shows("useObserved", "lazy 0");
      await press("useObserved", "Start FAST_FORWARD");
      await says("success: remote Fast forward complete!");
      await shows("useObserved", '{"currentDay":"monday","size":3,"runningTasks":[]}');
      await press("useObserved", "Start SLEEP");
      await shows("useObserved", '{"currentDay":"monday","size":3,"runningTasks":["SLEEP"]}');
      await press("useObserved", "Cancel SLEEP");
      await shows("useObserved", '{"currentDay":"monday","size":3,"runningTasks":[]}');
      await press("useObserved", "Call INC");
      await shows("useObserved", "lazy 1");
      await press("useSynced", "Start COUNT");
      await part("useSynced").getByText('"n3"').waitFor();
      await press("useSynced", "Cancel COUNT");
      await part("useSynced").getByText('"cancelled"]').waitFor();
    },
    PATIENCE,
  );

  it(
    "synced: a store that is set, synced, and changed by the server, also without a line",
    async () => {
      await shows("synced", '{"num":1.5,"items":[{"id":1,"tags":["a"]},{"id":2,"tags":[]}]}');
      await press("synced", "Double");
      await press("synced", "Tag the first");
      await shows("synced", "all sent");
      await press("synced", "Delegate append");
      const after = '{"num":3,"items":[{"id":1,"tags":["a","here"]},{"id":2,"tags":[]},{"id":3,"tags":["x","y"]}]}';
      await shows("synced", after);
      await press("synced", "Cut the line");
      await shows("synced", "not connected");
      await press("synced", "Double");
      await press("synced", "Delegate append");
      await shows("synced", "not sent");
      await press("synced", "Mend the line");
      await shows("synced", "all sent");
      await press("synced", "Fetch");
      await shows("synced", after.replace(":3,", ":6,").replace("]}]}", ']},{"id":3,"tags":["x","y"]}]}'));
    },
    PATIENCE,
  );

  it(
    "hooks keep what is done without a line, and send it in order when it is mended",
    async () => {
      const title = part("useSynced").getByLabel("Title");
      await expectValue(title, "My Notes");
      await page.evaluate(() => Object.assign(window, { marker: true }));
      await press("Connection", "Cut the line");
      await shows("Connection", "not connected");
      await title.fill("Typed offline");
      await press("useSynced", "Sync a note");
      await press("useSynced", "Call ADD");
      await press("useSynced", "Upload");
      await press("useSyncedReducer", "Push two");
      await press("useSyncedReducer", "Delegate RENAME");
      await press("useObserved", "Start SLEEP");
      await press("useObserved", "Call INC");
      await shows("useSynced", '["synced"]');
      await press("Connection", "Mend the line");
      await shows("Connection", "connected");
      await shows("useSynced", '["synced","called","hi:2:6869"]');
      await shows("useSyncedReducer", "delegated");
      await shows("useObserved", '{"currentDay":"monday","size":0,"runningTasks":["SLEEP"]}');
      await shows("useObserved", "lazy 1");
      await press("useSyncedReducer", "Fetch");
      await shows("useSyncedReducer", '["a0","b0"]');
      await expectValue(title, "Typed offline");
      expect(await page.evaluate(() => Object.hasOwn(window, "marker"))).toBe(true);
      await page.reload();
      await expectValue(title, "Typed offline");
      await shows("useSynced", '["synced","called","hi:2:6869"]');
    },
    PATIENCE,
  );
});

/** Waits until a field shows a text. */
async function expectValue(field: Locator, value: string): Promise<void> {
  while ((await field.inputValue()) !== value) await field.page().evaluate(() => new Promise(requestAnimationFrame));
}
