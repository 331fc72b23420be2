import type { Casing } from "./casing.ts";

type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";

type IsLetter<Char extends string> = Uppercase<Char> extends Lowercase<Char> ? false : true;
type IsUpper<Char extends string> = IsLetter<Char> extends true ? (Char extends Uppercase<Char> ? true : false) : false;
type IsLower<Char extends string> = IsLetter<Char> extends true ? (Char extends Lowercase<Char> ? true : false) : false;

/** Every run of letters begins with a capital, the others are small: `new_title2x` is `New_Title2X`. */
type Titled<
  Name extends string,
  InWord extends boolean = false,
  Done extends string = "",
> = Name extends `${infer Char}${infer Rest}`
  ? Titled<Rest, IsLetter<Char>, `${Done}${InWord extends true ? Lowercase<Char> : Uppercase<Char>}`>
  : Done;

/** Takes out each `_` between a letter or digit and a capital or digit. */
type Joined<
  Name extends string,
  Before extends string = "",
  Done extends string = "",
> = Name extends `${infer Char}${infer Rest}`
  ? Char extends "_"
    ? Joins<Before, Rest> extends true
      ? Joined<Rest, Char, Done>
      : Joined<Rest, Char, `${Done}${Char}`>
    : Joined<Rest, Char, `${Done}${Char}`>
  : Done;
type Joins<Before extends string, Rest extends string> = Before extends "" | "_"
  ? false
  : Rest extends `${infer Next}${string}`
    ? Next extends Digit
      ? true
      : IsUpper<Next>
    : false;

/** A small first letter, behind whatever `_` there are. */
type Begun<Name extends string> = Name extends `_${infer Rest}` ? `_${Begun<Rest>}` : Uncapitalize<Name>;

type Camel<Name extends string> = Name extends `${string}_${string}`
  ? Begun<Joined<Titled<Name>>>
  : Name extends `${infer First}${string}`
    ? IsLower<First> extends true
      ? Name
      : Begun<Titled<Name>>
    : Name;

/** A `_` between a small letter or digit and a capital, and before the last capital of several. */
type Snaked<
  Name extends string,
  Before extends string = "",
  Done extends string = "",
> = Name extends `${infer Char}${infer Rest}`
  ? Snaked<Rest, Char, `${Done}${Breaks<Before, Char, Rest> extends true ? "_" : ""}${Lowercase<Char>}`>
  : Done;
type Breaks<Before extends string, Char extends string, Rest extends string> =
  IsUpper<Char> extends true
    ? IsLower<Before> extends true
      ? true
      : Before extends Digit
        ? true
        : IsUpper<Before> extends true
          ? Rest extends `${infer Next}${string}`
            ? IsLower<Next>
            : false
          : false
    : false;

/**
 * What `cased` makes of a name of ASCII letters, digits and `_`, as a type. Of a function only that it makes some text.
 */
export type CasedName<Name extends string, How extends Casing | undefined> = How extends "camel"
  ? Camel<Name>
  : How extends "snake"
    ? Snaked<Name>
    : How extends undefined
      ? Name
      : string;
