/**
 * `$ref` as ajv has it, but for the errors that it collects. ajv copies those it has for each further
 * validator that fails, which takes quadratic time where the items of a long list are tried one after
 * the other; here they are added in place, and paid for (`runtime/contract/fuel.ts`).
 */
import names from "ajv/dist/compile/names.js";
import { callValidateCode } from "ajv/dist/vocabularies/code.js";
import reference, { getValidate } from "ajv/dist/vocabularies/core/ref.js";
import { resolveRef, SchemaEnv } from "ajv/dist/compile/index.js";
import { mergeEvaluated } from "ajv/dist/compile/util.js";
import { _, Name, nil } from "ajv/dist/core.js";
import type { Code, CodeKeywordDefinition, KeywordCxt } from "ajv/dist/core.js";

/** In place of ajv's keyword of the same name. */
export const REFERENCE: CodeKeywordDefinition = {
  keyword: "$ref",
  schemaType: "string",
  code(cxt) {
    const { gen, it } = cxt;
    const { root } = it.schemaEnv;
    const target = resolveRef.call(it.self, root, it.baseId, String(cxt.schema));
    if (!(target instanceof SchemaEnv)) {
      reference.default.code(cxt); // written where it is used, or not there
      return;
    }
    const validator = getValidate(cxt, target);
    cxt.result(
      callValidateCode(cxt, validator, nil),
      () => addEvaluated(cxt, validator, target),
      () => {
        const fuel = gen.scopeValue("func", { ref: "fuel", code: _`require("framegate/fuel")` });
        const joined = _`${fuel}.join(${names.default.vErrors}, ${validator}.errors)`;
        gen.assign(names.default.vErrors, joined);
        gen.assign(names.default.errors, _`${names.default.vErrors}.length`);
      },
    );
  },
};

/** What the target's validator has evaluated, for `unevaluatedProperties` and `unevaluatedItems`. */
function addEvaluated({ gen, it }: KeywordCxt, validator: Code, target: SchemaEnv): void {
  if (it.opts.unevaluated !== true) {
    return;
  }
  const known = target.validate?.evaluated;
  if (it.props !== true) {
    if (known === undefined || known.dynamicProps) {
      const props = gen.var("props", _`${validator}.evaluated.props`);
      it.props = mergeEvaluated.props(gen, props, it.props, Name);
    } else if (known.props !== undefined) {
      it.props = mergeEvaluated.props(gen, known.props, it.props);
    }
  }
  if (it.items !== true) {
    if (known === undefined || known.dynamicItems) {
      const items = gen.var("items", _`${validator}.evaluated.items`);
      it.items = mergeEvaluated.items(gen, items, it.items, Name);
    } else if (known.items !== undefined) {
      it.items = mergeEvaluated.items(gen, known.items, it.items);
    }
  }
}
