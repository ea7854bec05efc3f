import { readEverydayYaml } from "./read-everyday-yaml.ts";
import { readJson } from "./read-json.ts";
import type { ReadLimits, ReadResult, TextProblem } from "./read-result.ts";

/**
 * Parses the text of a file by its name and its first character: JSON by the strict reader, everything
 * else as YAML. A file that is JSON by its name but YAML by its text is read, with a warning. What
 * another program's file holds (`.proto`) is one text.
 */
export async function readText(
  name: string,
  text: string,
  limits: ReadLimits,
): Promise<ReadResult> {
  if (/\.proto$/i.test(name)) return wholeText(text);
  const isNamedJson = /\.(json|avsc)$/i.test(name);
  if (!isNamedJson && !/^[\ufeff\s]*[{[]/.test(text)) return yaml(text, limits);
  const strict = readJson(text, limits);
  if (strict.problems.every((problem) => problem.rule !== "syntax")) return strict;
  const loose = await yaml(text, limits);
  const isReadable = loose.problems.every((problem) => problem.rule !== "syntax");
  if (!isReadable) return isNamedJson ? { ...loose, problems: strict.problems } : loose;
  if (!isNamedJson) return loose;
  return { ...loose, problems: [...strict.problems.map(asWarning), ...loose.problems] };
}

function asWarning(problem: TextProblem): TextProblem {
  if (problem.rule !== "syntax") return problem;
  const message = `not strict JSON: ${problem.message}; the file was read as YAML`;
  return { ...problem, rule: "json-not-strict", message };
}

function wholeText(text: string): ReadResult {
  const mark = { start: 0, end: text.length, keyStart: -1, keyEnd: -1, parts: null };
  return { value: text, mark, problems: [] };
}

/** The `yaml` package takes 50 ms to load, so documents that do not need it never load it. */
async function yaml(text: string, limits: ReadLimits): Promise<ReadResult> {
  const everyday = readEverydayYaml(text, limits);
  if (everyday !== null) return everyday;
  const { readYaml } = await import("./read-yaml.ts");
  return readYaml(text, limits);
}
