import type { ApiDocument, Group } from "../../../runtime/contract/v1.ts";
import { literal, written } from "../../render/code.ts";
import { runtimeModule } from "../../render/core-files.ts";
import { renderTemplate, type View } from "../../render/engine.ts";
import { bundleProgram, HOOKS_MODULE, type HooksSource } from "./bundle.ts";
import type { CompiledGateway } from "./compile-gateway.ts";
import { noticeOf } from "./notice.ts";
import { packagedShell, SCRIPT_PLACE, type GatewayShell } from "./shell.ts";
import { isStarter } from "./starter-hooks.ts";

/** A gateway in one file, and the licences of what is in it. */
export interface GatewayBundle {
  readonly program: string;
  readonly notice: string;
}

const NOTICE_HEAD = "gateway.mjs holds Framegate's runtime";

/** Bundles the compiled API, the codecs that it uses, the user's hooks and the runtime. */
export async function bundleGateway(
  gateway: CompiledGateway,
  hooks: HooksSource,
): Promise<GatewayBundle> {
  const codecs = codecsInUse(gateway.api);
  const isPlain = codecs.length === 0 && isStarter(hooks.text, gateway.api);
  const shell = (isPlain ? packagedShell() : null) ?? (await bundleShell(codecs, hooks));
  return { program: withScript(shell.program, gateway.script), notice: shell.notice };
}

/** Bundles all of a gateway but its compiled script. */
export async function bundleShell(
  codecs: readonly CodecEncoding[],
  hooks: HooksSource,
): Promise<GatewayShell> {
  const entry = renderTemplate("gateway/entry.ts.hbs", entryView(codecs));
  const { text, inputs } = await bundleProgram(entry, hooks);
  return { program: text, notice: noticeOf(inputs, NOTICE_HEAD) };
}

/** All that `entry.ts.hbs` prints. */
export function entryView(codecs: readonly CodecEncoding[]): View {
  return {
    runModule: literal(runtimeModule("options/run")),
    codecs: codecs.map((encoding) => ({
      name: written(`${encoding}Codec`),
      module: literal(runtimeModule(`messages/codec/${encoding}`)),
    })),
    hooksModule: literal(HOOKS_MODULE),
    script: written(SCRIPT_PLACE),
  };
}

/** The entry comes last in a bundle, so its place is the last, whatever hooks may say. */
function withScript(program: string, script: string): string {
  const at = program.lastIndexOf(SCRIPT_PLACE);
  return `${program.slice(0, at)}${inAscii(script)}${program.slice(at + SCRIPT_PLACE.length)}`;
}

/** What is not ASCII stands in texts only, so that an escape means the same; see `bundle.ts` for why. */
function inAscii(script: string): string {
  return script.replaceAll(
    /[^\x00-\x7F]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Frames that are read by a codec that only those who use it have in their gateway. */
export type CodecEncoding = Exclude<Group["encoding"], "json">;

/** The codecs that an API needs, sorted. */
export function codecsInUse(api: ApiDocument): readonly CodecEncoding[] {
  const groups = api.routes.flatMap((route) =>
    Object.values(route.flows).flatMap((plan) => plan.groups),
  );
  const used = new Set(groups.map((group) => group.encoding));
  return [...used].filter((encoding) => encoding !== "json").sort();
}
