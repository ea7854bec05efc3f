import { readdirSync, readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { beforeAll, describe, expect, test } from "vitest";
import { compileDocument, type Compiled } from "../../generator/compile.ts";
import type { View } from "../../generator/render/engine.ts";
import { codecsInUse, entryView } from "../../generator/targets/gateway/bundle-gateway.ts";
import type { CompiledGateway } from "../../generator/targets/gateway/compile-gateway.ts";
import { declarationsView } from "../../generator/targets/gateway/declarations.ts";
import { dockerfileView } from "../../generator/targets/gateway/dockerfile.ts";
import { readmeView } from "../../generator/targets/gateway/readme.ts";
import { refusalRows, type RefusalLine } from "../../generator/targets/gateway/refusal-rows.ts";
import { starterHooksView } from "../../generator/targets/gateway/starter-hooks.ts";

type Given = Compiled & { readonly gateway: CompiledGateway };

let chat: Given;
let refusals: readonly RefusalLine[];
beforeAll(async () => {
  refusals = await refusalRows();
  const source = { kind: "file", path: "specs/telemetry.yaml" } as const;
  const compiled = await compileDocument(source, {
    allowRemote: false,
    allowOutside: false,
    partial: false,
    perspective: null,
    alone: true,
    until: "gateway",
  });
  if (compiled.gateway === null) {
    throw new Error("specs/telemetry.yaml does not compile");
  }
  chat = { ...compiled, gateway: compiled.gateway };
});

function modelOf({ model }: Given) {
  if (model === null) {
    throw new Error("there is no model");
  }
  return model;
}

/** Which view each template is rendered with; a template without a row fails the first test. */
const VIEWS: Readonly<Record<string, (given: Given) => View>> = {
  "Dockerfile.hbs": ({ gateway }) => dockerfileView(gateway.api),
  "README.md.hbs": (given) => readmeView(given.gateway.api, modelOf(given), refusals),
  "entry.ts.hbs": ({ gateway }) => entryView(codecsInUse(gateway.api)),
  "gateway.d.ts.hbs": (given) => declarationsView(modelOf(given), given.gateway.api),
  "hooks.ts.hbs": ({ gateway }) => starterHooksView(gateway.api),
};

test("every template has a view", () => {
  expect(readdirSync("templates/gateway").toSorted()).toEqual(Object.keys(VIEWS).toSorted());
});

describe.each(Object.entries(VIEWS))("%s", (name, viewOf) => {
  const program = Handlebars.parse(readFileSync(`templates/gateway/${name}`, "utf8"));

  test("is made of text, values, #each and #if alone, and each of its paths is in its view", () => {
    expect(faultsOf(program, viewOf(chat))).toEqual([]);
  });
});

test("a misspelt name under #if, which handlebars' strict mode lets through, is found", () => {
  const program = Handlebars.parse("{{#if hasRoutse}}{{title}}{{/if}}");

  expect(faultsOf(program, { title: true })).toEqual(['no boolean "hasRoutse"']);
});

test("a helper, a partial and a path with dots are found", () => {
  const program = Handlebars.parse("{{upper title}}{{> part}}{{a.b}}{{{title}}}");

  expect(faultsOf(program, { title: true })).toHaveLength(4);
});

function faultsOf(program: hbs.AST.Program, view: View): string[] {
  return program.body.flatMap((statement) => faultsOfStatement(statement, view));
}

function faultsOfStatement(statement: hbs.AST.Statement, view: View): string[] {
  if (isKind(statement, "ContentStatement")) return [];
  if (isMustache(statement)) return faultsOfValue(statement, view);
  if (isBlock(statement)) return faultsOfBlock(statement, view);
  return [`${statement.type} is not permitted`];
}

function faultsOfValue(statement: hbs.AST.MustacheStatement, view: View): string[] {
  const name = nameOf(statement.path);
  const isPlain = statement.params.length === 0 && statement.escaped && name !== null;
  if (!isPlain) return ["a helper, a path with dots or a triple brace is not permitted"];
  return typeof view[name] === "string" ? [] : [`no text "${name}"`];
}

function faultsOfBlock(statement: hbs.AST.BlockStatement, view: View): string[] {
  const [parameter] = statement.params;
  const name = parameter === undefined ? null : nameOf(parameter);
  const value = name === null ? undefined : view[name];
  if (statement.path.original === "if") {
    const fault = typeof value === "boolean" ? [] : [`no boolean "${name}"`];
    return [...fault, ...(fault.length > 0 ? [] : faultsOf(statement.program, view))];
  }
  if (statement.path.original !== "each") return [`#${statement.path.original} is not permitted`];
  if (!Array.isArray(value)) return [`no list "${name}"`];
  const items: readonly View[] = value;
  return items.flatMap((item) => faultsOf(statement.program, item));
}

function nameOf(expression: hbs.AST.Node): string | null {
  const original = "original" in expression ? expression.original : null;
  return typeof original === "string" && /^\w+$/u.test(original) ? original : null;
}

function isKind(statement: hbs.AST.Node, type: string): boolean {
  return statement.type === type;
}

function isMustache(statement: hbs.AST.Node): statement is hbs.AST.MustacheStatement {
  return statement.type === "MustacheStatement";
}

function isBlock(statement: hbs.AST.Node): statement is hbs.AST.BlockStatement {
  return statement.type === "BlockStatement";
}
