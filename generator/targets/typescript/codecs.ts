import type { Group } from "../../../runtime/contract/v1.ts";
import type { Message } from "../../model/api.ts";
import {
  Expression,
  printJavaScript,
  type JavaScriptValue,
} from "../../render/javascript-value.ts";
import { written } from "../../render/code.ts";
import { avroTable } from "./codec-data/avro-table.ts";
import { needsForms, protobufTable } from "./codec-data/protobuf-table.ts";

/** A codec of the core, as the module of a route makes it. */
interface CodecCall {
  /** Module of the core. */
  readonly module: string;
  /** What is imported from it. */
  readonly imported: string;
  /** What it is called with; null: it is the codec itself. */
  readonly given: readonly JavaScriptValue[] | null;
}

/** The codecs of one module, each made once. */
export class Codecs {
  readonly #constants = new Map<string, string>();
  readonly #imports = new Map<string, Set<string>>();
  readonly #maxDepth: number;

  /** `maxDepth`: objects and lists inside each other that a decoder reads. */
  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  /** The expression that is the codec of a message. */
  use(message: Message, group: Group): Expression {
    const { module, imported, given } = this.#call(message, group);
    this.#imports.set(module, (this.#imports.get(module) ?? new Set()).add(imported));
    if (given === null) {
      return new Expression(written(imported));
    }
    const call = `${imported}(${given.map((value) => printJavaScript(value)).join(", ")})`;
    const known = this.#constants.get(call) ?? `codec${this.#constants.size + 1}`;
    this.#constants.set(call, known);
    return new Expression(written(known));
  }

  /** By module of the core: what is imported from it. */
  get imports(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#imports;
  }

  /** The constants that the expressions name. */
  get constants(): readonly string[] {
    return [...this.#constants].map(([call, name]) => `const ${name} = /* @__PURE__ */ ${call};\n`);
  }

  /** What Google's own types are in JSON, for schemas that use them. */
  #forms(): Expression {
    this.#imports.set("codec/protobuf-forms", new Set(["protobufForms"]));
    return new Expression(written("protobufForms"));
  }

  #call({ payload }: Message, { frame }: Group): CodecCall {
    const limits = { maxDepth: this.#maxDepth };
    switch (payload.kind) {
      case "json":
        return frame === "text"
          ? { module: "codec/json", imported: "json", given: [limits] }
          : { module: "codec/json-bytes", imported: "jsonBytes", given: [limits] };
      case "text":
        return { module: "codec/text", imported: "createText", given: [{ frame }] };
      case "bytes":
        return { module: "codec/bytes", imported: "bytes", given: null };
      case "msgpack":
        return { module: "codec/messagepack", imported: "createMessagePack", given: [limits] };
      case "cbor":
        return { module: "codec/cbor", imported: "createCbor", given: [limits] };
      case "protobuf": {
        const table = protobufTable(payload);
        const forms = needsForms(table) ? { forms: this.#forms() } : {};
        const given = [plain(table), { ...limits, ...forms }];
        return { module: "codec/protobuf", imported: "protobuf", given };
      }
      case "avro":
        return {
          module: "codec/avro",
          imported: "avro",
          given: [plain(avroTable(payload)), limits],
        };
    }
  }
}

/** A table is data of ours made of names of the document; it is printed as such. */
function plain(table: object): JavaScriptValue {
  const copy: JavaScriptValue = JSON.parse(JSON.stringify(table));
  return copy;
}
