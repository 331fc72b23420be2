import { filter, firstValueFrom, merge, type Subscription } from "rxjs";
import { action, Session, synced, type Synced } from "ws-sync-rx";
import { backoff, connect, join, userSession } from "ws-sync-rx/client";
import { WebSocket } from "ws";
import { LIMITS, NO_NOTES, NOTES, type Notes } from "./notes.ts";
import { realText } from "./real-notes.ts";

/** A client in this process that changes the notes at random, for tests. */
export class NotesWriter {
  readonly session = new Session();
  readonly copy: Synced<Notes> = synced(this.session, NOTES, NO_NOTES);
  readonly #random: () => number;
  readonly #running: Subscription;

  constructor(url: string, random: () => number) {
    this.#random = random;
    this.#running = merge(
      this.session.run(userSession(() => ({ user: "writer", session: this.session.env.id() }))),
      connect(url, { WebSocketCtor: WebSocket }).pipe(backoff(), join(this.session)),
      this.copy,
    ).subscribe();
  }

  /** Waits until its copy passes a test. */
  async until(test: (notes: Notes) => boolean): Promise<Notes> {
    return firstValueFrom(this.copy.pipe(filter(test)), { defaultValue: NO_NOTES });
  }

  /** Changes something: of 20 changes, about 12 are texts, 3 titles, 3 new notes, 2 removals. */
  change(): void {
    const dice = Math.floor(this.#random() * 20);
    const { notes } = this.copy.value;
    const at = Math.floor(this.#random() * notes.length);
    const id = notes[at]?.id ?? "";
    const text = realText(this.#random);
    if (dice < 12) this.#edit(id, text);
    else if (dice < 15) void this.copy.write({ title: text.slice(0, LIMITS.title) });
    else if (dice < 18) action(this.session, NOTES, "add", { text }).subscribe();
    else action(this.session, NOTES, "remove", { id }).subscribe();
  }

  stop(): void {
    this.#running.unsubscribe();
  }

  #edit(id: string, text: string): void {
    void this.copy.write((state) => ({
      ...state,
      notes: state.notes.map((note) => (note.id === id ? { ...note, text } : note)),
    }));
  }
}
