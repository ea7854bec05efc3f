import type { MetricSnapshot } from "../../runtime/observe/counters.ts";
import { createGatewayObserver } from "../../runtime/observe/gateway-observer.ts";
import type { RefusalEvent } from "../../runtime/observe/observer.ts";
import { processFigures, workersFigure } from "../../runtime/observe/process-figures.ts";
import { FLAG_SPECS, type FlagSpec } from "../../runtime/options/flags.ts";
import { generatedFrom } from "./generated-from.ts";

const OPENING = `# Running a gateway

${generatedFrom("runtime/options and runtime/observe")}

A gateway build is one file: \`node gateway.mjs\`. \`framegate serve\` takes the same options. Each is a flag
or an environment variable; the flag wins.`;

const CERTIFICATES = `## Backends with a certificate of their own

A \`wss\` backend is verified against the system's authorities. The file that a document's
\`x-framegate.tls.ca.file\` names takes their place for one server; its certificates become a part of the
build. It lies in the document's folder, or anywhere under \`--allow-outside\`, then also by an absolute
path. Without a word in the document, \`NODE_EXTRA_CA_CERTS=/etc/ssl/own.pem node gateway.mjs\` adds the
operator's authorities to the system's for every backend.`;

const LOG = `## Log

Every refusal is one line on standard error: for people on a terminal, JSON otherwise. It has the code of
the [catalogue](refusals.md), what was done, the connection's id, API, route, flow, channel, operation and
message, and the JSON pointer to what was wrong. It never has a payload, a parameter's value or a token.
A reply that came late or not in time is a line of level info, \`REPLY_LATE\` or \`REPLY_MISSING\`.`;

const ADMIN = `## Health and metrics

A listener of its own, on loopback unless told otherwise because it has no access control, answers
\`/healthz\` (200 while the process runs), \`/readyz\` (503 while it drains) and \`/metrics\` in the text format
of Prometheus. All labels are names of the document; nothing a client sends becomes one. Figures of several
workers are summed, and what a worker counted until the last scrape before it died still counts.`;

const ENDING = `## Ending

SIGTERM and Ctrl-C drain: no new connection is accepted (503), \`/readyz\` says so, and the open ones are
closed with 1012 over 25 seconds, so that their clients do not all come back at once. A second signal ends
the process at once.

An error that nobody caught, such as one thrown in a timer of a hook, is logged without its message, counted
in \`framegate_defects_total\`, and drains the process, which exits with 1. Among several workers only that one
drains; another takes its place at once. A worker that dies loses its own connections and no others. It is
replaced, the more slowly the more of them die within a minute: after 0.5 to 10 seconds.`;

function flagRow({ flag, value, environment, says }: FlagSpec): string {
  const name = value === null ? `--${flag}` : `--${flag} ${value}`;
  return `| \`${name}\` | ${environment.split(", ").map(code).join(", ")} | ${says} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function metricRow({ name, help, samples }: MetricSnapshot): string {
  const labels = Object.keys(samples[0]?.labels ?? {}).map(code);
  return `| \`${name}\` | ${labels.join(", ")} | ${help} |`;
}

const CONNECTION = { connectionId: "", api: "", revision: "", routeId: "" };

const REFUSAL: RefusalEvent = {
  code: "INTERNAL",
  connection: CONNECTION,
  flow: null,
  channelId: null,
  operationId: null,
  messageId: null,
  pointer: null,
  detail: "",
  action: "closed",
};

/** The figures of a gateway to which each thing has happened once: all names with all labels. */
function metrics(): readonly MetricSnapshot[] {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const observer = createGatewayObserver(silent);
  observer.connectionOpened(CONNECTION);
  observer.messageForwarded(CONNECTION, "clientToServer", "", "", 0);
  observer.refused(REFUSAL);
  observer.tolerated(CONNECTION, "format", null);
  observer.reply(CONNECTION, "", "matched", 0);
  observer.connectionClosed(CONNECTION, 1000, 0);
  return [...observer.snapshot(), ...processFigures("0"), workersFigure(2)];
}

/** `docs/running.md`: options, log, metrics and signals of a gateway. */
export function runningPage(): string {
  const flags = ["| flag | environment | meaning |", "| --- | --- | --- |"];
  const figures = ["| metric | labels | counts |", "| --- | --- | --- |"];
  return [
    OPENING,
    [...flags, ...FLAG_SPECS.map(flagRow)].join("\n"),
    CERTIFICATES,
    LOG,
    ADMIN,
    [...figures, ...metrics().map(metricRow)].join("\n"),
    ENDING,
  ].join("\n\n");
}
