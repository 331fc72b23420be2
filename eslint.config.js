import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import rxjsX from "eslint-plugin-rxjs-x";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

import streamNames from "./scripts/lint/stream-names.mjs";

const tests = ["**/*.test.ts", "**/*.test.tsx"];
const source = ["src/**/*.ts", "react/**/*.ts", "react/**/*.tsx"];

const inject =
  "src/ never reaches for the surroundings: take it as a parameter; the one file with the defaults is src/ambient.ts.";
const ambient = [
  ...["performance", "crypto", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame"],
  ...[
    "requestIdleCallback",
    "MessageChannel",
    "BroadcastChannel",
    "WebSocket",
    "EventSource",
    "XMLHttpRequest",
    "fetch",
  ],
  ...["process", "window", "document", "navigator", "location", "localStorage", "sessionStorage", "indexedDB"],
  ...["globalThis", "self", "global"],
];
const timers = ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "WebSocket", "fetch"];

const virtual = "marble-tests/ runs in virtual time with fixed seeds: no sleep, no clock, no chance, no socket.";
const noClock = (message) => [
  { object: "Date", property: "now", message: `Use the scheduler's now(). ${message}` },
  { object: "Math", property: "random", message },
  { object: "AbortSignal", property: "timeout", message },
];
const globals = (names, message) => names.map((name) => ({ name, message }));

/** Syntax nobody may use, as `no-restricted-syntax` wants it. Later lists repeat these, for the last list of a file is the only one. */
const everywhere = [
  {
    selector: "TSAsExpression > TSAsExpression[typeAnnotation.type='TSUnknownKeyword']",
    message: "`as unknown as` silences the type-checker: decode at the border, or narrow with a type guard.",
  },
];
const inTests = [
  ...everywhere,
  {
    selector:
      "MemberExpression[property.name=/^(skip|only|failing|todo)$/]:matches([object.name=/^(it|test|describe)$/], [object.property.name=/^(concurrent|only|skip)$/])",
    message: "A test is run or deleted: no .skip, .only, .failing or .todo.",
  },
  {
    selector: "CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]",
    message: "A test is run or deleted.",
  },
  {
    selector: "NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout']",
    message: "No sleeps: wait for what you need (firstValueFrom, once, an event), or use virtual time.",
  },
];
const noNever = {
  selector: "TSAsExpression > TSNeverKeyword",
  message: "`as never` silences the type-checker: decode at the border, or narrow with a type guard.",
};
const inSource = [
  ...everywhere,
  noNever,
  { selector: "NewExpression[callee.name='Date']", message: `new Date: ${inject}` },
  { selector: "CallExpression[callee.name='Date']", message: `Date(): ${inject}` },
  { selector: "ExportAllDeclaration", message: "`export *` makes internals public: name what is exported." },
  { selector: "ExportDefaultDeclaration", message: "Export by name: the file is named after it." },
];
const inReact = [
  ...everywhere,
  noNever,
  {
    selector:
      "Identifier[name=/^(window|document|navigator|location|localStorage|sessionStorage|WebSocket|crypto)$/]:not(:function Identifier, MemberExpression > .property, TSTypeQuery Identifier, Property > .key)",
    message: "Module level runs on the server too: touch the page inside an effect or an event handler.",
  },
  { selector: "ExportAllDeclaration", message: "`export *` makes internals public: name what is exported." },
  { selector: "ExportDefaultDeclaration", message: "Export by name: the file is named after it." },
];

