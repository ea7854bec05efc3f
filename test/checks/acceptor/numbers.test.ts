import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { compileSubjects } from "../../fuzz/acceptors/compile-subject.ts";
import { groupOf, inputOf } from "../run-checks.ts";

/** Is a list of one number, of this text, accepted, and is it right to? */
function judge(
  items: JsonSchema,
  text: string,
): { readonly said: boolean; readonly right: boolean } {
  const schemas = { list: { type: "array", items } };
  const groups = [{ group: groupOf("all", ["list"]), flow: "clientToServer" as const }];
  const [subject] = compileSubjects({ name: "numbers", ...inputOf(schemas), schemas, groups });
  const bytes = Buffer.from(`[${text}]`);
  if (subject === undefined) throw new Error("there is no acceptor");
  return {
    said: subject.accept(bytes, 0, bytes.length).length > 0,
    right: subject.authority(bytes, 0, bytes.length).length > 0,
  };
}

const count: JsonSchema = { type: "integer", minimum: 0 };
const long: JsonSchema = { type: "integer", format: "int64" };
const share: JsonSchema = { type: "number", minimum: 0, maximum: 1 };

describe("numbers of many digits", () => {
  it.each([
    [count, "1763875200123456789"],
    [count, "0"],
    [long, "-4611686018427387904"],
    [{ ...long, minimum: 0 }, "1763875200123456789"],
    [share, "0.30000000000000004"],
    [share, "0.9999999999999"],
    [{ type: "number", exclusiveMinimum: 0 }, "0.0000000000000012345"],
  ])("are known where %j says enough of %s", (schema, text) => {
    expect(judge(schema, text)).toEqual({ said: true, right: true });
  });

  it.each([
    [long, "9223372036854775808"],
    [{ ...long, minimum: 0 }, "9223372036854775808"],
    [long, "-9223372036854775809"],
    [share, "1.0000000000000001"],
    [share, "-0.0000000000000001"],
    [count, "-1"],
    [count, "0.5"],
    [{ type: "integer", maximum: 100 }, "4503599627370495.5"],
    [{ type: "number", exclusiveMinimum: 0 }, "0.0"],
  ])("are not taken for right by %j where they are wrong: %s", (schema, text) => {
    expect(judge(schema, text)).toEqual({ said: false, right: false });
  });
});
