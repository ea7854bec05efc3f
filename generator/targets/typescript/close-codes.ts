import type { ApiDocument } from "../../../runtime/contract/v1.ts";
import { commentText, propertyKey, written, type Code } from "../../render/code.ts";
import { printJavaScript } from "../../render/javascript-value.ts";

/** A member of the constant `CLOSE_CODES`. */
export interface CloseCodeMember {
  readonly [name: string]: Code;
  readonly key: Code;
  readonly code: Code;
  readonly retry: Code;
}

/** The backend's own close codes by name, as the document has them; of one name for several codes, the lowest. */
export function closeCodeMembers(api: Pick<ApiDocument, "closeCodes">): readonly CloseCodeMember[] {
  return byName(api).map(([name, { code, retry }]) => ({
    key: propertyKey(name),
    code: written(String(code)),
    retry: commentText(retry),
  }));
}

/** The constant itself; empty where the document has none. */
export function closeCodeConstant(api: Pick<ApiDocument, "closeCodes">): string {
  const codes = byName(api).map(([name, { code }]) => [name, code] as const);
  return codes.length === 0
    ? ""
    : `export const CLOSE_CODES = ${printJavaScript(Object.fromEntries(codes))};\n\n`;
}

function byName({ closeCodes }: Pick<ApiDocument, "closeCodes">) {
  const named = new Map<string, { readonly code: number; readonly retry: string }>();
  for (const [code, { name, retry }] of Object.entries(closeCodes)) {
    if (!named.has(name)) {
      named.set(name, { code: Number(code), retry });
    }
  }
  return [...named];
}
