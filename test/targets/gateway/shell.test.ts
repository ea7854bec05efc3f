import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleShell } from "../../../generator/targets/gateway/bundle-gateway.ts";
import {
  packagedShell,
  readShell,
  SCRIPT_PLACE,
  writeShell,
} from "../../../generator/targets/gateway/shell.ts";
import {
  isStarter,
  plainStarter,
  starterHooks,
} from "../../../generator/targets/gateway/starter-hooks.ts";
import { apiDocument } from "../../helpers/api-document.ts";
import { temporaryFolder } from "../../helpers/folder.ts";

const api = apiDocument({ title: "Chat */ console.log(1)" });

test("whatever API a starter is of, its shell is the one that a package keeps", async () => {
  const starter = starterHooks(api);
  const folder = temporaryFolder();

  writeShell(folder, await bundleShell([], { file: "hooks.ts", text: plainStarter(), folder }));

  expect(isStarter(starter, api)).toBe(true);
  expect(starter).not.toBe(plainStarter());
  expect(readShell(folder)).toEqual(
    await bundleShell([], { file: "hooks.ts", text: starter, folder }),
  );
});

test("hooks that were changed are no starter", () => {
  expect(isStarter(`${starterHooks(api)}console.log(1);\n`, api)).toBe(false);
});

test("a folder without a shell, or with half of one, has none", () => {
  const folder = temporaryFolder();

  expect(readShell(folder)).toBeNull();
  writeFileSync(join(folder, "gateway.mjs"), `run(${SCRIPT_PLACE});`);
  expect(readShell(folder)).toBeNull();
  writeFileSync(join(folder, "NOTICE"), "licences");
  expect(readShell(folder)?.notice).toBe("licences");
  writeFileSync(join(folder, "gateway.mjs"), "run();");
  expect(readShell(folder)).toBeNull();
});

test("a compiler that runs from its sources bundles them, not what was built of them before", () => {
  expect(packagedShell()).toBeNull();
});
