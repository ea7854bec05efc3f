import { cp, mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileDocument } from "../../../generator/compile.ts";
import type { ApiModel } from "../../../generator/model/api.ts";
import { clientFiles } from "../../../generator/targets/typescript/index.ts";
import { startGateway, type RunningGateway } from "../../../runtime/gateway.ts";
import { loadCodecs } from "../../../runtime/messages/codec/load.ts";
import { createRevision, loadScript } from "../../../runtime/revisions/load.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const WS = fileURLToPath(new URL("../../../node_modules/ws", import.meta.url));

/** talk.yaml, behind a gateway that runs. */
export interface TalkApi {
  readonly model: ApiModel;
  readonly gateway: RunningGateway;
}

/** Starts a gateway of talk.yaml in front of a backend. */
export async function startTalkGateway(backendUrl: string): Promise<TalkApi> {
  const { gateway, model, diagnostics } = await compileDocument(
    { kind: "file", path: join(HERE, "talk.yaml") },
    {
      allowRemote: false,
      allowOutside: false,
      partial: false,
      perspective: null,
      alone: true,
      until: "gateway",
    },
  );
  if (gateway === null || model === null) {
    throw new Error(diagnostics.map(({ rule, message }) => `${rule}: ${message}`).join("\n"));
  }
  const module = loadScript(gateway.script, "talk");
  const running = await startGateway({
    revisions: [createRevision(module, null, await loadCodecs(module.api))],
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    backendOverrides: { production: backendUrl },
  });
  return { model, gateway: running };
}

/** Makes a folder as a user has it who installed the client, with or without the package `ws`. */
export async function makeApplication(model: ApiModel, hasWs: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "framegate-talk-"));
  const client = join(folder, "node_modules/talk-client");
  for (const { path, text } of clientFiles(model, null)) {
    await mkdir(dirname(join(client, path)), { recursive: true });
    await writeFile(join(client, path), text);
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  for (const name of ["suite.mjs", "run.mjs", "page.mjs"]) {
    await cp(join(HERE, name), join(folder, name));
  }
  if (hasWs) {
    await symlink(WS, join(folder, "node_modules/ws"), "dir");
  }
  return folder;
}
