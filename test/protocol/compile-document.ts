import { compileDocument } from "../../generator/compile.ts";
import type { RevisionSource } from "../../runtime/revisions/load-sources.ts";

/** Compiles a document of the suite to what a gateway loads. */
export async function compileText(name: string, text: string): Promise<RevisionSource> {
  const { gateway, diagnostics } = await compileDocument(
    { kind: "text", name: `${name}.yaml`, text },
    {
      allowRemote: false,
      allowOutside: false,
      partial: false,
      perspective: null,
      alone: true,
      until: "gateway",
    },
  );
  if (gateway === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return { name, script: gateway.script, hooksFile: null };
}
