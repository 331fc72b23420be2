import type { Locator, Page } from "playwright-core";

/** What a visitor does with the page, for its tests. */
export class InteropPage {
  constructor(readonly page: Page) {}

  /** The card of an object. */
  card(key: string): Locator {
    return this.page.getByRole("region", { name: key, exact: true });
  }

  /** Presses a button of an object. */
  async press(key: string, button: string): Promise<void> {
    await this.card(key).getByRole("button", { name: button, exact: true }).click();
  }

  /** Starts a task of an object. */
  async start(key: string, task: string): Promise<void> {
    await this.press(key, task);
  }

  /** Cancels a task of an object. */
  async cancel(key: string, task: string): Promise<void> {
    await this.press(key, `Cancel ${task}`);
  }

  /** The state of an object, as it is on the page at this moment. */
  async state(key: string): Promise<unknown> {
    return JSON.parse(await this.card(key).locator("pre").innerText());
  }

  /** Waits until the page shows this state. */
  async shows(key: string, state: object): Promise<void> {
    await this.page.waitForFunction(isShown, [key, JSON.stringify(state)] as const);
  }

  /** Waits until the line of the status ends so. */
  async says(text: string): Promise<void> {
    await this.page.locator(".said", { hasText: text }).waitFor();
  }

  /** Waits until the line is in a phase. */
  async phase(name: "live" | "offline" | "ended"): Promise<void> {
    await this.page.locator(`.phase.${name}`).waitFor();
  }

  /** Goes to a line and waits until all objects are there. */
  async visit(url: string, line: string): Promise<void> {
    await this.page.goto(`${url}?line=${line}`);
    await this.ready();
  }

  /** Waits until all objects are there, LAZY included, which is asked for. */
  async ready(): Promise<void> {
    await this.phase("live");
    await this.page.waitForFunction(() =>
      [...document.querySelectorAll("pre[data-key]")].every(({ textContent }) => textContent.startsWith("{")),
    );
  }
}

/** Runs in the page: members may stand in any order. */
function isShown([key, wanted]: readonly [string, string]): boolean {
  const sorted = (_name: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  const text = document.querySelector(`pre[data-key="${key}"]`)?.textContent ?? "";
  if (!text.startsWith("{")) return false;
  return JSON.stringify(JSON.parse(text), sorted) === JSON.stringify(JSON.parse(wanted), sorted);
}
