import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import { type StateOf, syncKey } from "ws-sync-rx";
import { expose, type KeyOf, type Sync, syncAll, syncOnly } from "ws-sync-rx/decorators";
import { cased } from "../../src/decorators/casing.ts";
import type { CasedName } from "../../src/decorators/cased-name.ts";

const OPTIONS = { casing: "snake", exclude: ["hidden"] } as const;
const NOTES = syncKey<KeyOf<typeof Notes, typeof OPTIONS>>("NOTES");

@syncAll(NOTES, OPTIONS)
class Notes {
  declare readonly sync: Sync;
  newTitle = "";
  hidden = 1;
}

const WRITTEN = syncKey<{ readonly title: string; readonly size?: number }>("WRITTEN");

describe("a class that is decorated with a typed key", () => {
  it("is checked against the key that was made of it, options included", () => {
    expectTypeOf<StateOf<typeof NOTES>>().toEqualTypeOf<{ readonly new_title: string }>();
    expect(expose(new Notes())).toBeInstanceOf(Function);
    // @ts-expect-error the casing is not that of the key
    @syncAll(NOTES, { exclude: ["hidden"] })
    class Drifted {
      newTitle = "";
      hidden = 1;
    }
    expect(Drifted).toBeDefined();
  });

  it("is checked against a key that was written by hand", () => {
    @syncAll(WRITTEN)
    class Fits {
      title = "";
      size = 1;
    }
    @syncOnly(WRITTEN, { title: true, length: "size" })
    class Picked {
      title = "";
      length = 1;
      other = "";
    }
    // @ts-expect-error a title is a text
    @syncAll(WRITTEN)
    class Wrong {
      title = 1;
    }
    // @ts-expect-error the title is not picked
    @syncOnly(WRITTEN, { length: "size" })
    class Unpicked {
      title = "";
      length = 1;
    }
    // @ts-expect-error the class has no such member
    @syncOnly("KEY", { gone: true })
    class Gone {
      title = "";
    }
    expect([Fits, Picked, Wrong, Unpicked, Gone]).toHaveLength(5);
  });

  it("has methods that take the arguments of the actions and tasks of its key", () => {
    interface Calls {
      rename(args: { readonly title: string }): void;
      clear(args: { readonly why: string }): void;
      UNDER_ANOTHER_NAME(args: { readonly id: number }): void;
    }
    const CALLED = syncKey<{ readonly title: string }, Calls, { upload(args: { readonly name: string }): void }>("K");
    @syncAll(CALLED)
    class Fits {
      title = "";
      rename({ title }: { readonly title: string }): void {
        this.title = title;
      }
      clear(): void {
        this.title = "";
      }
      upload({ data, name }: { readonly data: Uint8Array; readonly name: string }): void {
        this.title = `${name} ${data.byteLength}`;
      }
    }
    // @ts-expect-error it takes another title
    @syncAll(CALLED)
    class Other {
      title = "";
      rename({ title }: { readonly title: number }): void {
        this.title = String(title);
      }
    }
    // @ts-expect-error the wire has named arguments
    @syncAll(CALLED)
    class Positional {
      title = "";
      upload(name: string): void {
        this.title = name;
      }
    }
    expect([Fits, Other, Positional]).toHaveLength(3);
  });

  it("is asked for nothing by a bare string, or without one", () => {
    @syncAll("KEY", { casing: "camel" })
    class Bare {
      title = 1;
    }
    @syncAll()
    class Named {
      title = 1;
    }
    expect([Bare, Named]).toHaveLength(2);
  });
});

describe("CasedName", () => {
  /** What the types say, checked by the compiler, beside what the program does, checked here. */
  const camel = {
    title: "title",
    newTitle: "newTitle",
    total_length: "totalLength",
    a_b_c: "aBC",
    new_URL: "newUrl",
    URL: "url",
    MAX_SIZE: "maxSize",
    fooBar_baz: "foobarBaz",
    _private_part: "_privatePart",
    trailing_: "trailing_",
    double__under: "double__Under",
    a_1: "a1",
    v2_beta: "v2Beta",
    v2beta_x: "v2BetaX",
  } as const;
  const snake = {
    title: "title",
    newTitle: "new_title",
    totalLength: "total_length",
    parseURL: "parse_url",
    URLParser: "url_parser",
    a1B: "a1_b",
    aBC: "a_bc",
    already_snake: "already_snake",
    X: "x",
  } as const;
  type Agrees<Table, How extends "camel" | "snake"> = {
    readonly [Name in keyof Table]: CasedName<Name & string, How>;
  };

  it("agrees with what is done to the names", () => {
    expectTypeOf(camel).toEqualTypeOf<Agrees<typeof camel, "camel">>();
    expectTypeOf(snake).toEqualTypeOf<Agrees<typeof snake, "snake">>();
    for (const [name, wire] of Object.entries(camel)) expect(cased(name, "camel")).toBe(wire);
    for (const [name, wire] of Object.entries(snake)) expect(cased(name, "snake")).toBe(wire);
    expectTypeOf<CasedName<"a", (name: string) => string>>().toEqualTypeOf<string>();
    expectTypeOf<CasedName<"a_b", undefined>>().toEqualTypeOf<"a_b">();
  });
});
