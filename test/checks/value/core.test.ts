import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { FORMAT_KINDS } from "../../../generator/checks/formats.ts";
import { CORE_FUNCTIONS } from "../../../generator/checks/value/core-functions.ts";
import { FORMAT_FUNCTIONS } from "../../../generator/checks/value/format-functions.ts";
import { FORMATS } from "../../../runtime/contract/formats.ts";
import { CORE } from "./run-value-checks.ts";

const EVERYTHING = Object.assign({}, ...Object.values(CORE)) as Readonly<Record<string, unknown>>;

type Format = (text: string) => boolean;
const TEXT_FORMATS = Object.entries(FORMAT_KINDS).flatMap(([name, kind]) =>
  kind === "string" ? [name as keyof typeof FORMATS] : [],
);
const testsOf = (name: keyof typeof FORMATS): readonly [own: Format, gateway: Format] => [
  EVERYTHING[FORMAT_FUNCTIONS[name].test] as Format,
  FORMATS[name] as Format,
];

const EXAMPLES = [
  ...[
    "2024-02-29",
    "2023-02-29",
    "1900-02-29",
    "2000-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024-04-31",
    "x",
  ],
  ...[
    "12:00:00Z",
    "23:59:60Z",
    "12:00:60Z",
    "00:59:60+01:00",
    "24:00:00Z",
    "12:00:00",
    "12:00:00.5-0130",
    "12:00:00+24:00",
  ],
  ...[
    "2024-01-01T00:00:00Z",
    "2024-01-01 00:00:00z",
    "2024-01-01T00:00:00",
    "2024-01-01T00:00:00Z ",
    "2024-01-01TT00:00:00Z",
  ],
  ...["P1D", "P", "PT", "P1W", "P1Y2M3DT4H5M6S", "P1WT1H", "PT1", "P1D\n", ""],
  ...["1.2.3.4", "1.2.3.256", "01.2.3.4", "1.2.3", "1.2.3.4.", "1.2.3.4.5", ".1.2.3", "1.2.3.4\n"],
  ...[
    "::",
    "::1",
    "1::",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1::8",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
  ],
  ...[
    "::1.2.3.4",
    "1:2:3:4:5:6:1.2.3.4",
    "1:2:3:4:5:1.2.3.4",
    "1:2:3:4:5:6:7:1.2.3.4",
    "::ffff:1.2.3.256",
    "12345::",
    "::g",
    "1.2.3.4",
  ],
  ...[
    "1:2:3:4::5:1.2.3.4",
    "1::5:1.2.3.4",
    ":1",
    "1:",
    "::1:",
    "1:2:3:4:5:6::1.2.3.4",
    "::1:2:3:4:5:6:1.2.3.4",
    "1::2:3:4:5:6:7:8",
    "fe80::1%eth0",
  ],
  ...["a@b.co", "a@b", "a..b@c.de", '"a"@b.co', `${"a".repeat(320)}@b.co`, "a@-b.co", "A+b@c-d.EF"],
  ...[
    "example.com",
    "example.com.",
    "-a.b",
    "a_b",
    "a".repeat(64),
    `${"a".repeat(63)}.b`,
    "a..b",
    `${"a.".repeat(127)}a`,
  ],
  ...[
    "http://[::1]/",
    "http://[::1.2.3.4]:80/?q#f",
    "urn:x",
    "x",
    "//a/b",
    "/a b",
    "a:",
    "http://a b",
    "http://é/",
    "mailto:a@b",
    "?q",
    "#f",
    "http://a/%zz",
  ],
  ...[
    "http://[v1.x]/",
    "http://[1:2:3:4:5:6:7:8]",
    "http://[::1",
    "http:///",
    "http:////a",
    "a:/b//c",
    "1a:b",
    'a"b',
    'http://a"b/',
    "http://u:p@h:1/",
  ],
  ...["{a}", "{+a,b*}", "{a:10}", "{a", "a{}b", "%41", "%4", "{a:0}", "{?x,y}"],
  ...["^a$", "(", "\\Z", "a\\Z", "[", "\\p{L}", "(?<a>b)\\k<a>"],
  ...[
    "urn:uuid:01234567-89ab-cdef-0123-456789abcdef",
    "01234567-89AB-cdef-0123-456789abcdef",
    "01234567-89ab-cdef-0123-456789abcdeg",
  ],
  ...["/a/~0~1", "/a/~2", "a", "/", "#/a%20b", "#/a b", "#", "0", "1/a", "01/a", "0#", "10#/a"],
  ...["AAAA", "AAA=", "AA==", "A===", "====", "AAA", "AA=A", "AAAA\n", "a".repeat(65_540)],
];

describe("the core's formats", () => {
  it.each(TEXT_FORMATS)("have the gateway's verdicts: %s", (name) => {
    const [own, gateway] = testsOf(name);

    expect(EXAMPLES.filter(own)).toEqual(EXAMPLES.filter(gateway));
    expect(EXAMPLES.filter(own).length).toBeGreaterThan(0);
  });

  it.each(TEXT_FORMATS)(
    "have the gateway's verdicts on texts with something spoiled: %s",
    (name) => {
      const [own, gateway] = testsOf(name);
      const good = EXAMPLES.filter(gateway).filter((text) => text.length < 100);
      const pieces = fc.oneof(
        fc.constantFrom(...EXAMPLES.filter((text) => text.length < 40)),
        fc.constantFrom(":", "::", ".", "/", "0", "1", "a", "f", "Z", "%", "-", "+", "\n", "é"),
      );
      const spoiled = fc
        .tuple(fc.constantFrom(...good), fc.nat(), fc.nat(3), pieces)
        .map(([text, at, cut, piece]) => {
          const place = at % (text.length + 1);
          return text.slice(0, place) + piece + text.slice(place + cut);
        });

      fc.assert(
        fc.property(spoiled, (text) => own(text) === gateway(text)),
        { numRuns: 1500 },
      );
    },
  );
});

describe("the table of the core's functions", () => {
  it("has the modules of the core, and each function stands in its module", () => {
    expect(Object.keys(CORE_FUNCTIONS).toSorted()).toEqual(Object.keys(CORE).toSorted());
    for (const [module, names] of Object.entries(CORE_FUNCTIONS)) {
      expect(Object.keys(CORE[module] ?? {})).toEqual(expect.arrayContaining([...names]));
    }
  });

  it("has no name twice", () => {
    const names = Object.values(CORE_FUNCTIONS).flat();
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the core's machine for patterns", () => {
  it("is the gateway's but for what the gateway pays", () => {
    const classOf = (path: string): string => {
      const text = readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
      const own = text.slice(text.indexOf("class MachineRunner"));
      return own.replaceAll(/^\s*spend\(.*\);\n/gmu, "").replace("].toSorted(", "].sort(");
    };

    expect(classOf("templates/typescript/core/checking/pattern.ts")).toBe(
      classOf("runtime/contract/pattern-machine.ts"),
    );
  });
});
