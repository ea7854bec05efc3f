import { lstatSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { GeneratorError } from "../errors.ts";
import { systemReason } from "./system-reason.ts";

/** Names that Windows takes for devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/**
 * Where a generated file goes inside `folder`. Refuses what would leave it: absolute paths, `..`, NUL,
 * device names, and any symbolic link on the way or at the end (the folder itself may be one).
 */
export function safePath(folder: string, path: string): string {
  const names = path.split("/");
  const fault = names.map(faultOfName).find((reason) => reason !== null);
  if (fault !== undefined && fault !== null) {
    throw new GeneratorError("FILE_UNWRITABLE", { file: path, reason: fault });
  }
  const root = resolve(folder);
  const target = resolve(root, ...names);
  if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new GeneratorError("FILE_UNWRITABLE", { file: path, reason: "it leaves the folder" });
  }
  names.reduce((parent, name) => withoutLink(join(parent, name)), root);
  return target;
}

function faultOfName(name: string): string | null {
  if (name === "" || name === "." || name === "..") {
    return "its path is not a plain relative one";
  }
  if (/[\u0000-\u001F\\:]/u.test(name) || DEVICE.test(name)) {
    return "a name on its path is not one that every system can write";
  }
  return null;
}

function withoutLink(path: string): string {
  if (isLink(path)) {
    throw new GeneratorError("FILE_UNWRITABLE", { file: path, reason: "it is a symbolic link" });
  }
  return path;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch (cause) {
    const reason = systemReason(cause);
    throw new GeneratorError("FILE_UNWRITABLE", { file: path, reason }, { cause });
  }
}
