import { expect, test } from "vitest";
import { CHAT } from "./chat-program.ts";
import { MARKET_DATA } from "./market-data-program.ts";
import { compilePrograms, sdkFolder } from "./sdk-folder.ts";
import { TELEMETRY } from "./telemetry-program.ts";

/*
 * Each program uses an SDK rightly, and wrongly behind `@ts-expect-error`: the compiler complains of a line that should
 * not compile and does, too.
 */
test.each([
  { platform: "a server", lib: ["es2022"] },
  { platform: "a browser", lib: ["es2022", "dom"] },
])(
  "programs of $platform compile where they are right and nowhere else",
  { timeout: 60_000 },
  async ({ lib }) => {
    const sdks = await sdkFolder([
      "specs/chat.yaml",
      "specs/market-data.yaml",
      "specs/telemetry.yaml",
    ]);
    const programs = { "chat.ts": CHAT, "market-data.ts": MARKET_DATA, "telemetry.ts": TELEMETRY };
    const wrong = { "wrong.ts": `import { connect } from "chat-client";\nvoid connect({});\n` };

    const said = compilePrograms(sdks, { ...programs, ...wrong }, { lib });

    expect(said.match(/^\S+\.ts.*error TS\d+/gmu)).toEqual([
      expect.stringMatching(/wrong\.ts\(2,\d+\): error TS2739$/u),
    ]);
  },
);

test("declarations hold no any", { timeout: 60_000 }, async () => {
  const { files } = await sdkFolder(["specs/chat.yaml", "specs/telemetry.yaml"]);
  const declarations = [...files].filter(([path]) => path.endsWith(".d.ts"));
  const code = declarations.map(
    ([path, text]) => [path, text.replaceAll(/\/\*[\s\S]*?\*\/|"[^"]*"/gu, "")] as const,
  );

  expect(code.filter(([, text]) => /\bany\b/u.test(text)).map(([path]) => path)).toEqual([]);
  expect(code.length).toBeGreaterThan(20);
});
