import type { Locator, Page } from "playwright-core";

/** What a visitor does with one panel of the page, for its tests. */
export class NotesPanelOnPage {
  readonly panel: Locator;
  readonly title: Locator;
  readonly phase: Locator;
  readonly saved: Locator;

  constructor(
    readonly page: Page,
    readonly name: "A" | "B",
  ) {
    this.panel = page.getByRole("region", { name: `Panel ${name}`, exact: true });
    this.title = this.panel.getByLabel("Title");
    this.phase = this.panel.locator(".phase");
    this.saved = this.panel.getByText("all saved", { exact: true });
  }

  /** The text field of a note, counted from 1. */
  note(number: number): Locator {
    return this.panel.getByLabel(`Note ${number}`, { exact: true });
  }

  async add(text: string): Promise<void> {
    await this.panel.getByLabel("New note").fill(text);
    await this.panel.getByRole("button", { name: "Add" }).click();
  }

  async remove(number: number): Promise<void> {
    await this.panel.getByRole("button", { name: `Remove note ${number}`, exact: true }).click();
  }

  /**
   * Types at the end of a field, key by key.
   *
   * @param delay ms between two keys @default 0
   */
  async type(field: Locator, text: string, delay = 0): Promise<void> {
    await field.press("End");
    await field.pressSequentially(text, { delay });
  }

  /** Waits until the line is up and the state has come in. */
  async live(): Promise<void> {
    await this.panel.locator(".phase.live").waitFor();
    await this.note(1).waitFor();
  }

  /** Waits until a field has this value. */
  async shows(field: Locator, value: string): Promise<void> {
    const handle = await field.elementHandle();
    await this.page.waitForFunction(
      ([element, wanted]) => element instanceof HTMLInputElement && element.value === wanted,
      [handle, value] as const,
    );
  }

  /** The state of this panel as the page sums it up. */
  async fingerprint(): Promise<string> {
    return this.page.locator(`code[data-panel="${this.name}"]`).innerText();
  }
}
