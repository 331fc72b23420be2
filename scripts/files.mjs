// node scripts/files.mjs: what can be read off the files themselves. Length, names, that every test is run by one project, that
// package.json, tsconfig.json and typedoc.json name the same entries, and that nothing names a machine or a registry.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";

import config from "../jest.config.js";

const root = resolve(import.meta.dirname, "..");
process.chdir(root);
const longest = 300;
const problems = [];
const json = (file) => JSON.parse(readFileSync(file, "utf8"));

const listed = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { encoding: "utf8" });
if (listed.status !== 0) {
  console.error(`files: git cannot list the files of this folder: ${listed.stderr}`);
  process.exit(1);
}
const files = listed.stdout.split("\0").filter((file) => existsSync(file) && lstatSync(file).isFile());
const code = files.filter((file) => /^(src|react|examples|bench)\/.*\.tsx?$/.test(file));
const everyTest = files.filter((file) => /\.(test|spec)\.[jt]sx?$/.test(file));

// Length
const lengths = code
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length - 1 }));
for (const { file, lines } of lengths.filter(({ lines }) => lines > longest)) {
  problems.push(`${file}: ${lines} lines, ${longest} at most: split it where it wants an "and".`);
}

// Names
for (const file of files.filter((path) => /\.tsx?$/.test(path))) {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(basename(file)))
    problems.push(`${file}: file names are kebab-case.`);
}
const drawer = /(^|[/.-])(utils?|helpers?)[./]|(^|\/)(misc|common|shared)[./]/;
for (const file of files.filter((path) => drawer.test(path))) {
  problems.push(`${file}: a drawer, not a name: call the file after what it exports.`);
}
for (const file of files.filter((path) => /^react\/index\./.test(path))) {
  problems.push(`${file}: an index in react/ shadows the package react: the entry is react/exports.ts.`);
}

// Tests
const projects = config.projects.map(({ displayName, testRegex }) => ({
  displayName,
  patterns: testRegex.map((pattern) => new RegExp(pattern)),
}));
for (const file of everyTest) {
  const path = `${root}/${file}`;
  const runBy = projects.filter(({ patterns }) => patterns.some((pattern) => pattern.test(path)));
  if (runBy.length === 1) continue;
  const names = runBy.map(({ displayName }) => displayName).join(" and ");
  problems.push(
    `${file}: run by ${names || "no project"} of jest.config.js, which should be exactly one: move or rename it (see jest.config.js).`,
  );
}

// Entries
const entries = Object.entries(json("package.json").exports).filter(([entry]) => !entry.endsWith(".json"));
const { paths } = json("tsconfig.json").compilerOptions;
const documented = new Set(json("typedoc.json").entryPoints);
for (const [entry, { types, default: built }] of entries) {
  const source = built.replace("./dist/", "").replace(/\.js$/, ".ts");
  const specifier = entry.replace(/^\./, "ws-sync-rx");
  if (!existsSync(source)) problems.push(`package.json: the entry ${entry} has no ${source}.`);
  if (types !== built.replace(/\.js$/, ".d.ts")) problems.push(`package.json: ${entry}: types and default differ.`);
  if (paths[specifier]?.[0] !== `./${source}`)
    problems.push(`tsconfig.json: paths["${specifier}"] must be ["./${source}"].`);
  if (!documented.has(source)) problems.push(`typedoc.json: entryPoints lacks ${source}.`);
}
const sources = new Set(entries.map(([, { default: built }]) => built.replace("./dist/", "").replace(/\.js$/, ".ts")));
for (const file of code.filter(
  (path) => /^src\/[^/]+$/.test(path) && !sources.has(path) && !/^src\/(ambient|.*-with-defaults)\.ts$/.test(path),
)) {
  problems.push(`${file}: src/ itself holds the entries, ambient.ts and *-with-defaults.ts: move it to its floor.`);
}
if (Object.keys(paths).length !== entries.length)
  problems.push("tsconfig.json: paths and the exports of package.json name different entries.");

// Machines and registries. The patterns are written so that they do not match themselves.
const places = [
  [/(?<![\w.$}])\/(?:work|root|home|Users)\/\w[\w.-]*/, "a path of one machine"],
  [
    /registry\.(?:npmjs\.org|yarnpkg\.com)|(?:deb|security)\.debian\.org|https?:\/\/registry\b/,
    "the address of a registry",
  ],
  [/^\s*"resolved":/m, "download addresses (install with omit-lockfile-registry-resolved=true)"],
];
const binary = /\.(png|jpe?g|gif|ico|webp|woff2?|gz|tgz|zip|pdf)$/;
for (const file of files.filter((path) => !binary.test(path))) {
  const text = readFileSync(file, "utf8");
  for (const [pattern, what] of places) {
    const found = pattern.exec(text);
    if (found) problems.push(`${file}:${text.slice(0, found.index).split("\n").length}: ${what}: ${found[0].trim()}`);
  }
}

for (const problem of problems) console.error(problem);
const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
const at = (share) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
console.log(
  `files: ${sorted.length} sources, median ${at(0.5)} lines, p90 ${at(0.9)}, longest ${at(1)}; ${everyTest.length} test files; ${problems.length} problems`,
);
process.exit(problems.length > 0 ? 1 : 0);
