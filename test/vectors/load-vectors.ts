import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import type { Vector, VectorFile } from "./vector.ts";

const FOLDER = "specs/vectors";

/** A file of vectors, by its name. */
export interface LoadedFile {
  readonly name: string;
  readonly behaviour: string;
  readonly vectors: readonly Vector[];
}

/** All vectors, each whole. Throws where a file is not what its schema says. */
export function loadVectors(): readonly LoadedFile[] {
  const schema: object = JSON.parse(readFileSync(join(FOLDER, "vector.schema.json"), "utf8"));
  const isVectorFile = new Ajv({ allowUnionTypes: true }).compile<VectorFile>(schema);
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))
    .map((name) => {
      const file: unknown = JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
      if (!isVectorFile(file)) {
        const [problem] = isVectorFile.errors ?? [];
        throw new Error(`${name}${problem?.instancePath ?? ""} ${problem?.message ?? ""}`);
      }
      const vectors = file.vectors.map((vector) => whole(file, vector));
      return { name: name.replace(/\.json$/u, ""), behaviour: file.behaviour, vectors };
    });
}

function whole(file: VectorFile, own: VectorFile["vectors"][number]): Vector {
  const { document = file.document, route = file.route, connect = file.connect } = own;
  if (document === undefined || route === undefined || connect === undefined) {
    throw new Error(`"${own.name}" has no document, route or connect, nor has its file`);
  }
  return { name: own.name, document, route, connect, steps: own.steps ?? [] };
}
