import type { Patch } from "../../source/patch.ts";
import type { ObjectNode } from "../objects.ts";
import { memberPlace, serversOf, textOf } from "../objects.ts";
import type { Repair, Rule } from "../rule.ts";

/** An address taken apart; parts that are absent are null. Braces of server variables are kept. */
interface Address {
  readonly scheme: string | null;
  readonly host: string;
  readonly path: string | null;
}

/** A scheme or path in `host`, `url` in AsyncAPI 3, `host` in AsyncAPI 2. */
export const serverAddress: Rule = {
  id: "server-address",
  *detect({ tree, major }) {
    for (const server of serversOf(tree)) {
      const repair = major === 3 ? toHost(server) : toUrl(server);
      if (repair !== null) yield repair;
    }
  },
};

function toHost(server: ObjectNode): Repair | null {
  const host = textOf(server, "host");
  const url = host === null ? textOf(server, "url") : null;
  const written = host ?? url;
  if (written === null) return null;
  const address = addressFrom(written);
  if (address === null) return null;
  const { scheme, path } = address;
  if (host !== null && scheme === null && path === null) return null;
  const name = host === null ? "url" : "host";
  const place = memberPlace(server, name);
  const assumed = partsOf(server, address);
  const patches: Patch[] = Object.entries(assumed).map(([key, value]) => ({
    place: memberPlace(server, key),
    value,
    origin: place,
  }));
  if (host === null) patches.push({ place, value: undefined });
  const words = Object.entries(assumed).map(([key, value]) => `${key}: ${value}`);
  const message = `${name} is "${written}", read as ${words.join(", ")}`;
  return { place, message, hint: `write ${words.join(" and ")}`, patches };
}

/** What a server's members become; what the author wrote under pathname and protocol stays. */
function partsOf(server: ObjectNode, { scheme, host, path }: Address): Record<string, string> {
  const pathname = joined(path, textOf(server, "pathname"));
  const hasProtocol = textOf(server, "protocol") !== null;
  return {
    host,
    ...(path === null || pathname === "" ? {} : { pathname }),
    ...(scheme === null || hasProtocol ? {} : { protocol: scheme }),
  };
}

/** A path out of the host, with the server's own pathname after it where that says more. */
function joined(path: string | null, pathname: string | null): string {
  const [first, second] = [path ?? "", pathname ?? ""].map((part) => part.replace(/\/+$/, ""));
  if (first === second || second === "" || second === undefined) return first ?? "";
  return `${first}/${second.replace(/^\/+/, "")}`;
}

function toUrl(server: ObjectNode): Repair | null {
  const host = textOf(server, "host");
  if (host === null || textOf(server, "url") !== null) return null;
  const url = host + (textOf(server, "pathname") ?? "");
  const place = memberPlace(server, "host");
  return {
    place,
    message: `host and pathname are AsyncAPI 3, read as url: ${url}`,
    hint: `write url: ${url}`,
    patches: [
      { place: memberPlace(server, "url"), value: url, origin: place },
      { place, value: undefined },
      { place: memberPlace(server, "pathname"), value: undefined },
    ],
  };
}

function addressFrom(text: string): Address | null {
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#\s]+)(\/[^?#\s]*)?$/i.exec(text);
  const host = parts?.[2];
  if (parts === null || host === undefined) return null;
  return { scheme: parts[1]?.toLowerCase() ?? null, host, path: parts[3] ?? null };
}
