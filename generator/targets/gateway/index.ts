import type { ApiModel } from "../../model/api.ts";
import { jsonDocument } from "../../render/code.ts";
import type { EmittedFile } from "../../render/emitted-file.ts";
import type { HooksSource } from "./bundle.ts";
import { bundleGateway } from "./bundle-gateway.ts";
import type { CompiledGateway } from "./compile-gateway.ts";
import { renderDeclarations } from "./declarations.ts";
import { renderDockerfile } from "./dockerfile.ts";
import { starterHooks } from "./starter-hooks.ts";
import { renderPackageFile } from "./package-file.ts";
import { renderReadme } from "./readme.ts";

export { starterHooks } from "./starter-hooks.ts";

/** What a gateway build is made of besides the document. */
export interface BuildInputs {
  readonly model: ApiModel;
  readonly gateway: CompiledGateway;
  /** The user's `hooks.ts`, or the starter where there is none yet. */
  readonly hooks: HooksSource;
}

/** The files of a gateway build. The same document, hooks and version give the same bytes. */
export async function gatewayFiles(inputs: BuildInputs): Promise<readonly EmittedFile[]> {
  const { gateway, hooks } = inputs;
  // The bundler is a process of its own: the other files are made while it is at work.
  const [bundle, others] = await Promise.all([bundleGateway(gateway, hooks), textFiles(inputs)]);
  return [
    generated("gateway.mjs", bundle.program),
    generated("NOTICE", bundle.notice),
    ...others,
    { path: "hooks.ts", text: starterHooks(gateway.api), once: true },
  ];
}

async function textFiles({ model, gateway: { api } }: BuildInputs): Promise<EmittedFile[]> {
  return [
    generated("api.json", jsonDocument(api)),
    generated("gateway.d.ts", renderDeclarations(model, api)),
    generated("package.json", renderPackageFile(api)),
    generated("Dockerfile", renderDockerfile(api)),
    generated("README.md", await renderReadme(api, model)),
  ];
}

function generated(path: string, text: string): EmittedFile {
  return { path, text, once: false };
}
