import type { ToastType } from "ws-sync-rx";
import { remoteAction, type Sync } from "ws-sync-rx/decorators";
import { payload, text } from "./check.ts";

/**
 * A title, some notes, and what clients may call. The two classes that extend it sync the same members under different names.
 *
 * A call has named arguments: they come as one object, under the very names they have on the wire.
 */
export abstract class NoteBook {
  declare readonly sync: Sync;
  title = "My Notes";
  notes: string[] = [];

  get totalLength(): number {
    return this.notes.reduce((sum, note) => sum + note.length, 0);
  }

  @remoteAction("RENAME") rename({ new_title }: { readonly new_title: string }): void {
    this.title = text("new_title", new_title);
    this.sync();
  }

  @remoteAction("ADD") add({ note }: { readonly note: string }): void {
    this.notes.push(text("note", note));
    this.sync();
  }

  @remoteAction("TOAST") notice({ message, kind }: { readonly message: string; readonly kind?: ToastType }): void {
    this.sync.toast(text("message", message), kind);
  }

  @remoteAction("RENAME_TOAST") renameAloud({ new_title }: { readonly new_title: string }): void {
    this.title = text("new_title", new_title);
    this.sync({ toast: `renamed to ${this.title}`, type: "success" });
  }

  @remoteAction("DOWNLOAD") save({ filename, text: body }: { readonly filename: string; readonly text: string }): void {
    this.sync.download(text("filename", filename), Buffer.from(text("text", body)));
  }

  @remoteAction("ECHO_ACTION") echo({ action }: { readonly action: { readonly type: string } }): void {
    this.sync.sendAction(text("action.type", action.type), action);
  }

  /** The payload of a binary call is its argument `data`. */
  @remoteAction("ECHO_BINARY") echoBytes({
    data,
    name = "blob",
  }: {
    readonly data: Uint8Array;
    readonly name?: string;
  }): void {
    const bytes = payload("data", data);
    this.sync.sendBinary("BLOB", { name, size: bytes.byteLength }, bytes);
  }

  @remoteAction("UPLOAD") upload({ data, name }: { readonly data: Uint8Array; readonly name: string }): void {
    const bytes = payload("data", data);
    this.notes.push(`${text("name", name)}:${bytes.byteLength}:${Buffer.from(bytes).toString("hex")}`);
    this.sync();
  }

  @remoteAction("KICK") kick({ message = "bye" }: { readonly message?: string }): void {
    this.sync.disconnect(message);
  }

  /** Reported on `session.errors$`; nobody else notices. */
  @remoteAction("BOOM") boom(): never {
    throw new Error("boom");
  }
}
