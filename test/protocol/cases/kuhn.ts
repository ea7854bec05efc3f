/**
 * The sequences of Markus Kuhn's "UTF-8 decoder capability and stress test" (2015-08-28), by its section numbers, as
 * hexadecimal. Each is one line of that file, and where a line there holds many malformed ones, each of these alone.
 */
export interface StressSequence {
  readonly section: string;
  readonly hex: string;
  readonly isValid: boolean;
}

const VALID: Readonly<Record<string, readonly string[]>> = {
  "1": ["ceba e1bdb9 cf83 cebc ceb5"],
  "2.1": ["00", "c280", "e0a080", "f0908080"],
  "2.2": ["7f", "dfbf", "efbfbf"],
  "2.3": ["ed9fbf", "ee8080", "efbfbd", "f48fbfbf"],
  "5.3": [
    "efbfbe",
    "efbfbf",
    ...range(0x90, 0xaf).map((last) => `efb7${last}`),
    ...planes("be"),
    ...planes("bf"),
  ],
};

const INVALID: Readonly<Record<string, readonly string[]>> = {
  "2.1": ["f888808080", "fc8480808080"],
  "2.2": ["f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf"],
  "2.3": ["f4908080"],
  "3.1": [
    ...range(0x80, 0xbf),
    ...["80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf", "80bf80bf80bf80"],
    range(0x80, 0xbf).join(""),
  ],
  "3.2": range(0xc0, 0xfd).map((lead) => `${lead}20`),
  "3.3": [
    ...["c0", "e080", "f08080", "f8808080", "fc80808080"],
    ...["df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf"],
  ],
  "3.4": ["c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf"],
  "3.5": ["fe", "ff", "fefeffff"],
  "4.1": ["c0af", "e080af", "f08080af", "f8808080af", "fc80808080af"],
  "4.2": ["c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf"],
  "4.3": ["c080", "e08080", "f0808080", "f880808080", "fc8080808080"],
  "5.1": ["eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"],
  "5.2": ["eda080", "edadbf", "edae80", "edafbf"].flatMap((high) =>
    ["edb080", "edbfbf"].map((low) => high + low),
  ),
};

/** The whole set. */
export const STRESS_SEQUENCES: readonly StressSequence[] = [
  ...sequences(VALID, true),
  ...sequences(INVALID, false),
];

function sequences(table: Readonly<Record<string, readonly string[]>>, isValid: boolean) {
  return Object.entries(table).flatMap(([section, all]) =>
    all.map((hex) => ({ section, hex: hex.replaceAll(" ", ""), isValid })),
  );
}

function range(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index).toString(16));
}

/** U+1FFFE, U+2FFFE and so on to U+10FFFE, or the same with F at the end. */
function planes(last: string): readonly string[] {
  return Array.from({ length: 16 }, (_, index) => {
    const plane = index + 1;
    const lead = (0xf0 | (plane >> 2)).toString(16);
    const second = (0x80 | ((plane & 3) << 4) | 0x0f).toString(16);
    return `${lead}${second}bf${last}`;
  });
}
