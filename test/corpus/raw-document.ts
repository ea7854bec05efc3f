import { readFileSync, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";

/**
 * A document as its author wrote it, read by nothing of Framegate's: the corpus runner judges by it.
 * Deliberately naive (no caps, no positions), because it only ever reads documents that are trusted.
 */
export interface RawDocument {
  readonly entry: RawNode;
  /** Every file read so far, by absolute path. */
  readonly files: ReadonlyMap<string, unknown>;
}

export interface RawNode {
  readonly document: RawDocumentFiles;
  /** Absolute path of the file it stands in. */
  readonly file: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

class RawDocumentFiles {
  readonly files = new Map<string, unknown>();

  read(file: string): unknown {
    if (!this.files.has(file)) {
      this.files.set(
        file,
        existsSync(file) ? parse(readFileSync(file, "utf8"), { maxAliasCount: 1000 }) : undefined,
      );
    }
    return this.files.get(file);
  }
}

export function readRawDocument(entryPath: string): RawDocument {
  const document = new RawDocumentFiles();
  const file = resolve(entryPath);
  const entry: RawNode = { document, file, path: [], value: document.read(file) };
  return { entry, files: document.files };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member of that name, `$ref`s of the parent and of the member followed; undefined where there is none. */
export function member(node: RawNode, key: string): RawNode | undefined {
  const holder = follow(node);
  if (holder === undefined || typeof holder.value !== "object" || holder.value === null) {
    return undefined;
  }
  const value = (holder.value as Readonly<Record<string, unknown>>)[key];
  return value === undefined
    ? undefined
    : follow({ ...holder, path: [...holder.path, key], value });
}

/** Members in the author's order; `[]` for anything but an object or a list. */
export function members(node: RawNode | undefined): readonly (readonly [string, RawNode])[] {
  const holder = node === undefined ? undefined : follow(node);
  if (holder === undefined || typeof holder.value !== "object" || holder.value === null) {
    return [];
  }
  return Object.keys(holder.value).flatMap((key) => {
    const found = member(holder, key);
    return found === undefined ? [] : [[key, found] as const];
  });
}

/** Goes through `$ref`s, at most 50; undefined where one leads nowhere. */
export function follow(node: RawNode): RawNode | undefined {
  let current: RawNode | undefined = node;
  for (let hops = 0; hops < 50 && current !== undefined; hops += 1) {
    const { value }: RawNode = current;
    if (!isRecord(value) || typeof value.$ref !== "string") {
      return current;
    }
    current = resolveReference(current, value.$ref);
  }
  return undefined;
}

function resolveReference(from: RawNode, reference: string): RawNode | undefined {
  const [location = "", fragment = ""] = reference.split("#", 2);
  if (/^[a-z]+:/i.test(location)) {
    return undefined;
  }
  const file = location === "" ? from.file : resolve(dirname(from.file), location);
  const keys = fragment
    .split("/")
    .slice(1)
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
  return walk(from.document, file, keys);
}

/** Takes as many segments as a key needs, so that a `/` that was left unescaped still leads somewhere. */
function walk(
  document: RawDocumentFiles,
  file: string,
  keys: readonly string[],
): RawNode | undefined {
  const path: string[] = [];
  let value = document.read(file);
  for (let at = 0; at < keys.length;) {
    const holder = follow({ document, file, path, value });
    if (holder === undefined || typeof holder.value !== "object" || holder.value === null) {
      return undefined;
    }
    if (holder.path !== path) {
      return walk(document, holder.file, [...holder.path, ...keys.slice(at)]);
    }
    const record = holder.value as Readonly<Record<string, unknown>>;
    const width = [1, 2, 3, 4, 5].find((count) => keys.slice(at, at + count).join("/") in record);
    if (width === undefined) {
      return undefined;
    }
    const key = keys.slice(at, at + width).join("/");
    path.push(key);
    value = record[key];
    at += width;
  }
  return { document, file, path, value };
}

/** Where one `$ref` leads, without following what stands there. */
export function resolveSchema(node: RawNode): RawNode | undefined {
  return isRecord(node.value) && typeof node.value.$ref === "string"
    ? resolveReference(node, node.value.$ref)
    : node;
}
