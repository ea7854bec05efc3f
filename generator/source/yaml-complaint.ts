import type { YAMLError } from "yaml";
import type { TextProblem } from "./read-result.ts";

type YamlComplaint = Readonly<Pick<YAMLError, "message" | "pos">>;

/** What the parser cannot read. */
export function syntaxProblem(error: YamlComplaint): TextProblem {
  const message = lowerFirst(error.message);
  const hint = /tabs?\b/i.test(message) ? "indent with spaces, YAML allows no tabs there" : null;
  return { rule: "syntax", message, hint, start: error.pos[0], end: error.pos[1] };
}

/** What the parser reads otherwise than it is written. */
export function tagProblem(warning: YamlComplaint): TextProblem {
  const message = lowerFirst(warning.message);
  return {
    rule: "tag-unsupported",
    message,
    hint: null,
    start: warning.pos[0],
    end: warning.pos[1],
  };
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, "");
}
