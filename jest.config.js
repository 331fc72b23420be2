import { readFileSync } from "node:fs";
import { basename } from "node:path";
import vm from "node:vm";

if (/^jest(\.js)?$/.test(basename(process.argv[1] ?? "")) && !("SourceTextModule" in vm)) {
  throw new Error(
    "The tests are ES modules, which bare jest cannot load: `npm run test:marbles -- [jest options and files]`.",
  );
}

/** Absolute path of the repository as a regular expression, so that a checkout in any folder matches only its own files. */
const root = import.meta.dirname.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `ws-sync-rx/client` → `src/client.ts`: the same table as the type-checker's, so that no build is needed. */
const { paths } = JSON.parse(readFileSync(new URL("tsconfig.json", import.meta.url), "utf8")).compilerOptions;
const moduleNameMapper = Object.fromEntries(
  Object.entries(paths).map(([name, [file]]) => [`^${name}$`, file.replace("./", "<rootDir>/")]),
);

/** A `.ts` file parses without JSX, since `<T>(value: T) => …` would be a tag there. */
const swc = (tsx) => [
  "@swc/jest",
  {
    swcrc: false,
    sourceMaps: "inline",
    jsc: {
      target: "es2022",
      parser: { syntax: "typescript", tsx, decorators: true },
      transform: { decoratorVersion: "2022-03", react: { runtime: "automatic" }, verbatimModuleSyntax: true },
    },
    module: { type: "es6" },
  },
];

/**
 * One kind of test, run alone by `npm run test:<name>`. `scripts/files.mjs` reads these patterns too: a test file that no
 * project would run is an error.
 */
const project = (displayName, testRegex, more = {}) => ({
  displayName,
  testRegex: testRegex.map((pattern) => `^${root}/${pattern}`),
  moduleNameMapper,
  transform: { "\\.ts$": swc(false), "\\.tsx$": swc(true) },
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  modulePathIgnorePatterns: [`^${root}/(dist|docs)/`],
  injectGlobals: false,
  restoreMocks: true,
  ...more,
});

/** @type {import("jest").Config} */
export default {
  projects: [
    project("marbles", ["(marble-tests/(?!laws/|types/)|examples/).*(?<!\\.(browser|socket))\\.test\\.ts$"]),
    project("laws", ["marble-tests/laws/.*\\.test\\.ts$"]),
    // What these assert is checked by `npm run check:types`; here they are only run.
    project("types", ["marble-tests/types/.*\\.test\\.ts$"]),
    project("sockets", ["(src|examples|marble-tests/(conformance|chaos))/.*\\.socket\\.test\\.ts$"]),
    project("react", ["react/.*\\.test\\.tsx?$"], {
      testEnvironment: "<rootDir>/scripts/jest-jsdom.mjs",
      setupFilesAfterEnv: ["<rootDir>/scripts/jest-react.mjs"],
    }),
    project("docs", ["build/snippets/.*\\.test\\.tsx?$"], { injectGlobals: true }),
    project("browser", ["examples/.*\\.browser\\.test\\.ts$"]),
  ],
  reporters: ["default", "<rootDir>/scripts/jest-count.mjs"],
};
