// The staircase (ARCHITECTURE.md): imports go down only, types included. `npm run check:floors`.

const tests = "\\.test\\.tsx?$";
const npm = (...names) => `node_modules/(${names.join("|")})/`;
const entries = "^src/[^/]+\\.ts$";

/** Floor by floor: what is below it, and the packages it may import. Nothing else of src/ and no other package. */
const floors = [
  {
    floor: 0,
    path: "^src/protocol/",
    below: [],
    packages: [],
    why: "The protocol imports nothing, so that anything may import it.",
  },
  {
    floor: 1,
    path: "^src/patch/",
    below: ["protocol"],
    packages: ["rfc6902", "rxjs"],
    why: "Patches are pure functions of JSON.",
  },
  {
    floor: 2,
    path: "^src/connection/",
    below: ["protocol", "patch"],
    packages: ["rxjs", "ws", "@types/ws"],
    why: "A connection knows no session.",
  },
  {
    floor: 3,
    path: "^src/session/",
    below: ["protocol", "patch", "connection"],
    packages: ["rxjs"],
    why: "A session knows no operator.",
  },
  {
    floor: 4,
    path: "^src/sync/",
    below: ["protocol", "patch", "connection", "session"],
    packages: ["rxjs", "rfc6902"],
    why: "sync/ and remote/ do not import each other.",
  },
  {
    floor: 4,
    path: "^src/remote/",
    below: ["protocol", "patch", "connection", "session"],
    packages: ["rxjs", "rfc6902"],
    why: "sync/ and remote/ do not import each other.",
  },
  {
    floor: 4,
    path: "^src/store/",
    below: ["protocol", "patch", "connection", "session"],
    packages: ["rxjs", "idb-keyval"],
    why: "What is kept is requests, whoever made them; only this folder knows idb-keyval.",
  },
  {
    floor: 4,
    path: "^src/draft/",
    below: [],
    packages: ["mutative"],
    why: "A recipe knows nothing but its state.",
  },
  {
    floor: 5,
    path: "^src/decorators/",
    below: ["protocol", "patch", "connection", "session", "sync", "remote"],
    packages: ["rxjs"],
    why: "Nothing below knows that classes exist.",
  },
  {
    floor: 5,
    path: "^src/testing/",
    below: ["protocol", "patch", "connection", "session", "sync", "remote"],
    packages: ["rxjs"],
    why: "What users test with runs in any test runner.",
  },
];

