import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FLAG_SPECS } from "../../../runtime/options/flags.ts";
import { NOT_RAISED_YET, REFUSALS } from "../../../runtime/refusals.ts";
import { temporaryFolder } from "../../helpers/folder.ts";
import { ROOM_DOCUMENT, ROOM_HOOKS } from "../../integration/room-document.ts";
import { buildInto } from "../../integration/subjects.ts";

const COMPILER = "node_modules/typescript-native/bin/tsc";

const STRICT = {
  strict: true,
  noEmit: true,
  target: "es2022",
  module: "nodenext",
  moduleResolution: "nodenext",
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  types: [],
};

/** What the TypeScript compiler says of a build's `hooks.ts`: error codes by line. */
async function compileHooks(hooks: string | null): Promise<readonly string[]> {
  const folder = temporaryFolder();
  await buildInto(folder, ROOM_DOCUMENT, hooks);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: STRICT, files: ["hooks.ts", "gateway.d.ts"] }),
  );
  const { stdout } = spawnSync(process.execPath, [COMPILER, "-p", folder], { encoding: "utf8" });
  return [...stdout.matchAll(/^\S*?([\w.]+\.ts)\((\d+),\d+\): error (TS\d+)/gmu)].map(
    ([, file, line, code]) => `${file}:${line} ${code}`,
  );
}

describe("hooks.ts", () => {
  test("as it is written first compiles strictly, and so does gateway.d.ts", async () => {
    expect(await compileHooks(null)).toEqual([]);
  });

  test("that uses messages, fields and parameters rightly compiles", async () => {
    expect(await compileHooks(ROOM_HOOKS)).toEqual([]);
  });

  test("does not compile with a wrong message, field, answer or parameter", async () => {
    const wrong = `import type { Api, Hooks } from "./gateway.d.ts";
export const hooks: Hooks<Api> = {
  onConnect(context) { context.parameters.query.nmae; },
  onClientMessage: {
    say(message, context) {
      message.txet;
      context.transform({ type: "say" });
      context.answer("sad", { type: "said", text: "x" });
      context.answer("said", { type: "said", text: 5 });
    },
    shout() {},
  },
};
`;

    expect(await compileHooks(wrong)).toEqual([
      "hooks.ts:3 TS2339",
      "hooks.ts:6 TS2339",
      "hooks.ts:7 TS2741",
      "hooks.ts:8 TS2345",
      "hooks.ts:9 TS2322",
      "hooks.ts:11 TS2353",
    ]);
  });
});

describe("gateway.d.ts", () => {
  test("has lines of at most 100 columns, two spaces deep, and no example of another API", async () => {
    const files = await buildInto(temporaryFolder(), ROOM_DOCUMENT, null);
    const text = files.find(({ path }) => path === "gateway.d.ts")?.text ?? "";

    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(text).not.toContain("framegate/hooks");
    expect(text).not.toMatch(/\{\n *\};/u);
    expect(text).toContain("export interface Hooks<Api extends ApiTypes = AnyApi> {\n  /** Before");
  });
});

describe("a gateway build", () => {
  test("has the same bytes wherever and however often it is made, and no path of this machine", async () => {
    const first = await buildInto(temporaryFolder(), ROOM_DOCUMENT, null);
    const second = await buildInto(temporaryFolder(), ROOM_DOCUMENT, null);

    expect(second).toEqual(first);
    for (const { path, text } of first) {
      expect([path, text.includes(process.cwd())]).toEqual([path, false]);
    }
  });

  test("is of ASCII, whatever the document's texts are", async () => {
    const folder = temporaryFolder();
    const document = ROOM_DOCUMENT.replace("title: Room", 'title: "Größe 部屋 \u{1F600}"');
    const files = await buildInto(folder, document, null);
    const program = files.find(({ path }) => path === "gateway.mjs")?.text ?? "";

    expect(program).not.toMatch(/[^\x00-\x7F]/);
    const { stdout } = spawnSync(process.execPath, ["gateway.mjs", "--help"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toContain("Größe 部屋 \u{1F600}");
  });

  test("holds only the codecs that its messages use", async () => {
    const files = await buildInto(temporaryFolder(), ROOM_DOCUMENT, null);
    const program = files.find(({ path }) => path === "gateway.mjs")?.text ?? "";

    expect(program).toContain('encoding:"bytes"');
    expect(program).not.toContain('encoding:"protobuf"');
    expect(program).not.toContain('encoding:"cbor"');
  });

  test("has a line in README.md for every option and every refusal that can happen", async () => {
    const folder = temporaryFolder();
    await buildInto(folder, ROOM_DOCUMENT, null);
    const readme = readFileSync(join(folder, "README.md"), "utf8");

    for (const { flag } of FLAG_SPECS) {
      expect(readme).toContain(`| \`--${flag}`);
    }
    for (const [name, { http, close, retry, when }] of Object.entries(REFUSALS)) {
      const line = `| \`${name}\` | ${http ?? "-"} | ${close} | ${retry} | ${when} |`;
      const isRaised = !NOT_RAISED_YET.some((code) => code === name);
      expect([name, readme.includes(line)]).toEqual([name, isRaised]);
    }
  });

  test("keeps hostile text of a document inside strings and comments", async () => {
    const evil = '*/ globalThis.hurt = 1; /* `${globalThis.hurt = 1}` \u2028 \\" # <!--';
    const folder = temporaryFolder();
    const document = ROOM_DOCUMENT.replace(
      "info: { title: Room, version: 1.0.0 }",
      `info: { title: ${JSON.stringify(evil)}, version: "1\\nRUN evil", description: ${JSON.stringify(evil)} }`,
    );

    await buildInto(folder, document, null);
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        "-e",
        "import('./gateway.mjs').then(() => console.log('hurt' in globalThis))",
        "gateway",
        "--help",
      ],
      { cwd: folder, encoding: "utf8" },
    );
    const dockerfile = readFileSync(join(folder, "Dockerfile"), "utf8");

    expect([status, stdout.trim().split("\n").at(-1)]).toEqual([0, "false"]);
    expect(dockerfile.split("\n").filter((line) => line.startsWith("RUN"))).toEqual([]);
  });

  test("has an npm version whatever the document calls its own", async () => {
    const given = ["v2", "1.2", "2024-01-01", "1.0.0-beta.1", "next"];
    const versions: unknown[] = [];
    for (const version of given) {
      const text = ROOM_DOCUMENT.replace("version: 1.0.0 }", `version: "${version}" }`);
      const files = await buildInto(temporaryFolder(), text, null);
      versions.push(
        JSON.parse(files.find(({ path }) => path === "package.json")?.text ?? "").version,
      );
    }

    expect(versions).toEqual(["2.0.0", "1.2.0", "2024.0.0-01-01", "1.0.0-beta.1", "0.0.0"]);
  });
});
