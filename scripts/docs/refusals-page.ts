import { REFUSALS, type RefusalRow } from "../../runtime/refusals.ts";
import { retryAdvice } from "./retry-advice.ts";
import { generatedFrom } from "./generated-from.ts";

const OPENING = `# Refusals

${generatedFrom("runtime/refusals.ts")}

Every way in which the gateway says no has a name, and the name is the same in an HTTP answer, a close
reason, a log line, a metric label and an error message of the document's own. Names are never reused
for another meaning.

Before the socket is open the answer is HTTP, with a body of \`application/problem+json\` (RFC 9457)
whose \`code\` is the name. Afterwards it is a close code (RFC 6455 section 7.4, or one of 4000 to 4005
with the meanings that they have in WSO2's gateway) and the close reason is JSON of at most 123 bytes:
\`{"e":"QUOTA_EXCEEDED","r":1500}\`, \`r\` being the milliseconds to wait. A refused message does not
close the socket unless its operation says \`onViolation: close\`, or the document declares no
\`errorMessage\`: see [frames](frames.md).`;

function overviewLine([name, row]: readonly [string, RefusalRow]): string {
  return `| [${name}](#${name.toLowerCase()}) | ${row.http ?? "–"} | ${row.close} | ${row.retry} |`;
}

function section([name, row]: readonly [string, RefusalRow]): string {
  const http = row.http === null ? "" : `HTTP ${row.http}, `;
  return `### ${name}

${http}close code ${row.close}. ${retryAdvice(row.retry)}

> ${row.says.replaceAll(/\{(\w+)\}/g, "*$1*")}

When: ${row.when}.`;
}

/** `docs/refusals.md`: the catalogue of refusals, one section a code. */
export function refusalsPage(): string {
  const rows = Object.entries(REFUSALS);
  return [
    OPENING,
    [
      "| name | HTTP | close | retry |",
      "| --- | --- | --- | --- |",
      ...rows.map(overviewLine),
    ].join("\n"),
    "## Each of them",
    ...rows.map(section),
  ].join("\n\n");
}
