import { textTestOf } from "../checks/pattern/text-test.ts";

type TextTest = ReturnType<typeof textTestOf>;

/** Tests of the patterns of an API, each made when it is first asked for: to make one may cost more than to run it. */
export class PatternTests {
  readonly #tests = new Map<string, TextTest>();

  /**
   * Whether a text matches a pattern, in time linear in the text. Nothing matches a pattern that no gateway runs.
   */
  matches(pattern: string, text: string): boolean {
    const known = this.#tests.get(pattern);
    const test = known === undefined ? textTestOf(pattern) : known;
    this.#tests.set(pattern, test);
    return test !== null && test(text);
  }
}
