import { buildModel, type Built } from "../../generator/build/index.ts";
import { readOverlay, type OverlayRead } from "../../generator/build/overlay.ts";
import type { ApiModel } from "../../generator/model/api.ts";
import { loadDocument } from "../../generator/source/load.ts";
import type { SourceTree } from "../../generator/source/tree.ts";

/** What a test may set beside the document. */
export interface Circumstances {
  readonly overlay?: string;
  readonly perspective?: "server" | "client";
}

/** A document as it was understood, with a model that is certainly there. */
export interface Understood extends Built {
  readonly model: ApiModel;
  /** Ids of the findings, in order. */
  readonly rules: readonly string[];
}

/** The tree of a text, as the loader makes it; every `$ref` of the text must lead somewhere. */
export async function treeOf(text: string, name = "api.yaml"): Promise<SourceTree> {
  const { tree, diagnostics } = await loadDocument(
    { kind: "text", name, text },
    { allowRemote: false, allowOutside: false },
  );
  if (tree === null) {
    throw new Error(diagnostics.map(({ message }) => message).join("; "));
  }
  return tree;
}

/** Reads an overlay's text. */
export async function overlayOf(text: string): Promise<OverlayRead> {
  return readOverlay(await treeOf(text, "api.yaml.framegate.yaml"));
}

/** Builds a document without repairing or validating it first. */
export async function understand(
  text: string,
  circumstances: Circumstances = {},
): Promise<Understood> {
  const { overlay, perspective } = circumstances;
  const built = buildModel(await treeOf(text), {
    overlay: overlay === undefined ? null : (await overlayOf(overlay)).overlay,
    perspective: perspective ?? "auto",
  });
  if (built.model === null) {
    throw new Error("the document has no model");
  }
  return { ...built, model: built.model, rules: built.diagnostics.map(({ rule }) => rule) };
}

/** Everything under `x` of a list whose `id` is given; a missing one fails the test with its name. */
export function byId<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const found = list.find((item) => item.id === id);
  if (found === undefined) {
    throw new Error(`no "${id}" among ${list.map((item) => item.id).join(", ")}`);
  }
  return found;
}

/** A 3.0 document around `rest`, so that a test shows only what it is about. */
export function v3(rest: string): string {
  return `asyncapi: 3.0.0\ninfo: {title: Chat, version: 1.0.0}\n${rest}`;
}

/** The same for 2.6. */
export function v2(rest: string): string {
  return `asyncapi: 2.6.0\ninfo: {title: Chat, version: 1.0.0}\n${rest}`;
}
