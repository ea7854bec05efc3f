import type { ObjectNode } from "../objects.ts";
import { memberPlace, serversOf, textOf } from "../objects.ts";
import type { Rule } from "../rule.ts";

/** Other spellings of ws and wss. */
export const protocolSlip: Rule = {
  id: "protocol-slip",
  *detect({ tree }) {
    for (const server of serversOf(tree)) {
      const written = textOf(server, "protocol");
      const meant = written === null ? null : protocolMeant(written, server);
      if (written === null || meant === null || meant === written) continue;
      const place = memberPlace(server, "protocol");
      yield {
        place,
        message: `protocol is "${written}", read as "${meant}"`,
        hint: `write protocol: ${meant}`,
        patches: [{ place, value: meant }],
      };
    }
  },
};

function protocolMeant(written: string, server: ObjectNode): string | null {
  const plain = written
    .trim()
    .toLowerCase()
    .replace(/:\/\/$/, "");
  if (/^(wss?|https?)$/.test(plain)) return plain;
  if (!/^(secure[ -]?)?web[ _-]?sockets?([ -]?secure)?$/.test(plain)) return null;
  const isSecure = plain.includes("secure") || /^(wss|https):/i.test(textOf(server, "url") ?? "");
  return isSecure ? "wss" : "ws";
}
