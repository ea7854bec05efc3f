import type { Diagnostic } from "../diagnostics.ts";
import { isPlainObject, kindName } from "../source/plain.ts";
import { nearestName } from "../source/near-name.ts";
import type { PlainObject, SourceTree } from "../source/tree.ts";
import { specFinding } from "./findings.ts";
import { isSpecVersion, SPEC_VERSIONS } from "./versions.ts";
import type { SpecVersion } from "./versions.ts";

/** The version of a document, or why it has none that can be read. */
export function versionOf(tree: SourceTree): SpecVersion | Diagnostic {
  const { file, value } = tree.root;
  const place = { file, pointer: "" };
  if (value === null || value === "") {
    return specFinding(
      "document-empty",
      place,
      "the document is empty",
      "begin with `asyncapi: 3.1.0`",
    );
  }
  if (!isPlainObject(value)) {
    const message = `the document is ${kindName(value)}, expected an object`;
    return specFinding("document-not-object", place, message, "begin with `asyncapi: 3.1.0`");
  }
  const version = value["asyncapi"];
  if (isSpecVersion(version)) return version;
  if (version === undefined) return withoutVersion(value, file);
  const found = typeof version === "string" ? `"${version.slice(0, 40)}"` : kindName(version);
  const message = `asyncapi is ${found}, expected one of ${SPEC_VERSIONS.join(", ")}`;
  return specFinding("version-unsupported", { file, pointer: "/asyncapi" }, message);
}

function withoutVersion(value: PlainObject, file: string): Diagnostic {
  const place = { file, pointer: "" };
  for (const [key, name] of [
    ["openapi", "OpenAPI"],
    ["swagger", "Swagger"],
  ] as const) {
    if (!Object.hasOwn(value, key)) continue;
    const message = `this is ${name}, expected an AsyncAPI document`;
    const hint = "WebSocket channels are described by AsyncAPI";
    return specFinding("document-other-format", { file, pointer: `/${key}` }, message, hint);
  }
  const near = nearestName("asyncapi", Object.keys(value));
  const hint =
    near === null
      ? "add `asyncapi: 3.1.0` or the version it is written in"
      : `rename "${near}" to "asyncapi"`;
  return specFinding("version-missing", place, "the document has no asyncapi version", hint);
}
