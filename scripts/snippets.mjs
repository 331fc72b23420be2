// node scripts/snippets.mjs: every ts and tsx block of the documents compiles. A block is a module of its own; one that starts with
// `// file: name.ts` can be imported by the others of its document as "./name.ts". A `ts test` block is run by `npm run test:docs`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const target = join(root, "build", "snippets");
const titles = ["README", "ARCHITECTURE", "PROTOCOL", "DECISIONS", "CONTRIBUTING", "CHANGELOG"];

const documents = () => [
  ...titles.map((title) => `${title}.md`).filter((file) => existsSync(join(root, file))),
  ...(existsSync(join(root, "docs")) ? readdirSync(join(root, "docs")) : [])
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** The blocks of a document, each with the line its code starts on. */
function* blocks(text) {
  const fence = /^(?<indent> *)```(?<language>tsx?)(?<words>[^\n`]*)\n(?<code>[\s\S]*?)^ *```\s*$/gm;
  for (const { groups, index } of text.matchAll(fence)) {
    yield { ...groups, words: groups.words.trim().split(/\s+/), line: text.slice(0, index).split("\n").length + 1 };
  }
}

/** A user's project has jest's globals; ours imports them. */
const globals = `import type * as jest from "@jest/globals";
declare global {
${["describe", "test", "it", "expect", "beforeAll", "beforeEach", "afterAll", "afterEach"].map((name) => `  const ${name}: typeof jest.${name};`).join("\n")}
}
`;
const tsconfig = {
  extends: "../../tsconfig.json",
  // A snippet defines what its reader will use.
  compilerOptions: { noUnusedLocals: false, noUnusedParameters: false, moduleDetection: "force" },
  include: ["."],
};

/** Writes the snippets to build/snippets/, each on the line it has in its document; tells which document a folder came from. */
export function extract() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "tsconfig.json"), JSON.stringify(tsconfig));
  writeFileSync(join(target, "globals.d.ts"), globals);
  const found = { documents: {}, snippets: 0, tests: 0 };
  for (const document of documents()) {
    const folder = document.replaceAll("/", "-").replace(/\.md$/, "").toLowerCase();
    mkdirSync(join(target, folder), { recursive: true });
    found.documents[folder] = document;
    for (const { language, words, code, line } of blocks(readFileSync(join(root, document), "utf8"))) {
      const test = words.includes("test");
      const name = /^\s*\/\/ file: (\S+)/.exec(code)?.[1] ?? `line-${line}${test ? ".test" : ""}.${language}`;
      writeFileSync(join(target, folder, name), "\n".repeat(line - 1) + code);
      found.snippets += 1;
      found.tests += test ? 1 : 0;
    }
  }
  return found;
}

if (import.meta.filename === process.argv[1]) {
  const { documents: sources, snippets, tests } = extract();
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout } = spawnSync(
    process.execPath,
    [tsc, "-p", join(target, "tsconfig.json"), "--pretty", "false"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  // Lines are those of the document: only the file has to be named.
  const inDocument = /^build\/snippets\/([^/]+)\/[^(]+\((\d+),(\d+)\)/gm;
  process.stdout.write(
    stdout.replaceAll(inDocument, (_all, folder, line, column) => `${sources[folder]}:${line}:${column}`),
  );
  if (status !== 0) console.error("snippets: correct the blocks above, or mark a block that is no program as ```text.");
  else console.log(`snippets: ${snippets} of ${Object.keys(sources).length} documents compile (${tests} are tests)`);
  process.exit(status ?? 1);
}
