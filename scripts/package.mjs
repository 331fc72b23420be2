// node scripts/package.mjs: the tarball a user would install, after `npm run build`. publint and attw look at it; then it is installed
// into an empty folder and every entry imported from there.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const { name, exports, dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
if (!existsSync(join(root, "dist"))) {
  console.error("package: no dist/. Run `npm run build` first.");
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "ws-sync-rx-package-"));
const bin = (tool) => join(root, "node_modules", ".bin", tool);

function run(title, command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8", ...options });
  if (status !== 0) {
    console.error(`package: ${title} failed\n${stdout}${stderr}`);
    process.exitCode = 1;
    throw new Error(title);
  }
  return stdout;
}

try {
  const [{ filename, files }] = JSON.parse(run("npm pack", "npm", ["pack", "--json", "--pack-destination", folder]));
  const tarball = join(folder, filename);
  const stray = files
    .map(({ path }) => path)
    .filter((path) => /\.test\.|^(scripts|examples|bench|marble-tests)\//.test(path));
  if (stray.length > 0)
    throw new Error(`these files do not belong in the package (see "files" in package.json): ${stray.join(", ")}`);

  const readme = readFileSync(join(root, "README.md"), "utf8");
  const linked = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path);
  const missing = linked.filter((path) => !files.some((file) => file.path === path));
  if (missing.length > 0) throw new Error(`README.md links to what is not in the package: ${missing.join(", ")}`);

  run("publint", bin("publint"), ["run", tarball, "--strict"]);
  run("attw", bin("attw"), [tarball, "--profile", "esm-only", "--no-emoji"]);

  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, name), { recursive: true });
  run("tar", "tar", ["-xzf", tarball, "--strip-components=1", "-C", join(modules, name)]);
  for (const needed of Object.keys({ ...dependencies, ...peerDependencies }))
    symlinkSync(join(root, "node_modules", needed), join(modules, needed));
  const entries = Object.keys(exports)
    .filter((entry) => !entry.endsWith(".json"))
    .map((entry) => entry.replace(/^\./, name));
  const program = entries.map(
    (entry) => `if (Object.keys(await import("${entry}")).length === 0) throw new Error("${entry} exports nothing");`,
  );
  run("import of every entry", process.execPath, ["--input-type=module", "--eval", program.join("\n")], {
    cwd: folder,
  });

  console.log(`package: ${files.length} files, ${entries.length} entries; publint and attw find nothing`);
} catch (error) {
  if (process.exitCode === undefined) console.error(`package: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
