/**
 * Who may import whom, checked by `npm run check`. A row names a folder or file and what of this
 * project it may import besides itself; "… types" allows `import type` only. A folder without a
 * row may import nothing of the project. ARCHITECTURE.md says why.
 */
const DIRECTIONS = {
  "generator/diagnostics": [],
  "generator/errors": [],
  "generator/model": [],
  "generator/naming": [],
  "generator/source": ["generator/diagnostics", "generator/errors"],
  "generator/spec": ["generator/source", "generator/diagnostics", "generator/errors"],
  "generator/repair": ["generator/source", "generator/diagnostics"],
  "generator/build": [
    "generator/source",
    "generator/model",
    "generator/naming",
    "generator/diagnostics",
    "generator/errors",
  ],
  "generator/samples": ["generator/model"],
  "generator/lint": [
    "generator/source",
    "generator/spec",
    "generator/repair",
    "generator/build",
    "generator/model",
    "generator/diagnostics",
    "generator/errors",
  ],
  "generator/render": ["generator/model", "generator/naming", "generator/errors"],
  "generator/checks": [
    "generator/model",
    "generator/render/code",
    "generator/diagnostics",
    "runtime/contract types",
  ],
  "generator/targets/gateway": [
    "generator/model",
    "generator/naming",
    "generator/render",
    "generator/checks",
    "generator/samples",
    "generator/errors",
    "runtime/contract types",
  ],
  "generator/output": ["generator/render/emitted-file", "generator/errors"],
  "generator/compile": [
    "generator/diagnostics",
    "generator/errors",
    "generator/source",
    "generator/spec",
    "generator/repair",
    "generator/build",
    "generator/lint",
    "generator/model",
    "generator/render",
    "generator/checks",
    "generator/samples",
    "generator/targets",
    "runtime/contract types",
  ],
  "generator/index": [
    "generator/compile",
    "generator/diagnostics",
    "generator/errors",
    "generator/source",
    "generator/build",
    "generator/lint",
    "generator/model",
    "generator/render",
    "generator/targets",
    "generator/output",
  ],
  "generator/cli": ["generator", "runtime"],

  "runtime/clock": [],
  "runtime/limits": [],
  "runtime/contract": ["runtime/messages/json"],
  "runtime/refusals": ["runtime/contract types"],
  "runtime/frames": ["runtime/refusals", "runtime/limits", "runtime/clock"],
  "runtime/observe": ["runtime/contract types", "runtime/refusals", "runtime/clock"],
  "runtime/messages": [
    "runtime/contract types",
    "runtime/refusals",
    "runtime/frames types",
    "runtime/observe types",
    "runtime/clock",
  ],
  "runtime/hooks": ["runtime/contract types", "runtime/refusals", "runtime/messages"],
  "runtime/handshake": [
    "runtime/contract types",
    "runtime/refusals",
    "runtime/observe types",
    "runtime/clock",
  ],
  "runtime/backends": [
    "runtime/contract types",
    "runtime/refusals",
    "runtime/frames types",
    "runtime/clock",
  ],
  "runtime/relay": [
    "runtime/contract types",
    "runtime/refusals",
    "runtime/frames",
    "runtime/messages",
    "runtime/hooks",
    "runtime/observe types",
    "runtime/clock",
  ],
  "runtime/revisions": ["runtime/contract", "runtime/handshake", "runtime/clock"],
  "runtime/admin": ["runtime/observe types"],
  "runtime/cluster": ["runtime/observe types", "runtime/clock"],
  "runtime/mock": ["runtime/contract", "runtime/messages", "runtime/frames", "runtime/clock"],
  "runtime/gateway": ["runtime"],
  "runtime/cli": ["runtime"],
  "runtime/index": ["runtime"],
};

/** `[^.]*` so that `generator/errors` is the file `generator/errors.ts` and a folder is all in it. */
const pathOf = (name) => `^${name}(/|\\.ts$)`;

function rulesOf([from, allowed]) {
  const own = pathOf(from);
  const values = allowed.filter((to) => !to.endsWith(" types")).map(pathOf);
  const types = allowed.map((to) => pathOf(to.replace(/ types$/, "")));
  const says = (what) => `${from} may import ${what}: see the table in .dependency-cruiser.mjs`;
  return [
    {
      name: `direction of ${from}`,
      comment: says(allowed.length === 0 ? "nothing else of the project" : allowed.join(", ")),
      severity: "error",
      from: { path: own },
      to: { path: "^(generator|runtime|scripts|test|templates)/", pathNot: [own, ...types] },
    },
    {
      name: `types only in ${from}`,
      comment: says("these by `import type` only"),
      severity: "error",
      from: { path: own },
      to: {
        path: types.length === 0 ? "^$" : types,
        pathNot: [own, ...values],
        dependencyTypesNot: ["type-only"],
      },
    },
  ];
}

const knownFolders = Object.keys(DIRECTIONS).map(pathOf);

export default {
  forbidden: [
    ...Object.entries(DIRECTIONS).flatMap(rulesOf),
    {
      name: "a folder without a row",
      comment: "add the folder to the table in .dependency-cruiser.mjs",
      severity: "error",
      from: { path: "^(generator|runtime)/", pathNot: knownFolders },
      to: {},
    },
    {
      name: "no cycle",
      comment: "files that import each other are one file in two pieces",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no AsyncAPI in a running gateway",
      comment: "the runtime knows compiled APIs, not documents",
      severity: "error",
      from: { path: "^runtime/" },
      to: { path: "node_modules/(@asyncapi|@stoplight|yaml|yargs|esbuild|handlebars|prettier)/" },
    },
    {
      name: "not to a package that is not declared",
      severity: "error",
      from: { path: "^(generator|runtime)/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown", "unknown"] },
    },
    {
      name: "not to what does not exist",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|coverage)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
