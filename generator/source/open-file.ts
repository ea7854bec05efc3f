import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

/** Why a file or address gave no text. */
export type Unread =
  | { readonly kind: "unreadable"; readonly reason: string }
  | { readonly kind: "too-large" }
  | { readonly kind: "encoding" };

/** The text of a file or address, or why there is none. */
export type Opened = { readonly kind: "text"; readonly text: string } | Unread;

/** Opening a pipe would wait for somebody who writes to it. Windows has no such flag. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Reads a regular file of at most `maxBytes`; pipes, devices and folders are refused. */
export async function openFile(path: string, maxBytes: number): Promise<Opened> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, READ_AT_ONCE);
    const about = await handle.stat();
    if (!about.isFile()) return { kind: "unreadable", reason: "it is no file" };
    if (about.size > maxBytes) return { kind: "too-large" };
    return decoded(await handle.readFile());
  } catch (error) {
    return { kind: "unreadable", reason: reasonOf(error) };
  } finally {
    await handle?.close();
  }
}

/** Text from bytes; anything but UTF-8 is refused instead of read with replacement characters. */
export function decoded(bytes: Uint8Array): Opened {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\u0000") ? { kind: "encoding" } : { kind: "text", text };
  } catch {
    return { kind: "encoding" };
  }
}

/** A path with every symbolic link resolved; null when nothing is there. */
export async function realPath(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  ENAMETOOLONG: "the path is too long",
  ELOOP: "symbolic links go in a circle",
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
