import { unevaluatedSteps } from "./marks.ts";
import { faultStep } from "./part.ts";
import type { Step } from "./part.ts";
import { countOf, listOf } from "./writing.ts";
import type { Site, Writing } from "./writing.ts";

/** Keywords about the items of an array, in the order in which the gateway looks at them. */
export function arraySteps(writing: Writing, site: Site): readonly Step[] {
  const { module } = writing;
  const { schema } = site;
  const most = countOf(schema, "maxItems");
  const least = countOf(schema, "minItems");
  return [
    ...(most === null ? [] : [faultStep(`${module.core("expectCountTo")}(value, ${most})`)]),
    ...(least === null ? [] : [faultStep(`${module.core("expectCountFrom")}(value, ${least})`)]),
    ...itemSteps(writing, site),
    ...containsSteps(writing, site),
    ...(schema["uniqueItems"] === true
      ? [faultStep(`${module.core("expectDifferent")}(value)`)]
      : []),
    ...unevaluatedSteps(writing, site, "unevaluatedItems"),
  ];
}

function containsSteps(writing: Writing, { schema, words }: Site): readonly Step[] {
  const { contains } = schema;
  if (contains === undefined) {
    return [];
  }
  const least = countOf(schema, "minContains") ?? 1;
  const most = countOf(schema, "maxContains");
  if (least === 0 && most === null) {
    return [];
  }
  const part = writing.part(contains, [...words, "contained"]);
  const formats = writing.usesFormats(contains) ? ", formats" : "";
  const asks = writing.module.core("expectSome");
  return [faultStep(`${asks}(value, [${least}, ${most}], ${part.reference}${formats})`)];
}

function itemSteps(writing: Writing, { schema, words }: Site): readonly Step[] {
  const { module } = writing;
  const prefix = listOf(schema, "prefixItems");
  const first = prefix.flatMap((inner, index) => {
    const part = writing.part(inner, [...words, "item", String(index + 1)]);
    const asks = `${module.core("at")}(${index}, ${part.call(`value[${index}]`)})`;
    return part.isOpen ? [] : [faultStep(`(value.length > ${index} ? ${asks} : null)`)];
  });
  const { items } = schema;
  if (items === false && prefix.length > 0) {
    const args = `value, ${prefix.length}, "items"`;
    return [...first, faultStep(`${module.core("expectCountTo")}(${args})`)];
  }
  const rest = items === undefined ? null : writing.part(items, [...words, "item"]);
  if (rest === null || rest.isOpen) {
    return first;
  }
  const formats = writing.usesFormats(items) ? "formats" : "";
  const from = prefix.length === 0 ? "" : String(prefix.length);
  const more = from !== "" ? `, ${formats || "true"}, ${from}` : formats && `, ${formats}`;
  return [...first, faultStep(`${module.core("expectItems")}(value, ${rest.reference}${more})`)];
}
