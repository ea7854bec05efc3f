import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject, ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { Flow, RawApi, RawFlow, RawMessage } from "./raw-api.ts";
import { selfContained } from "./self-contained.ts";

/** What plain ajv says of a value, by the raw document alone. */
export interface Judgement {
  readonly accepted: boolean;
  /** By message: every pointer at which it is not what the message says. */
  readonly faults: ReadonlyMap<RawMessage, readonly string[]>;
}

export interface Oracle {
  judge(flow: RawFlow, direction: Flow, value: unknown): Judgement;
  accepts(message: RawMessage, direction: Flow, value: unknown): boolean;
  /** Why ajv can't compile a message's schema; null: it can. */
  unjudgeable(message: RawMessage): string | null;
}

const KEYWORDS_OF_2020 =
  /"(prefixItems|unevaluatedProperties|unevaluatedItems|dependentRequired)":/;

/** Plain ajv over the raw schemas. Formats are asserted on what clients send, as the product promises. */
export function createOracle(api: RawApi): Oracle {
  const validators = {
    clientToServer: compileAll(api, true),
    serverToClient: compileAll(api, false),
  };
  const validatorOf = (message: RawMessage, direction: Flow) => validators[direction](message);
  const accepts = (message: RawMessage, direction: Flow, value: unknown): boolean => {
    const validate = validatorOf(message, direction);
    return typeof validate === "function" && validate(value) === true;
  };
  return {
    accepts,
    judge(flow, direction, value) {
      const faults = new Map<RawMessage, readonly string[]>();
      const judged = flow.messages.filter(({ kind }) => kind === "json");
      let isFitting = false;
      for (const message of judged) {
        const validate = validatorOf(message, direction);
        if (typeof validate === "string") {
          continue;
        }
        if (validate(value) === true) {
          isFitting = true;
        } else {
          faults.set(message, (validate.errors ?? []).flatMap(pointersOf));
        }
      }
      return { accepted: flow.anything || isFitting, faults };
    },
    unjudgeable(message) {
      const validate = validatorOf(message, "clientToServer");
      return typeof validate === "string" ? validate : null;
    },
  };
}

function compileAll(
  api: RawApi,
  formats: boolean,
): (message: RawMessage) => ValidateFunction | string {
  const options = {
    strict: false,
    allErrors: true,
    validateSchema: false,
    validateFormats: formats,
    logger: false,
  } as const;
  const isNew = KEYWORDS_OF_2020.test(JSON.stringify([...api.document.files.values()]));
  const ajv = isNew ? new Ajv2020(options) : new Ajv(options);
  addFormats.default(ajv);
  const compiled = new Map<RawMessage, ValidateFunction | string>();
  return (message) => {
    const known = compiled.get(message);
    if (known !== undefined) {
      return known;
    }
    const result = compileOne(ajv, message);
    compiled.set(message, result);
    return result;
  };
}

function compileOne(ajv: Ajv, message: RawMessage): ValidateFunction | string {
  try {
    return ajv.compile(message.schema === null ? {} : selfContained(message.schema));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function pointersOf(error: ErrorObject): readonly string[] {
  const escape = (key: unknown): string => String(key).replaceAll("~", "~0").replaceAll("/", "~1");
  const params: Readonly<Record<string, unknown>> = error.params;
  const extra = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
  const name = extra ?? params.propertyName;
  return name === undefined
    ? [error.instancePath]
    : [error.instancePath, `${error.instancePath}/${escape(name)}`];
}
