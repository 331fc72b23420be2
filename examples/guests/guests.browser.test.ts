import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { launchChromium, openPage } from "../notes/chromium.ts";
import { type Program, startProgram } from "../notes/start-program.ts";

const PATIENCE = 60_000;

describe("a guest book that keeps its outbox, in a real browser", () => {
  let browser: Browser;
  let program: Program;

  const says = (page: Page, text: string): Promise<void> => page.getByText(text, { exact: true }).waitFor();
  const sign = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel("Name").fill(name);
    await page.getByRole("button", { name: "Sign", exact: true }).click();
  };
  const signed = (page: Page): Promise<readonly string[]> => page.getByRole("listitem").allInnerTexts();

  beforeAll(async () => {
    browser = await launchChromium();
    program = await startProgram({}, "guests");
  }, PATIENCE);
  afterAll(async () => {
    await browser.close();
    expect(await program.stop()).toBe(0);
  }, PATIENCE);

  it(
    "sends what was signed without a line after a reload, in order, once",
    async () => {
      const { page, complaints } = await openPage(browser, `${program.url}#offline`);
      await sign(page, "Ada");
      await page.getByLabel("Name").fill("Grace");
      await page.getByRole("button", { name: "Be the host" }).click();
      await sign(page, "Edsger");
      await says(page, "3 waiting");
      await page.reload();
      // out of the store of the browser: this page has made none of them
      await says(page, "3 waiting");
      expect(await signed(page)).toEqual([]);

      await page.evaluate(() => (location.hash = ""));
      await page.reload();
      await says(page, "Edsger");
      await says(page, "Grace");
      await says(page, "all saved");
      await page.reload();
      await says(page, "Edsger");
      await says(page, "all saved");
      expect(await signed(page)).toEqual(["Ada", "Edsger"]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    PATIENCE,
  );

  it(
    "a tab that is duplicated has a line of its own, and both stay",
    async () => {
      const { page } = await openPage(browser, program.url);
      // the state is there: by then a page has its ids
      await says(page, "Grace");
      const [copy] = await Promise.all([
        page.waitForEvent("popup"),
        page.evaluate(() => void window.open(location.href)),
      ]);
      await says(copy, "Grace");
      const ids = (of: Page): Promise<string | null> => of.evaluate(() => sessionStorage.getItem("_SESSION_ID"));
      expect(await ids(copy)).not.toBe(await ids(page));
      await sign(copy, "from the copy");
      await says(page, "from the copy");
      await sign(page, "from the first");
      await says(copy, "from the first");
      await page.context().close();
    },
    PATIENCE,
  );
});
