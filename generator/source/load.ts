/**
 * Reads a document and every file that its `$ref`s reach, within limits, and reports all that is wrong
 * with its files, syntax and references in one run.
 */
import { dirname, resolve } from "node:path";
import type { Diagnostic, Place } from "../diagnostics.ts";
import { GeneratorError } from "../errors.ts";
import { DocumentTree } from "./document-tree.ts";
import type { TreeFile } from "./document-tree.ts";
import { sourceFinding } from "./findings.ts";
import { DEFAULT_CAPS } from "./limits.ts";
import type { LoadCaps } from "./limits.ts";
import { locateFile } from "./locate-file.ts";
import type { Folder, LoadOptions as Allowed, Located, Location } from "./locate-file.ts";
import { openFile, realPath } from "./open-file.ts";
import type { Opened, Unread } from "./open-file.ts";
import { patchTree } from "./patch.ts";
import { readText } from "./read-text.ts";
import { parseReference } from "./reference.ts";
import { checkReferences } from "./check-references.ts";
import { referenceSites } from "./reference-sites.ts";
import type { ReferenceSite } from "./reference-sites.ts";
import { isFetchable } from "./remote-host.ts";
import type { Resolver } from "./resolve-host.ts";
import { schemaNames } from "./schema-names.ts";
import { rebaseReferences } from "./schema-references.ts";
import type { Loaded } from "./tree.ts";

/** Where a document comes from. */
export type DocumentSource =
  | { readonly kind: "file"; readonly path: string }
  /** Text from standard input or an editor; `name` is what findings call it. */
  | { readonly kind: "text"; readonly name: string; readonly text: string }
  /** An https address that the user named: fetched without a flag where it is a public one. */
  | { readonly kind: "url"; readonly url: string };

export interface LoadOptions extends Allowed {
  readonly caps?: Partial<LoadCaps>;
  /** Who is asked where a host is; default: the system. */
  readonly resolver?: Resolver;
}

/**
 * Reads a document. Everything wrong with what the author wrote is a finding.
 *
 * @throws GeneratorError FILE_UNREADABLE where the entry itself cannot be opened, OPTION_INVALID for an
 * address that is not https.
 */
export async function loadDocument(source: DocumentSource, options: LoadOptions): Promise<Loaded> {
  return new Loader({ ...DEFAULT_CAPS, ...options.caps }, options).load(source);
}

interface Pending {
  readonly file: string;
  readonly location: Location;
  readonly sites: readonly ReferenceSite[];
}

class Loader {
  readonly #caps: LoadCaps;
  readonly #allowed: LoadOptions;
  readonly #files = new Map<string, TreeFile>();
  /** File names by real path or address, so that two ways to one file read it once. */
  readonly #names = new Map<string, string | null>();
  readonly #links = new Map<string, Map<string, string>>();
  readonly #sites: ReferenceSite[] = [];
  /** Schemas by `$id`, of files where that was asked. */
  readonly #ids = new Map<string, ReadonlyMap<string, string>>();
  readonly #pending: Pending[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #deadline: number;
  #bytes = 0;

  constructor(caps: LoadCaps, allowed: LoadOptions) {
    this.#caps = caps;
    this.#allowed = allowed;
    this.#deadline = performance.now() + caps.totalMs;
  }

