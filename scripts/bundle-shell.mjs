/**
 * Bundles the gateway of an API that is JSON alone and whose hooks do nothing, without the API: `generate gateway`
 * puts a compiled script into it, where it would else bundle the whole runtime again. In `dist/gateway/`.
 */
import { bundleShell } from "../dist/generator/targets/gateway/bundle-gateway.js";
import { shellFolder, writeShell } from "../dist/generator/targets/gateway/shell.js";
import { plainStarter } from "../dist/generator/targets/gateway/starter-hooks.js";

const hooks = { file: "hooks.ts", text: plainStarter(), folder: shellFolder() };
writeShell(shellFolder(), await bundleShell([], hooks));
