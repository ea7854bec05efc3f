/** What every room of the runtime may use: one file each, which knows nothing of the others. */
const BASICS = [
  "runtime/clock",
  "runtime/limits",
  "runtime/refusals",
  "runtime/start-error",
  "runtime/contract types",
];

/**
 * Who may import whom, checked by `npm run check`. A row names a folder or file and what of this
 * project it may import besides itself; "… types" allows `import type` only. A folder without a
 * row may not exist. ARCHITECTURE.md says why.
 */
const DIRECTIONS = {
  "generator/diagnostics": [],
  "generator/errors": [],
  "generator/model": [],
  "generator/naming": [],
  "generator/source": ["generator/diagnostics", "generator/errors"],
  "generator/spec": ["generator/source", "generator/diagnostics", "generator/errors"],
  "generator/repair": ["generator/source", "generator/spec/versions", "generator/diagnostics"],
  "generator/build": [
    "generator/source",
    "generator/model",
    "generator/naming",
    "generator/samples",
    "generator/diagnostics",
  ],
  "generator/samples": ["generator/model types", "generator/checks/pattern"],
  "generator/lint": [
    "generator/source",
    "generator/spec",
    "generator/repair",
    "generator/build",
    "generator/checks/findings",
    "generator/diagnostics",
  ],
  "generator/render": ["generator/model types", "generator/naming", "generator/errors"],
  "generator/checks": [
    "generator/model types",
    "generator/diagnostics types",
    "generator/naming",
    "generator/render/code",
    "runtime/contract types",
  ],
  "generator/targets/api": [
    "generator/model types",
    "generator/naming",
    "generator/checks",
    "generator/samples",
    "generator/source/pointer",
    "runtime/contract types",
  ],
  "generator/targets/gateway": [
    "generator/targets/api",
    "generator/model types",
    "generator/naming",
    "generator/render",
    "generator/checks",
    "generator/samples",
    "generator/source/pointer",
    "generator/diagnostics types",
    "generator/errors",
    "runtime/contract types",
  ],
  "generator/targets/typescript": [
    "generator/targets/api",
    "generator/model types",
    "generator/naming",
    "generator/render",
    "generator/checks",
    "generator/samples",
    "generator/source/pointer",
    "generator/diagnostics types",
    "runtime/contract types",
    "templates/typescript/core/codec types",
  ],
  "generator/output": ["generator/render/emitted-file types", "generator/errors"],
  "generator/partial": ["generator/diagnostics types"],
  "generator/compile": [
    "generator/partial",
    "generator/source",
    "generator/repair",
    "generator/spec",
    "generator/build",
    "generator/model types",
    "generator/targets",
    "generator/diagnostics",
    "generator/errors",
  ],
  "generator/index": [
    "generator/compile",
    "generator/diagnostics types",
    "generator/errors",
    "generator/source",
    "generator/build",
    "generator/lint",
    "generator/model types",
    "generator/render",
    "generator/targets",
    "generator/output",
  ],
  "generator/cli": ["generator", "runtime"],

  "templates/typescript/core": [],
  "templates/typescript/core/codec": [],

  "runtime/clock": [],
  "runtime/rounds": ["runtime/clock types"],
  "runtime/limits": [],
  "runtime/start-error": [],
  "runtime/refusals": ["runtime/contract types"],
  "runtime/listen": ["runtime/start-error"],
  "runtime/connections": [...BASICS],
  "runtime/contract": ["runtime/messages/json"],
  "runtime/frames": ["runtime/clock", "runtime/limits", "runtime/refusals", "runtime/rounds"],
  "runtime/observe": [...BASICS],
  "runtime/messages": [
    ...BASICS,
    "runtime/contract/choice",
    "runtime/contract/fault",
    "runtime/contract/fuel",
    "runtime/contract/pointer",
    "runtime/contract/shape",
    "runtime/contract/values",
    "runtime/frames types",
    "runtime/handshake/parameter-value",
  ],
  "runtime/hooks": [...BASICS],
  "runtime/revisions": [...BASICS, "runtime/contract", "runtime/hooks types", "runtime/messages"],
  "runtime/backends": [
    ...BASICS,
    "runtime/frames",
    "runtime/handshake/forwarding",
    "runtime/handshake/subprotocol",
    "runtime/handshake types",
  ],
  "runtime/handshake": [
    ...BASICS,
    "runtime/backends",
    "runtime/contract",
    "runtime/frames",
    "runtime/hooks",
    "runtime/observe types",
    "runtime/revisions types",
    "runtime/rounds",
  ],
  "runtime/relay": [
    ...BASICS,
    "runtime/rounds",
    "runtime/frames",
    "runtime/messages",
    "runtime/hooks",
    "runtime/observe types",
    "runtime/revisions types",
  ],
  "runtime/admin": ["runtime/observe types"],
  "runtime/mock": [
    ...BASICS,
    "runtime/handshake/router",
    "runtime/handshake/target",
    "runtime/listen",
    "runtime/messages",
  ],
  "runtime/gateway-options": [
    ...BASICS,
    "runtime/frames types",
    "runtime/observe types",
    "runtime/revisions types",
  ],
  "runtime/gateway": ["runtime"],
  "runtime/cluster": ["runtime"],
  "runtime/options": ["runtime"],
  "runtime/index": ["runtime"],
};

/** `generator/errors` is the file `generator/errors.ts`, `generator/build` all that is in the folder. */
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
      from: { path: "^(generator|runtime|templates)/", pathNot: knownFolders },
      to: {},
    },
    {
      name: "nothing imports the command line",
      severity: "error",
      from: { path: "^(generator|runtime)/", pathNot: "^generator/cli/" },
      to: { path: "^generator/cli/" },
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
      to: { couldNotResolve: true, pathNot: "^dist/" },
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
