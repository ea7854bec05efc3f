import { patternPlan } from "./plan.ts";
import { slowTest } from "./slow-test.ts";

/** Longest text that a machine steps through here, in UTF-16 units; a longer one is said not to match. */
const MAX_STEPPED = 10_000;

/**
 * Whether texts match a pattern, in time linear in them, for what the compiler itself thinks up; null: it is
 * one that no gateway runs.
 */
export function textTestOf(pattern: string): ((text: string) => boolean) | null {
  const plan = patternPlan(pattern);
  switch (plan.kind) {
    case "native": {
      const native = new RegExp(pattern, plan.flags);
      return (text) => native.test(text);
    }
    case "linear": {
      const { machine } = plan;
      return (text) => text.length <= MAX_STEPPED && slowTest(machine, text);
    }
    case "refused":
      return null;
  }
}
