import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import { type Download, syncKey, type ToastType } from "ws-sync-rx";
import {
  useDownloads,
  useExposedActions,
  useReconnect,
  useRemoteToast,
  useSyncedReducer,
  useTask,
} from "ws-sync-rx/react";

interface Notes {
  readonly title: string;
}
interface NotesTasks {
  importFrom(args: { readonly url: string }): number;
  sort(args: { readonly by?: string }): void;
  clear(): void;
}
interface PageActions {
  scrollTo(args: { readonly id: string }): void;
}
const NOTES = syncKey<Notes, unknown, NotesTasks>("NOTES");
const PAGE = syncKey<unknown, PageActions>("NOTES");
const EMPTY: Notes = { title: "" };

/** Components are only looked at, never rendered. */
const component = (body: () => void) => () => expect(body).toBeInstanceOf(Function);

describe("useTask", () => {
  it(
    "knows the tasks of a key and their arguments",
    component(() => {
      const importing = useTask(NOTES, "importFrom");
      expectTypeOf(importing.start).toBeCallableWith({ url: "a" });
      expectTypeOf(importing.cancel).toEqualTypeOf<() => void>();
      expectTypeOf(importing.status).toEqualTypeOf<"idle" | "running" | "done" | "failed" | "cancelled">();
      expectTypeOf(importing.result).toEqualTypeOf<number | undefined>();
      expectTypeOf(importing.error).toEqualTypeOf<unknown>();
      expectTypeOf(useTask(NOTES, "sort", { onUnmount: "keep" }).start).toBeCallableWith();
      expectTypeOf(useTask(NOTES, "clear").start).toBeCallableWith();
      // @ts-expect-error there is no such task
      useTask(NOTES, "explode");
      // @ts-expect-error a url is asked for
      importing.start();
      // @ts-expect-error a url is a text
      importing.start({ url: 3 });
      // @ts-expect-error it is cancelled or kept
      useTask(NOTES, "clear", { onUnmount: "forget" });
    }),
  );

  it(
    "takes any name with a bare string, and the arguments that are given as a type",
    component(() => {
      expectTypeOf(useTask("NOTES", "anything").start).toBeCallableWith({ any: "thing" });
      const importing = useTask<{ url: string }, number>("NOTES", "importFrom", { offline: "fail", timeout: 1_000 });
      expectTypeOf(importing.start).parameter(0).toEqualTypeOf<{ url: string }>();
      expectTypeOf(importing.result).toEqualTypeOf<number | undefined>();
      expectTypeOf(useTask<{ url: string }>("NOTES", "importFrom").result).toEqualTypeOf<unknown>();
    }),
  );
});

describe("useSyncedReducer", () => {
  it(
    "takes the state from the key and the actions from the reducer",
    component(() => {
      const [state, dispatch] = useSyncedReducer(
        NOTES,
        (notes, action: { readonly type: "rename"; readonly title: string }, { sync, delegate }) => {
          expectTypeOf(notes).toEqualTypeOf<Notes>();
          expectTypeOf(sync).toEqualTypeOf<() => void>();
          expectTypeOf(delegate).toBeCallableWith(action);
          return { title: action.title };
        },
        EMPTY,
      );
      expectTypeOf(state).toEqualTypeOf<Notes>();
      expectTypeOf(dispatch).toBeCallableWith({ type: "rename", title: "a" });
      // @ts-expect-error a title is asked for
      dispatch({ type: "rename" });
      // @ts-expect-error the next state is not one of the key's
      useSyncedReducer(NOTES, (_notes, _action: { readonly type: string }) => ({ title: 3 }), EMPTY);
    }),
  );
});

describe("useExposedActions", () => {
  it(
    "knows the calls of a key, and takes any with a bare string",
    component(() => {
      useExposedActions(PAGE, {
        scrollTo: ({ id }, { bytes }) => {
          expectTypeOf(id).toEqualTypeOf<string>();
          expectTypeOf(bytes).toEqualTypeOf<Uint8Array | undefined>();
        },
      });
      useExposedActions("NOTES", { anything: ({ id }: { id: number }) => id });
      // @ts-expect-error an id is a text
      useExposedActions(PAGE, { scrollTo: ({ id }: { id: number }) => id });
    }),
  );
});

describe("what the server shows and sends", () => {
  it(
    "goes to functions",
    component(() => {
      useRemoteToast((message: string, type: ToastType = "default") => `${type}: ${message}`);
      useRemoteToast(Object.assign((message: string) => message, { success: (message: string) => message }));
      useDownloads((download) => expectTypeOf(download).toEqualTypeOf<Download>());
      expectTypeOf(useReconnect()).toEqualTypeOf<() => void>();
      // @ts-expect-error a message is a text
      useRemoteToast((message: number) => message);
    }),
  );
});
