import { actionEvent, downloadEvent, toastEvent, type ToastType } from "../protocol/event-of.ts";
import { registrationOf } from "./registry.ts";
import type { SyncCall } from "./sync-handle.ts";

/** Says that an object has changed, `this.sync()`, and whatever else it has to say. Whoever it is exposed to hears it; with nobody there it does nothing. */
export interface Sync {
  /** Sends the difference since the last time. */
  (call?: SyncCall): void;
  /** Sends a notice for the user. */
  toast(message: string, type?: ToastType): void;
  /** Calls an action of the client. */
  sendAction(name: string, args?: object): void;
  /** Calls an action of the client with a payload. */
  sendBinary(name: string, args: object, bytes: Uint8Array): void;
  /** Sends a file for the user to save. */
  download(filename: string, bytes: Uint8Array): void;
  /** Dismisses the client: it shows the message and does not come back by itself. */
  disconnect(message: string): void;
}

const made = new WeakMap<object, Sync>();

/** What `this.sync` is, for an object whose class has no decorator. */
export function syncOf(instance: object): Sync {
  const known = made.get(instance);
  if (known !== undefined) return known;
  const { handle } = registrationOf(instance);
  const sync = Object.assign(
    (call?: SyncCall): void => {
      handle.sync(call);
    },
    {
      toast: (message: string, type?: ToastType): void => {
        handle.send(() => toastEvent(message, type));
      },
      sendAction: (name: string, args: object = {}): void => {
        handle.send((key) => actionEvent(key, name, args));
      },
      sendBinary: (name: string, args: object, bytes: Uint8Array): void => {
        handle.send((key) => actionEvent(key, name, args, bytes));
      },
      download: (filename: string, bytes: Uint8Array): void => {
        handle.send(() => downloadEvent(filename, bytes));
      },
      disconnect: (message: string): void => {
        handle.disconnect(message);
      },
    },
  );
  made.set(instance, sync);
  return sync;
}
