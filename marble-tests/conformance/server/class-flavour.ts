import { merge, NEVER, type Observable, Subject, take } from "rxjs";
import type { Pipeline, ToastType } from "ws-sync-rx";
import { expose, onCancel, remoteAction, remoteTask, type Sync, syncAll } from "ws-sync-rx/decorators";
import { checkNotes } from "./check-notes.ts";

@syncAll("NOTES", { exposeRunningTasks: true, alwaysDelta: true, writes: { check: checkNotes } })
class Notes {
  declare readonly sync: Sync;
  readonly #tick$ = new Subject<undefined>();
  notes: string[] = [];
  title = "My notes";

  get total(): number {
    return this.notes.reduce((sum, { length }) => sum + length, 0);
  }

  @remoteAction("RENAME") rename({ new_title }: { readonly new_title: string }): void {
    this.title = new_title;
    this.sync();
  }

  @remoteAction("ADD") add({ note }: { readonly note: string }): void {
    this.notes.push(note);
    this.sync();
  }

  @remoteAction("TAKE") take({ data, name }: { readonly data: Uint8Array; readonly name: string }): void {
    this.notes.push(`${name}:${data.byteLength}`);
    this.sync();
  }

  @remoteAction("SAY") say({ message, kind }: { readonly message: string; readonly kind?: ToastType }): void {
    this.sync.toast(message, kind);
  }

  @remoteAction("SAVE") save({ filename, text }: { readonly filename: string; readonly text: string }): void {
    this.sync.download(filename, Buffer.from(text));
  }

  @remoteAction("SHOW") show(args: object): void {
    this.sync.sendAction("SHOWN", args);
  }

  @remoteAction("ECHO") echo({ data, name }: { readonly data: Uint8Array; readonly name: string }): void {
    this.sync.sendBinary("ECHOED", { name }, data);
  }

  @remoteAction("KICK") kick({ message }: { readonly message: string }): void {
    this.sync.disconnect(message);
  }

  @remoteAction("BOOM") boom(): never {
    this.title = "half done";
    throw new Error("boom");
  }

  @remoteAction("REJECT") reject(): Promise<never> {
    return Promise.reject(new Error("rejected"));
  }

  @remoteAction("SLOW") *slow(): Iterable<Observable<unknown>> {
    this.title = "slow began";
    this.sync();
    yield this.#tick$.pipe(take(1));
    this.title = "slow ended";
    this.sync();
  }

  @remoteAction("TICK") tick(): void {
    this.#tick$.next(undefined);
  }

  @remoteTask("COUNT") *count({ upto }: { readonly upto: number }): Iterable<Observable<unknown>> {
    for (let at = 0; at < upto; at += 1) {
      this.notes.push(`n${at}`);
      this.sync();
      yield this.#tick$.pipe(take(1));
    }
  }

  @onCancel("COUNT") counted(): void {
    this.notes.push("cancelled");
  }

  @remoteTask("WAIT") wait(): Observable<never> {
    return NEVER;
  }

  @remoteTask("FAIL") fail(): never {
    throw new Error("the task fails");
  }
}

@syncAll("LAZY", { sendOnInit: false, alwaysDelta: true })
class Lazy {
  declare readonly sync: Sync;
  value = 0;

  @remoteAction("INC") increment(): void {
    this.value += 1;
    this.sync();
  }
}

@syncAll("DAY", { alwaysDelta: true })
class Day {
  day: unknown = "monday";
}

/** The objects of the conformance suite, as objects. */
export const classFlavour: Pipeline = (session) =>
  merge(expose(new Notes())(session), expose(new Lazy())(session), expose(new Day())(session));
