// node scripts/size.mjs: what a page pays (minified, gzipped) against the budget `size` of package.json, in bytes. `client` is what a page
// uses of ws-sync-rx and ws-sync-rx/client, with rxjs; `react` is what ws-sync-rx/react and observable-hooks add to it. React itself is the page's own.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

import esbuild from "esbuild";

process.chdir(resolve(import.meta.dirname, ".."));
const { size: budget } = JSON.parse(readFileSync("package.json", "utf8"));

async function gzipped(contents) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    write: false,
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
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

const page = 'export * from "ws-sync-rx/client"; export { action, actions, synced, syncKey } from "ws-sync-rx";';
const client = await gzipped(page);
const both = await gzipped(`${page} export * as react from "ws-sync-rx/react";`);
const sizes = { client, react: both - client };

for (const [name, bytes] of Object.entries(sizes)) {
  const verdict = bytes <= budget[name] ? "within" : "OVER";
  console.log(`size: ${name} ${bytes} bytes, ${verdict} the budget of ${budget[name]}`);
  if (bytes > budget[name]) {
    console.error(
      `size: ws-sync-rx/${name} is ${bytes - budget[name]} bytes too large: see what an import pulled in, or raise "size" in package.json and say why in DECISIONS.md.`,
    );
    process.exitCode = 1;
  }
}
