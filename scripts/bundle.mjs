import esbuild from "esbuild";

/** Bundles a TypeScript program of this repository for Node: packages stay outside, `ws-sync-rx` is the source. */
export function bundleForNode(entry, outfile, plugins = []) {
  return esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    jsx: "automatic",
    sourcemap: true,
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfig: "tsconfig.json",
    logLevel: "warning",
    plugins,
  });
}

/** Bundles a page: everything inside, small, as it is deployed. */
export function bundleForBrowser(entry, outfile) {
  return esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "browser",
    target: "es2022",
    format: "esm",
    minify: true,
    jsx: "automatic",
    sourcemap: true,
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfig: "tsconfig.json",
    logLevel: "warning",
  });
}