const staircase = floors.flatMap(({ floor, path, below, packages, why }) => {
  const name = path.slice(1, -1).replace("/", "-");
  const own = path.slice("^src/".length, -1);
  const from = { path, pathNot: tests };
  return [
    {
      name: `floor-${floor}-${name}`,
      comment: `${why} ${path.slice(1)} may import only ${[own, ...below].map((folder) => `src/${folder}/`).join(", ")}.`,
      severity: "error",
      from,
      to: { path: "^(src|react|examples|marble-tests|bench)/", pathNot: `^src/(${[own, ...below].join("|")})/` },
    },
    {
      name: `packages-${name}`,
      comment: `${why} ${path.slice(1)} may import ${packages.length > 0 ? packages.join(", ") : "no package"}.`,
      severity: "error",
      from,
      to: {
        dependencyTypes: ["npm", "npm-dev", "npm-peer", "npm-optional", "npm-no-pkg", "npm-unknown"],
        ...(packages.length > 0 && { pathNot: npm(...packages) }),
        // Floor 0 borrows the type of an operation: "nothing at run time".
        ...(floor === 0 && { dependencyTypesNot: ["type-only"] }),
      },
    },
  ];
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...staircase,
    {
      name: "protocol-types",
      comment: "The protocol may borrow types from rfc6902 alone.",
      severity: "error",
      from: { path: "^src/protocol/", pathNot: tests },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-peer", "core"], pathNot: npm("rfc6902") },
    },
    {
      name: "patch-without-rxjs",
      comment: "src/patch/ is pure: only operators.ts knows streams.",
      severity: "error",
      from: { path: "^src/patch/", pathNot: ["^src/patch/operators\\.ts$", tests] },
      to: { path: npm("rxjs") },
    },
    {
      name: "ws-only-in-ws-server",
      comment: "The core runs in browsers: src/connection/ws-server.ts alone imports ws, types included.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/connection/ws-server\\.ts$", tests] },
      to: { path: npm("ws", "@types/ws") },
    },
    {
      name: "isomorphic",
      comment:
        "The library imports nothing of Node. (http-port.ts opens the port, and ws-server.ts names types of node:http.)",
      severity: "error",
      from: { path: "^(src|react)/", pathNot: ["^src/connection/(ws-server|http-port)\\.ts$", tests] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "ws-server-node-types",
      comment: "ws-server.ts may name types of Node, but imports nothing of it at run time.",
      severity: "error",
      from: { path: "^src/connection/ws-server\\.ts$" },
      to: { dependencyTypes: ["core"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "entries-without-ws",
      comment: "Only the entry ./server may lead to ws and node:http: everything else is bundled for browsers.",
      severity: "error",
      from: { path: entries, pathNot: "^src/server\\.ts$" },
      to: { path: [npm("ws"), "^src/connection/http-port\\.ts$"], reachable: true },
    },
    {
      name: "entries-packages",
      comment: "The entries re-export what is below them; packages are imported further down.",
      severity: "error",
      from: { path: entries },
      to: {
        dependencyTypes: ["npm", "npm-dev", "npm-peer", "core"],
        dependencyTypesNot: ["type-only"],
        pathNot: npm("rxjs"),
      },
    },
    {
      name: "nothing-unreachable",
      comment: "A file of src/ that no entry leads to is dead: export it, use it or delete it.",
      severity: "error",
      from: { path: entries },
      to: { path: "^src/[^/]+/", pathNot: tests, reachable: false },
    },
    {
      name: "public-entries-only",
      comment:
        'react/ and examples/ import what a user would: "ws-sync-rx", "ws-sync-rx/client", … and no file of src/ by its path.',
      severity: "error",
      from: { path: "^(react|examples)/" },
      to: { path: "^src/", dependencyTypesNot: ["aliased"] },
    },
    {
      name: "examples-use-react-entry",
      comment: 'examples/ imports "ws-sync-rx/react", not a file of react/.',
      severity: "error",
      from: { path: "^examples/" },
      to: { path: "^react/", dependencyTypesNot: ["aliased"] },
    },
    {
      name: "react-packages",
      comment: "react/ imports react, observable-hooks, rxjs and the core; no other package and no ./server.",
      severity: "error",
      from: { path: "^react/", pathNot: ["^react/(compat|zustand)/", tests] },
      to: {
        path: ["node_modules/", "^src/server\\.ts$"],
        pathNot: npm("react", "@types/react", "observable-hooks", "rxjs"),
      },
    },
    {
      name: "compat-packages",
      comment:
        "react/compat/ and react/zustand/ import what react/ does, and immer; react/zustand/ the types of zustand.",
      severity: "error",
      from: { path: "^react/(compat|zustand)/", pathNot: tests },
      to: {
        path: ["node_modules/", "^src/server\\.ts$"],
        pathNot: npm("react", "@types/react", "observable-hooks", "rxjs", "immer", "zustand"),
      },
    },
    {
      name: "compat-over-public-entries",
      comment: 'react/compat/ and react/zustand/ are adapters: of react/ they import "ws-sync-rx/react".',
      severity: "error",
      from: { path: "^react/(compat|zustand)(/|\\.ts$)" },
      to: { path: "^react/(?!compat|zustand)", dependencyTypesNot: ["aliased"] },
    },
    {
      name: "pages-in-browsers",
      comment: "What is bundled for the page cannot import Node, ws or ./server.",
      severity: "error",
      from: { path: "^examples/[^/]+/page/", pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pages-without-server",
      comment: "What is bundled for the page cannot import Node, ws or ./server.",
      severity: "error",
      from: { path: "^examples/[^/]+/page/", pathNot: tests },
      to: { path: [npm("ws"), "^src/server\\.ts$"], reachable: true },
    },
    {
      name: "marbles-in-virtual-time",
      comment:
        "marble-tests/ opens no socket: real-socket tests are named *.socket.test.ts and lie in examples/, src/ or marble-tests/conformance/; fuzz/live/ fuzzes a server, chaos/ cuts lines; simulation.test.ts starts the simulation, in virtual time as well.",
      severity: "error",
      from: {
        path: "^marble-tests/",
        pathNot: "^marble-tests/(conformance/|fuzz/live/|chaos/|simulation/simulation\\.test\\.ts$)",
      },
      to: { path: [npm("ws"), "^(node:)?(net|http|https|tls|timers|timers/promises|child_process)$"] },
    },
    {
      name: "library-imports-no-test",
      comment: "Tests, benchmarks and examples are not part of the library.",
      severity: "error",
      from: { path: "^(src|react)/", pathNot: tests },
      to: { path: ["^(examples|marble-tests|bench)/", tests] },
    },
    {
      name: "no-cycle",
      comment: "Imports go round in a circle: move what both need one floor down.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "No such file or package.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};
