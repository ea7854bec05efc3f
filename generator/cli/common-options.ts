import type { CompileOptions } from "../compile.ts";
import { GeneratorError } from "../errors.ts";
import { urlHost } from "../source/remote-host.ts";
import type { Arguments, OptionSpec } from "./verb.ts";

/** Options of every verb that reads a document. */
export const READING_OPTIONS = {
  perspective: {
    type: "string",
    choices: ["auto", "server", "client"],
    says: "whose application the document describes",
    defaultSays: "the document's x-framegate.perspective, else auto",
  },
  "allow-remote": { type: "boolean", says: "fetch what $refs to public https addresses name" },
  "allow-internal": {
    type: "string",
    says: "hosts of networks that are not public, with commas between, to fetch from",
  },
  "allow-outside": {
    type: "boolean",
    says: "read what $refs outside of the document's folder name",
  },
} as const satisfies Record<string, OptionSpec>;

/** Of verbs that make something of a document. */
export const PARTIAL_OPTION = {
  partial: {
    type: "boolean",
    says: "go on where single schemas are wrong; what they describe is refused",
  },
} as const satisfies Record<string, OptionSpec>;

/** What the reading options of a command line ask for. */
export function readingOptions(
  args: Arguments,
): Pick<
  CompileOptions,
  "perspective" | "allowRemote" | "internalHosts" | "allowOutside" | "partial"
> {
  const perspective = args.text("perspective");
  const isKnown = perspective === "auto" || perspective === "server" || perspective === "client";
  return {
    perspective: isKnown ? perspective : null,
    allowRemote: args.flag("allow-remote"),
    internalHosts: internalHosts(args.text("allow-internal")),
    allowOutside: args.flag("allow-outside"),
    partial: args.flag("partial"),
  };
}

/** Hosts as URLs write them. Throws GeneratorError for what is no host alone. */
function internalHosts(text: string | null): readonly string[] {
  if (text === null) return [];
  return text.split(",").map((written) => {
    const host = urlHost(written.trim());
    if (host !== null) return host;
    const expected = "names or addresses of hosts without port, with commas between";
    throw new GeneratorError("OPTION_INVALID", {
      option: "--allow-internal",
      found: `"${written.trim()}"`,
      expected,
    });
  });
}
