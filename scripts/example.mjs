// node scripts/example.mjs <name>: bundles examples/<name>/ in production mode and runs its server in this process. The server finds
// the folder of its built page in process.argv[2]; HOST and PORT are its own to read.
import { cp, readdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import esbuild from "esbuild";

import { bundleForBrowser, bundleForNode } from "./bundle.mjs";

process.chdir(resolve(import.meta.dirname, ".."));

const [name] = process.argv.slice(2);
const source = join("examples", name ?? "");
if (!name || !existsSync(join(source, "server.ts"))) {
  console.error(
    `example: no examples/${name ?? "<name>"}/server.ts. There are: ${(await readdir("examples")).join(", ")}`,
  );
  process.exit(2);
}

const page = join(source, "page");
const built = resolve("build", "examples", name);
const server = join(built, "server.js");
const builtPage = join(built, "page");

/** What lies beside main.tsx and is no source: index.html, styles, pictures. */
const isStatic = (file) => ![".ts", ".tsx"].includes(extname(file));

try {
  await rm(built, { recursive: true, force: true });
  await Promise.all([
    bundleForNode(join(source, "server.ts"), server),
    ...(existsSync(page)
      ? [
          bundleForBrowser(join(page, "main.tsx"), join(builtPage, "main.js")),
          ...(await readdir(page))
            .filter(isStatic)
            .map((file) => cp(join(page, file), join(builtPage, file), { recursive: true })),
        ]
      : []),
  ]);
} catch (error) {
  // esbuild has printed its own errors, with file and line.
  if (!Array.isArray(error.errors)) console.error(`example: ${error.message}`);
  process.exit(1);
} finally {
  await esbuild.stop();
}

// npm passes a signal on to its shell, and the shell dies of it without a word to us. Going over to another parent is how we notice.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 100).unref();
}

process.env.NODE_ENV = "production";
process.argv = [process.execPath, server, builtPage];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(server).href);
