/**
 * Decides which file a `$ref` names and whether it may be read, before anything of it is touched: paths
 * stay in the document's folder (symbolic links included), addresses are off, unless flags allow them.
 */
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isFetchable } from "./remote-host.ts";
import { realPath } from "./open-file.ts";
import { percentDecoded } from "./reference.ts";

/** What the flags of a command allow. */
export interface LoadOptions {
  /** `--allow-remote`: fetch what `$ref`s to https addresses of the public internet name. */
  readonly allowRemote: boolean;
  /**
   * `--allow-internal`: hosts, as URLs write them, that are fetched from over https or http, whatever
   * network they are in.
   */
  readonly internalHosts?: readonly string[];
  /** `--allow-outside`: read what `$ref`s outside the document's folder name. */
  readonly allowOutside: boolean;
}

/** Where a file of a document is. */
export type Location =
  | {
      readonly kind: "path";
      readonly path: string;
      /** The name that places show, relative as the author's path to the entry was. */
      readonly name: string;
    }
  | { readonly kind: "url"; readonly url: URL }
  /** Text that came from no file, such as standard input. */
  | { readonly kind: "text"; readonly name: string };

/** The document's folder, or null where it has none. */
export interface Folder {
  /** As the author of the command wrote it. */
  readonly path: string;
  readonly real: string;
}

/** A location that may be read, or why not. */
export type Located =
  | { readonly kind: "allowed"; readonly location: Location }
  | { readonly kind: "remote"; readonly why: string; readonly hint: string }
  | { readonly kind: "outside"; readonly why: string; readonly hint: string }
  | { readonly kind: "missing" };

const ALLOW_REMOTE = "allow it with --allow-remote, or keep a copy beside the document";
const ALLOW_OUTSIDE = "allow it with --allow-outside, or keep a copy beside the document";

/** Which file the part of a `$ref` before `#` names. */
export async function locateFile(
  uri: string,
  from: Location,
  folder: Folder | null,
  options: LoadOptions,
): Promise<Located> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === "file") return locateFileUrl(uri, from, folder, options);
  if (scheme !== undefined || uri.startsWith("//") || from.kind === "url") {
    return locateRemote(uri, from, options);
  }
  if (folder === null && !options.allowOutside) {
    return { kind: "outside", why: "text from standard input has no folder", hint: ALLOW_OUTSIDE };
  }
  const base = from.kind === "path" ? dirname(from.path) : process.cwd();
  return locatePath(resolve(base, percentDecoded(uri)), folder, options);
}

function locateRemote(uri: string, from: Location, options: LoadOptions): Located {
  const base = from.kind === "url" ? from.url : undefined;
  if (!URL.canParse(uri, base?.href)) {
    return { kind: "remote", why: "it is no address", hint: "write a path or an https address" };
  }
  const url = new URL(uri, base);
  const internalHosts = options.internalHosts ?? [];
  if (!isFetchable(url, internalHosts)) {
    const why = "only https addresses without credentials are ever fetched";
    return { kind: "remote", why, hint: "keep a copy beside the document" };
  }
  if (!options.allowRemote && !internalHosts.includes(url.hostname)) {
    return { kind: "remote", why: "remote references are off", hint: ALLOW_REMOTE };
  }
  url.hash = "";
  return { kind: "allowed", location: { kind: "url", url } };
}

async function locateFileUrl(
  uri: string,
  from: Location,
  folder: Folder | null,
  options: LoadOptions,
): Promise<Located> {
  const why = "a file: address is outside the document's folder";
  if (from.kind === "url") {
    return { kind: "outside", why, hint: "a document from an address cannot name local files" };
  }
  if (!options.allowOutside) return { kind: "outside", why, hint: ALLOW_OUTSIDE };
  try {
    return await locatePath(fileURLToPath(uri), folder, options);
  } catch {
    return { kind: "missing" };
  }
}

async function locatePath(
  path: string,
  folder: Folder | null,
  options: LoadOptions,
): Promise<Located> {
  const outside: Located = {
    kind: "outside",
    why: "it is outside the document's folder",
    hint: ALLOW_OUTSIDE,
  };
  const isKept = folder !== null && !options.allowOutside;
  if (isKept && !isWithin(resolve(folder.path), path)) return outside;
  const real = await realPath(path);
  if (real === null) return { kind: "missing" };
  if (isKept && !isWithin(folder.real, real)) return outside;
  const name = folder === null ? path : join(folder.path, relative(resolve(folder.path), path));
  return { kind: "allowed", location: { kind: "path", path: real, name } };
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
