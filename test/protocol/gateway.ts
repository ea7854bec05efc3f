import { readFileSync } from "node:fs";
import type { Engine } from "../../runtime/frames/engine.ts";
import { startGateway } from "../../runtime/gateway.ts";
import { loadSources, type RevisionSource } from "../../runtime/revisions/load-sources.ts";
import { compileText } from "./compile-document.ts";
import { CONTEXTS } from "./rig.ts";
import type { Subject } from "./rig.ts";

/** Starts a gateway of the suite's documents whose legs this engine runs. */
export async function startTestGateway(engine: Engine, backendUrl: string): Promise<Subject> {
  const defects: string[] = [];
  const gateway = await startGateway({
    revisions: await loadSources(await Promise.all(Object.keys(CONTEXTS).map(compile))),
    host: "127.0.0.1",
    port: 0,
    engine,
    backendOverrides: { production: backendUrl },
    logLevel: "silent",
    onRefusal: ({ code, detail }) => {
      if (code === "INTERNAL") defects.push(detail);
    },
  });
  return { port: gateway.port, defects, close: () => gateway.close() };
}

function compile(name: string): Promise<RevisionSource> {
  const file = new URL(`documents/${name}.yaml`, import.meta.url);
  return compileText(name, readFileSync(file, "utf8"));
}
