import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Code } from "./code.ts";
import { packageRoot } from "./core-files.ts";

/** What a template may hold: finished code, a decision already taken, or a list of such records. */
export type View = {
  readonly [name: string]: Code | boolean | View | readonly View[];
};

/**
 * Renders `templates/<path>` with a view. Templates decide nothing: they print, repeat and leave out. A name
 * that the view does not have is an error (`strict`), nothing is escaped here because `Code` already is.
 */
export function renderTemplate(path: string, view: View): string {
  const source = readFileSync(join(packageRoot(), "templates", path), "utf8");
  const template = Handlebars.compile(source, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
  });
  return template(view);
}
