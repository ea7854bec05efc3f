import { readFileSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { GeneratorError } from "../../errors.ts";
import type { ApiModel } from "../../model/api.ts";

/** What a PEM file of certificates consists of; nothing else of a file reaches a compiled API. */
const CERTIFICATES = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/gu;

/**
 * The private CAs that a document's servers name (`x-framegate.tls.ca.file`), by server id. A file must lie in
 * the document's folder unless `allowOutside`, as a `$ref`'s must. Throws FILE_UNREADABLE where one cannot be
 * read or holds no certificate.
 */
export function readCertificates(
  model: ApiModel,
  document: string | null,
  allowOutside: boolean,
): ReadonlyMap<string, string> {
  return new Map(
    model.servers.flatMap(({ id, tlsCaFile }) =>
      tlsCaFile === null ? [] : [[id, certificateIn(tlsCaFile, document, allowOutside)] as const],
    ),
  );
}

function certificateIn(file: string, document: string | null, allowOutside: boolean): string {
  if (document === null) {
    throw unreadable(file, "a document that is no file has no folder to read it from");
  }
  const folder = dirname(document);
  const text = allowOutside ? textOf(resolve(folder, file), file) : textInside(folder, file);
  const certificates = text.match(CERTIFICATES);
  if (certificates === null) {
    throw unreadable(file, "it holds no PEM certificate");
  }
  return `${certificates.join("\n")}\n`;
}

function textInside(folder: string, file: string): string {
  try {
    const path = isAbsolute(file) ? file : realpathSync(join(folder, file));
    const within = relative(realpathSync(folder), path);
    if (isAbsolute(file) || within.startsWith("..") || isAbsolute(within)) {
      throw new Error("it is outside of the document's folder; allow it with --allow-outside");
    }
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function unreadable(file: string, reason: string, cause?: unknown): GeneratorError {
  return new GeneratorError("FILE_UNREADABLE", { file, reason }, { cause });
}
