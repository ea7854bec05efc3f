import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { availableParallelism, cpus, release } from "node:os";
import { resolve } from "node:path";
import type { Conditions } from "./results.ts";

const NPM_PEERS = ["ws", "ajv", "bufferutil", "http-proxy-3"];

/** The machine and the versions of what was measured; nothing that changes from run to run on one machine. */
export function conditionsOf(rounds: number): Conditions {
  return {
    processor: `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores`,
    kernel: `Linux ${release()}`,
    node: `Node ${process.versions.node}`,
    versions: [
      ...NPM_PEERS.flatMap((name) => npmVersion(name)),
      ...proxyVersion("nginx", /nginx\/([\d.]+)/),
      ...proxyVersion("haproxy", /version ([\d.]+)/i),
      ...proxyVersion("gcc", /\) ([\d.]+)/),
    ],
    rounds,
  };
}

function npmVersion(name: string): string[] {
  const require = createRequire(resolve(import.meta.dirname, "peers/ws-relay.mjs"));
  const { dependencies } = require("./package.json") as { dependencies: Record<string, string> };
  const version = dependencies[name];
  return version === undefined ? [] : [`${name} ${version}`];
}

function proxyVersion(name: string, pattern: RegExp): string[] {
  const { stdout, stderr } = spawnSync(name, [name === "gcc" ? "--version" : "-v"], {
    encoding: "utf8",
  });
  const version = pattern.exec(`${stdout ?? ""}${stderr ?? ""}`)?.[1];
  return version === undefined ? [] : [`${name} ${version}`];
}
