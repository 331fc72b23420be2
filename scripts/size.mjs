// node scripts/size.mjs: what a page pays (minified, gzipped) against the budget `size` of package.json, in bytes. `client` is a page
// that connects, syncs, writes and calls, with rxjs; `react` is what ws-sync-rx/react and observable-hooks add to it. React itself is
// the page's own.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

import esbuild from "esbuild";

process.chdir(resolve(import.meta.dirname, ".."));
const { size: budget } = JSON.parse(readFileSync("package.json", "utf8"));

/** All of ws-sync-rx/client, and of the core what a page needs, not what a server does. */
const client = `export * from "ws-sync-rx/client"; export { action, actions, synced, syncKey } from "ws-sync-rx";`;
const react = `export * from "ws-sync-rx/react";`;

async function measure(contents) {
  const bundle = esbuild.build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    // the condition under which rxjs serves modern code, as bundlers for modern browsers set it
    conditions: ["es2015"],
    target: "es2022",
    platform: "browser",
    external: ["react", "react/*"],
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfig: "tsconfig.json",
    logLevel: "error",
  });
  // esbuild has printed what is wrong, with file and line.
  const { outputFiles, metafile } = await bundle.catch(() => process.exit(1));
  const [{ inputs }] = Object.values(metafile.outputs);
  return { gzipped: gzipSync(outputFiles[0].contents, { level: 9 }).length, inputs };
}

/** The files that take most of a bundle, before compression. */
function largest(inputs, without) {
  return Object.entries(inputs)
    .map(([file, { bytesInOutput }]) => ({ file, bytes: bytesInOutput - (without[file]?.bytesInOutput ?? 0) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 15)
    .map(({ file, bytes }) => `  ${String(bytes).padStart(6)} ${file}`)
    .join("\n");
}

const page = await measure(client);
const both = await measure(client + react);
const sizes = {
  client: { bytes: page.gzipped, list: () => largest(page.inputs, {}) },
  react: { bytes: both.gzipped - page.gzipped, list: () => largest(both.inputs, page.inputs) },
};

for (const [name, { bytes, list }] of Object.entries(sizes)) {
  console.log(
    `size: ${name} ${bytes} bytes, ${bytes > budget[name] ? "OVER" : "within"} the budget of ${budget[name]}`,
  );
  if (bytes > budget[name]) {
    console.error(
      `size: ${name} is ${bytes - budget[name]} bytes too large. The largest files in it, before compression:\n${list()}`,
    );
    console.error('Import less, or raise "size" in package.json and say why in DECISIONS.md.');
    process.exitCode = 1;
  }
}
