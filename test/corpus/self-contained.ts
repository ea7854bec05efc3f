import { isRecord, resolveSchema, type RawNode } from "./raw-document.ts";

/** A raw schema with all that it refers to copied under `$defs`, word for word, so that it stands alone. */
export function selfContained(root: RawNode): object {
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const copy = (node: RawNode): unknown => {
    const { value } = node;
    if (Array.isArray(value)) {
      return value.map((item, index) =>
        copy({ ...node, path: [...node.path, `${index}`], value: item }),
      );
    }
    if (!isRecord(value)) {
      return value;
    }
    if (typeof value.$ref === "string") {
      return { $ref: `#/$defs/${define(node)}` };
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        copy({ ...node, path: [...node.path, key], value: item }),
      ]),
    );
  };
  const define = (node: RawNode): string => {
    const target = resolveSchema(node);
    const address = target === undefined ? "nowhere" : [target.file, ...target.path].join("/");
    const known = names.get(address);
    if (known !== undefined) {
      return known;
    }
    const name = `d${names.size}`;
    names.set(address, name);
    // Nothing is what a `$ref` that leads nowhere describes.
    definitions[name] = target === undefined ? false : copy(target);
    return name;
  };
  const schema = copy(root);
  return isRecord(schema) ? { ...schema, $defs: definitions } : {};
}