  async load(source: DocumentSource): Promise<Loaded> {
    const location = await entryLocation(source, this.#allowed.internalHosts ?? []);
    const folder = await folderOf(location);
    const entry = nameOf(location);
    const place = { file: entry, pointer: "" };
    const opened = source.kind === "text" ? textOf(source, this.#caps) : await this.#open(location);
    if (opened.kind === "unreadable") {
      throw new GeneratorError("FILE_UNREADABLE", { file: entry, reason: opened.reason });
    }
    if (opened.kind !== "text") {
      return { tree: null, diagnostics: [this.#unread(opened, place, entry)] };
    }
    await this.#take(entry, location, opened.text);
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      for (const site of next.sites) await this.#link(site, next, folder);
    }
    const parts = { entry, files: this.#files, links: this.#links, moved: new Map() };
    const tree = this.#rebased(new DocumentTree(parts));
    return { tree, diagnostics: this.#diagnostics };
  }

  /** Reports what is wrong with references, after those that mean their own schema were put right. */
  #rebased(written: DocumentTree): DocumentTree {
    const keyOf = ({ place }: ReferenceSite): string => `${place.file}#${place.pointer}`;
    const rebased = rebaseReferences(written, this.#sites);
    const meant = new Map(rebased.map(({ site }) => [keyOf(site), site]));
    const patches = rebased.map(({ patch }) => patch);
    const tree = patchTree(written, patches);
    const sites = this.#sites.map((site) => meant.get(keyOf(site)) ?? site);
    this.#diagnostics.push(
      ...rebased.map(({ finding }) => finding),
      ...checkReferences(tree, sites),
    );
    return tree;
  }

  /** Parses a file and queues its references. */
  async #take(file: string, location: Location, text: string): Promise<void> {
    this.#bytes += text.length;
    const read = await readText(file, text, this.#caps);
    this.#files.set(file, { text, value: read.value, mark: read.mark });
    for (const problem of read.problems) {
      const place: Place = { file, pointer: "", span: [problem.start, problem.end] };
      this.#diagnostics.push(sourceFinding(problem.rule, place, problem.message, problem.hint));
    }
    const sites = referenceSites(file, read.value);
    this.#sites.push(...sites);
    this.#pending.push({ file, location, sites });
  }

  /** Finds and reads the file that a `$ref` names, unless it was read before. */
  async #link(site: ReferenceSite, from: Pending, folder: Folder | null): Promise<void> {
    const uri = site.ref === null ? "" : parseReference(site.ref).uri;
    if (uri === "") return;
    const links = this.#links.get(from.file) ?? new Map<string, string>();
    this.#links.set(from.file, links);
    if (links.has(uri) || this.#isOwnSchema(from.file, uri)) return;
    const located = await locateFile(uri, from.location, folder, this.#allowed);
    if (located.kind !== "allowed") {
      this.#diagnostics.push(refused(located, site.place, uri));
      return;
    }
    const name = await this.#name(located.location, site.place);
    if (name !== null) links.set(uri, name);
  }

  /** Whether a schema of the file itself has this `$id`. */
  #isOwnSchema(file: string, uri: string): boolean {
    const read = this.#files.get(file);
    if (read === undefined || !read.text.includes("$id")) return false;
    const ids = this.#ids.get(file) ?? schemaNames(read.value).ids;
    this.#ids.set(file, ids);
    return ids.has(uri);
  }

  /** The name of a file in the tree, after reading it when it is new; null when it cannot be read. */
  async #name(location: Location, place: Place): Promise<string | null> {
    const identity = identityOf(location);
    const known = this.#names.get(identity);
    if (known !== undefined && known !== null) return known;
    const name = nameOf(location);
    if (this.#files.has(name)) return name;
    const over = this.#overLimit(place);
    if (over !== null) {
      this.#diagnostics.push(over);
      return null;
    }
    const opened = await this.#open(location);
    if (opened.kind !== "text") {
      this.#diagnostics.push(this.#unread(opened, place, name));
      return null;
    }
    this.#names.set(identity, name);
    await this.#take(name, location, opened.text);
    return name;
  }

  #overLimit(place: Place): Diagnostic | null {
    if (this.#files.size >= this.#caps.files) {
      return sourceFinding("too-many-files", place, `more than ${this.#caps.files} files`);
    }
    if (performance.now() < this.#deadline) return null;
    const message = `not read: ${this.#caps.totalMs} ms have passed`;
    return sourceFinding("load-timeout", place, message);
  }

  async #open(location: Location): Promise<Opened> {
    const bytes = Math.min(this.#caps.fileBytes, this.#caps.totalBytes - this.#bytes);
    if (location.kind === "url") {
      const left = Math.max(1, this.#deadline - performance.now());
      const { internalHosts = [], resolver } = this.#allowed;
      const timeoutMs = Math.min(this.#caps.remoteMs, left);
      const limits = { maxBytes: bytes, timeoutMs, internalHosts };
      // Loaded here, because node's network takes longer to load than a document to read.
      const { fetchRemote } = await import("./fetch-remote.ts");
      return fetchRemote(location.url, resolver === undefined ? limits : { ...limits, resolver });
    }
    return openFile(location.kind === "path" ? location.path : location.name, bytes);
  }

  #unread(unread: Unread, place: Place, name: string): Diagnostic {
    switch (unread.kind) {
      case "encoding":
        return sourceFinding("encoding", place, `"${name}" is not UTF-8 text`);
      case "too-large":
        return sourceFinding("file-too-large", place, tooLarge(name, this.#caps));
      case "unreadable": {
        const message = `"${name}" cannot be read: ${unread.reason}`;
        return sourceFinding("reference-unreadable", place, message);
      }
    }
  }
}

function tooLarge(name: string, caps: LoadCaps): string {
  const [one, all] = [caps.fileBytes, caps.totalBytes].map((bytes) => bytes / 1024 / 1024);
  return `"${name}" exceeds ${one} MiB, or all files together ${all} MiB`;
}

function refused(located: Located & { kind: unknown }, place: Place, uri: string): Diagnostic {
  const shown = uri.slice(0, 200);
  switch (located.kind) {
    case "remote": {
      const message = `"${shown}" is not fetched: ${located.why}`;
      return sourceFinding("reference-remote", place, message, located.hint);
    }
    case "outside": {
      const message = `"${shown}" is not read: ${located.why}`;
      return sourceFinding("reference-outside", place, message, located.hint);
    }
    default: {
      const message = `"${shown}" cannot be read: there is no such file`;
      return sourceFinding("reference-unreadable", place, message);
    }
  }
}

function textOf(source: DocumentSource & { kind: "text" }, caps: LoadCaps): Opened {
  if (source.text.length > caps.fileBytes) return { kind: "too-large" };
  return { kind: "text", text: source.text };
}

async function entryLocation(
  source: DocumentSource,
  internalHosts: readonly string[],
): Promise<Location> {
  if (source.kind === "text") return { kind: "text", name: source.name };
  if (source.kind === "file") {
    const path = await realPath(source.path);
    return { kind: "path", path: path ?? resolve(source.path), name: source.path };
  }
  const url = URL.canParse(source.url) ? new URL(source.url) : null;
  if (url !== null && isFetchable(url, internalHosts)) return { kind: "url", url };
  const expected = "an https address without credentials, or http to a host of --allow-internal";
  throw new GeneratorError("OPTION_INVALID", { option: "document", found: source.url, expected });
}

/** A document's folder is where its entry stands, not where a symbolic link to it leads. */
async function folderOf(location: Location): Promise<Folder | null> {
  if (location.kind !== "path") return null;
  const path = dirname(location.name);
  return { path, real: (await realPath(path)) ?? resolve(path) };
}

function nameOf(location: Location): string {
  return location.kind === "url" ? location.url.href : location.name;
}

function identityOf(location: Location): string {
  return location.kind === "path" ? location.path : nameOf(location);
}
