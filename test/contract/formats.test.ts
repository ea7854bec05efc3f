import { fullFormats } from "ajv-formats/dist/formats.js";
import { describe, expect, it } from "vitest";
import { FORMAT_KINDS } from "../../generator/checks/formats.ts";
import { compileChecks } from "../../generator/checks/index.ts";
import { patternPlan } from "../../generator/checks/pattern/plan.ts";
import { FORMATS, NO_FORMATS } from "../../runtime/contract/formats.ts";
import { FUEL, LEAST_FUEL, withFuel } from "../../runtime/contract/fuel.ts";
import { resolveModule } from "../../runtime/contract/modules.ts";
import { inputOf, runChecks } from "../checks/run-checks.ts";

/** Texts that are of a format and texts that are not. */
const SAMPLES: Readonly<
  Record<string, readonly [good: readonly unknown[], bad: readonly unknown[]]>
> = {
  date: [["2024-02-29"], ["2023-02-29", "2024-13-01", "2024-1-1", "x"]],
  time: [
    ["12:00:00Z", "23:59:60Z", "12:00:00.123+01:00"],
    ["12:00:00", "25:00:00Z", "12:00"],
  ],
  "date-time": [
    ["2024-02-29T12:00:00Z", "2024-02-29t12:00:00.5+02:00"],
    ["2024-02-29", "2024-02-30T12:00:00Z", "2024-02-29T12:00:00"],
  ],
  duration: [
    ["P1D", "PT1H30M", "P2W"],
    ["P", "1D", "PT"],
  ],
  uri: [
    ["https://example.com/a?b#c", "urn:isbn:1"],
    ["/a", "a b", "http://[x"],
  ],
  "uri-reference": [
    ["/a/b?c", "#x", "https://example.com"],
    ["a b", "\\"],
  ],
  "uri-template": [
    ["/rooms/{id}", "/a"],
    ["/rooms/{id", "{"],
  ],
  url: [["https://example.com"], ["example.com"]],
  email: [
    ["ada@example.com", "a.b+c@example.co"],
    ["ada", "@example.com", "a@b@c.d"],
  ],
  hostname: [
    ["example.com", "a", "xn--bcher-kva.example"],
    ["-a", "a..b", "a_b"],
  ],
  ipv4: [
    ["127.0.0.1", "255.255.255.255"],
    ["256.0.0.1", "1.2.3", "01.2.3.4"],
  ],
  ipv6: [
    ["::1", "2001:db8::1"],
    ["12345::", "1:2", ":::"],
  ],
  regex: [
    ["^a+$", "[a-z]"],
    ["(", "[z-a]"],
  ],
  uuid: [
    ["123e4567-e89b-12d3-a456-426614174000"],
    ["123e4567", "g23e4567-e89b-12d3-a456-426614174000"],
  ],
  "json-pointer": [
    ["", "/a/~0/~1"],
    ["a", "/~2"],
  ],
  "json-pointer-uri-fragment": [
    ["#", "#/a"],
    ["/a", "#a"],
  ],
  "relative-json-pointer": [
    ["0", "1/a", "2#"],
    ["-1", "01", "a"],
  ],
  byte: [
    ["", "YQ==", "YWI=", "YWJj"],
    ["YQ", "a===", "%%%%", "YWJj\nYWJj"],
  ],
  int32: [
    [0, -(2 ** 31), 2 ** 31 - 1],
    [2 ** 31, 1.5],
  ],
  int64: [
    [0, 2 ** 53, -(2 ** 63)],
    [1.5, 2 ** 64],
  ],
};

describe("formats", () => {
  it("have the same names in the compiler and in the gateway", () => {
    expect(Object.keys(FORMATS).toSorted()).toEqual(Object.keys(FORMAT_KINDS).toSorted());
    expect(Object.keys(NO_FORMATS).toSorted()).toEqual(Object.keys(FORMAT_KINDS).toSorted());
    expect(Object.keys(SAMPLES).toSorted()).toEqual(Object.keys(FORMAT_KINDS).toSorted());
  });

  it.each(Object.entries(SAMPLES))("%s says the same in both", (format, [good, bad]) => {
    const compiled = compileChecks(inputOf({ message: { format } }));
    const check = runChecks(compiled).clientChecks["message"];
    const both = (value: unknown): readonly boolean[] => [
      check?.(value) === null,
      compiled.check("message", "clientToServer", value) === null,
    ];

    expect(good.map(both)).toEqual(good.map(() => [true, true]));
    expect(bad.map(both)).toEqual(bad.map(() => [false, false]));
  });

  it.each(Object.keys(FORMAT_KINDS))("%s is about its own kind of value only", (format) => {
    const { clientChecks } = runChecks(compileChecks(inputOf({ message: { format } })));

    expect([null, true, [], {}].map((value) => clientChecks["message"]?.(value))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("end on long hostile texts", () => {
    const texts = ["a", "a.", "a-", "1", "0:", "/", "%61", "{a}", "a@", "A=", "["].flatMap(
      (part) => {
        const long = part.repeat(65_536 / part.length);
        return [long, `${long}!`, `http://${long}`, `a@${long}`, `P${long}`];
      },
    );
    const names = Object.keys(FORMAT_KINDS).filter((name) => !name.startsWith("int"));
    const module = resolveModule("framegate/formats");
    const answers = names.flatMap((name) => {
      const format: unknown = Reflect.get(Object(module), name);
      return texts.map((text) => typeof format === "function" && typeof format(text));
    });

    expect(new Set(answers)).toEqual(new Set(["boolean"]));
  });
});

describe("modules of compiled checks", () => {
  it.each(["fs", "node:fs", "framegate", "ajv", "__proto__", "constructor", ""])(
    "do not hold %j",
    (name) => {
      expect(() => resolveModule(name)).toThrow("which this gateway does not have");
    },
  );
});

/**
 * Expressions of formats of which no proof says that they take linear time, and what bounds them
 * instead: at most so many characters are read before they fail, or each part of the text is read by
 * as many alternatives as the expression has, whatever comes after it.
 */
const UNPROVEN: Readonly<Record<string, string>> = {
  duration: "digits are read once for each letter that may follow them",
  "uri-reference": "an authority is read as user, address and name; a path once more",
  email: "320 characters are read",
  hostname: "253 characters are read",
  ipv4: "15 characters are read",
  ipv6: "45 characters are read",
};

describe("the expressions of formats", () => {
  it("are proven to take linear time, but for those known to be bounded otherwise", () => {
    const plans = Object.keys(FORMATS).flatMap((name) => {
      if (name === "url") return []; // ours is that of `uri`
      const format: unknown = Reflect.get(fullFormats, name);
      return format instanceof RegExp ? [[name, patternPlan(format.source).kind] as const] : [];
    });
    const unproven = plans.filter(([, kind]) => kind !== "native").map(([name]) => name);

    expect(plans.length).toBeGreaterThan(9);
    expect(unproven.toSorted()).toEqual(Object.keys(UNPROVEN).toSorted());
  });

  it.each(Object.keys(FORMATS).filter((name) => name !== "int32" && name !== "int64"))(
    "pay for all they read: %s",
    (name) => {
      const format: unknown = Reflect.get(FORMATS, name);
      const long = "a".repeat(300);
      const left = withFuel(0, () => {
        if (typeof format === "function") format(long);
        return FUEL.left;
      });

      expect(LEAST_FUEL - left).toBeGreaterThanOrEqual(long.length);
    },
  );
});