export default defineConfig(
  globalIgnores(["build/", "dist/", "docs/api/", "coverage/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,

  // The tooling: plain JavaScript of Node.
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: Object.fromEntries(
        [
          "ArrayBuffer",
          "URL",
          "Uint8Array",
          "clearInterval",
          "console",
          "performance",
          "process",
          "setInterval",
          "structuredClone",
        ].map((name) => [name, "readonly"]),
      ),
    },
  },

  // Everything in TypeScript.
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked, rxjsX.configs.strict],
    plugins: { local: { rules: { "stream-names": streamNames } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "local/stream-names": "error",
      "no-restricted-syntax": ["error", ...everywhere],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/ban-ts-comment": [
        "error",
        { "ts-expect-error": "allow-with-description", minimumDescriptionLength: 5 },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // A number or a boolean in a message reads well; objects and undefined stay refused.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/restrict-plus-operands": ["error", { allowNumberAndString: true }],
      // `() => subject$.next(value)` is how streams are written.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      // An Observable of nothing is written Observable<void>.
      "@typescript-eslint/no-invalid-void-type": [
        "error",
        { allowInGenericTypeArguments: true, allowAsThisParameter: true },
      ],
      // Off: the wire carries `unknown`, and the caller names the type (`useAction<{ title: string }>(…)`, phantom types of a key).
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // Off: overloads carry a docstring each.
      "@typescript-eslint/unified-signatures": "off",
      // Off: a default or empty function is a value here (`noop` handlers, abstract tear-downs).
      "@typescript-eslint/no-empty-function": "off",
      // Off: `type` and `interface` differ (only a type alias is assignable to an index signature, as JSON values must be).
      "@typescript-eslint/consistent-type-definitions": "off",
      // Off: `while ((match = …) !== null)` aside, index loops are the fast ones, and speed is a goal of the patch floor.
      "@typescript-eslint/prefer-for-of": "off",
    },
  },

  // The library: nothing of the surroundings.
  {
    files: source,
    ignores: tests,
    rules: {
      "no-console": "error",
      "rxjs-x/no-ignored-subscription": "error",
      // Off: most inner streams (timers, a session's events, a line's end) cannot error, which their types cannot say.
      "rxjs-x/no-ignored-error": "off",
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: [...tests, "src/ambient.ts"],
    rules: {
      "no-restricted-globals": ["error", ...globals(ambient, inject)],
      "no-restricted-properties": ["error", ...noClock(inject)],
      "no-restricted-syntax": ["error", ...inSource],
    },
  },
  {
    // A session and a connection *are* Observables with members of their own (DESIGN, decision 2 and 3).
    files: ["src/connection/**", "src/session/**", "src/testing/**", "src/sync/feed.ts", "src/sync/synced.ts"],
    rules: { "rxjs-x/no-subclass": "off" },
  },
  {
    files: ["src/patch/**/*.ts"],
    ignores: tests,
    rules: {
      // Off: loops over dense arrays stay within their bounds, and a check for `undefined` in each step is what the speed goal forbids.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Off: removing a member of a JSON object is what a patch does.
      "@typescript-eslint/no-dynamic-delete": "off",
    },
  },
  {
    // What is written for tests lives as long as its test, and an empty stream fails it.
    files: ["src/testing/**/*.ts"],
    rules: { "rxjs-x/no-ignored-subscription": "off", "rxjs-x/no-ignored-default-value": "off" },
  },
  {
    files: ["react/**/*.ts", "react/**/*.tsx"],
    ignores: tests,
    rules: {
      "no-restricted-properties": ["error", ...noClock(inject)],
      "no-restricted-syntax": ["error", ...inReact],
    },
  },
  {
    files: ["react/**/*.ts", "react/**/*.tsx", "examples/**/*.tsx"],
    extends: [reactHooks.configs.flat["recommended-latest"]],
    rules: { "react-hooks/exhaustive-deps": "error" },
  },

  // Tests, and what they share.
  {
    files: [...tests, "marble-tests/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...inTests],
      // Off in tests: a subscription ends with the test, and an error nobody handles fails it.
      "rxjs-x/no-ignored-error": "off",
      "rxjs-x/no-ignored-subscription": "off",
      // Off in tests: `firstValueFrom(empty$)` rejects, which fails the test.
      "rxjs-x/no-ignored-default-value": "off",
      // Off in tests: `expect(object.method)` does not call it.
      "@typescript-eslint/unbound-method": "off",
      // Off in tests: a test of what is refused throws and rejects anything.
      "@typescript-eslint/only-throw-error": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "rxjs-x/throw-error": "off",
      // Off in tests: `async` gives a stub the shape of the real thing.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["marble-tests/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...globals(timers, virtual)],
      "no-restricted-properties": ["error", ...noClock(virtual)],
    },
  },
  {
    // Programs, not marbles: a live server, processes that are ended when they take too long, a proxy.
    files: ["marble-tests/fuzz/live/*.ts", "marble-tests/chaos/*.ts"],
    rules: { "no-restricted-globals": "off", "no-restricted-properties": "off" },
  },
);
