import type { Expression, Local, Procedure, Program, Statement, Table, Type } from "./ir.ts";

/** How many scratch words a program has. */
export const SCRATCH_WORDS = 4096;

/**
 * A program as JavaScript statements that define its functions. Each takes the bytes, `b`, before its own parameters.
 * The text is made of numbers and of our own names; of a document only printable ASCII stands in it, in JSON literals.
 */
export function printJavaScript(program: Program): string {
  const tables = new Map<string, Table>();
  const functions = program.procedures.map((procedure) => {
    namesIn(procedure).tables.forEach((table) => tables.set(table.name, table));
    return `function ${procedure.name}${printFunction(procedure)}`;
  });
  return [
    ...Object.entries(program.globals).map(printGlobal),
    `const words=new Int32Array(${SCRATCH_WORDS});`,
    "function same(b,p,t){for(let i=0;i<t.length;i+=1)if(b[p+i]!==t.charCodeAt(i))return false;return true}",
    ...[...tables.values()].map(printTable),
    ...functions,
  ].join("\n");
}

/** Doubles stand in memory of their own: as variables that functions share, each that is set would be a new object. */
function printGlobal([name, type]: readonly [string, Type]): string {
  return type === "f64" ? `const ${name}=new Float64Array(1);` : `let ${name}=0;`;
}

function nameOfGlobal(name: string, type: Type): string {
  return type === "f64" ? `${name}[0]` : name;
}

function printTable({ name, bytes }: Table): string {
  return `const ${name}=new Uint8Array(Buffer.from("${Buffer.from(bytes).toString("base64")}","base64"));`;
}

/** What one function uses, and its text. */
interface Printing {
  readonly tables: Map<string, Table>;
  readonly locals: Map<string, Local>;
  readonly calls: Set<string>;
}

interface Printed extends Printing {
  readonly text: string;
}

/** Functions are printed once, to compare them, and again to be written. */
const PRINTED = new WeakMap<Procedure["body"], Printed>();

/** Parameters and body of a function. */
export function printFunction(procedure: Omit<Procedure, "name">): string {
  return printedOf(procedure).text;
}

/** Functions and tables that a function uses. */
export function namesIn(procedure: Omit<Procedure, "name">): Pick<Printed, "calls" | "tables"> {
  return printedOf(procedure);
}

function printedOf({ params, body }: Omit<Procedure, "name">): Printed {
  const known = PRINTED.get(body);
  if (known !== undefined) {
    return known;
  }
  const printing: Printing = { tables: new Map(), locals: new Map(), calls: new Set() };
  const text = printAll(body, printing);
  const own = params.map((param) => param.name);
  const locals = [...printing.locals.keys()].filter((local) => !own.includes(local));
  const declared = locals.length === 0 ? "" : `let ${locals.map((l) => `${l}=0`).join(",")};`;
  const printed = { ...printing, text: `(${["b", ...own].join(",")}){${declared}${text}}` };
  PRINTED.set(body, printed);
  return printed;
}

function printAll(statements: readonly Statement[], printing: Printing): string {
  return statements.map((statement) => print(statement, printing)).join("");
}

function print(statement: Statement, printing: Printing): string {
  const value = (expression: Expression): string => printValue(expression, printing);
  const all = (statements: readonly Statement[]): string => printAll(statements, printing);
  switch (statement.op) {
    case "set":
      printing.locals.set(statement.to.name, statement.to);
      return printSet(statement.to, statement.value, printing);
    case "setGlobal":
      return `${nameOfGlobal(statement.name, statement.value.type)}=${value(statement.value)};`;
    case "setWord":
      return `words[${value(statement.index)}]=${value(statement.value)};`;
    case "if": {
      const { body, otherwise } = statement;
      const test = `if(${value(statement.test)})`;
      return otherwise.length === 0
        ? `${test}${printBody(body, printing)}`
        : `${test}{${all(body)}}else ${printBody(otherwise, printing)}`;
    }
    case "loop":
      return `${statement.label}:for(;;){${all(statement.body)}}`;
    case "block":
      return `${statement.label}:{${all(statement.body)}}`;
    case "leave":
      return `break ${statement.label};`;
    case "again":
      return `continue ${statement.label};`;
    case "switch":
      return printSwitch(statement, printing);
    case "passPlain": {
      const { name } = statement.at;
      printing.locals.set(name, statement.at);
      return `while(b[${name}]>31&&b[${name}]<128&&b[${name}]!==34&&b[${name}]!==92)${name}+=1;`;
    }
    case "return":
      return `return ${value(statement.value)};`;
  }
}

/** `p=p+1` as `p+=1`. */
function printSet(to: Local, value: Expression, printing: Printing): string {
  const isStep =
    value.op === "binary" &&
    (value.operator === "+" || value.operator === "|") &&
    value.left.op === "local" &&
    value.left.name === to.name;
  return isStep
    ? `${to.name}${value.operator}=${printValue(value.right, printing)};`
    : `${to.name}=${printValue(value, printing)};`;
}

/** Statements behind an `if`: braces where there are several, and where an `else` could be taken for another's. */
function printBody(body: readonly Statement[], printing: Printing): string {
  const text = printAll(body, printing);
  const [only, ...others] = body;
  return only !== undefined && others.length === 0 && only.op !== "if" ? text : `{${text}}`;
}

function printSwitch(
  { value, cases, otherwise }: Extract<Statement, { op: "switch" }>,
  printing: Printing,
): string {
  const rest = printAll(otherwise, printing);
  const byBody = new Map<string, readonly number[]>();
  for (const { value: of, body } of cases) {
    const text = printAll(body, printing);
    if (text !== rest) {
      byBody.set(text, [...(byBody.get(text) ?? []), of]);
    }
  }
  const printed = [...byBody].map(
    ([text, values]) => `${values.map((of) => `case ${of}:`).join("")}${text}${leaving(text)}`,
  );
  const others = rest === "" ? "" : `default:${rest}`;
  return `switch(${printValue(value, printing)}){${printed.join("")}${others}}`;
}

/** Behind one statement that goes elsewhere a case needs no end of its own. */
function leaving(text: string): string {
  return /^(?:return|break|continue)[^;{}]*;$/.test(text) ? "" : "break;";
}

function printValue(expression: Expression, printing: Printing): string {
  const value = (inner: Expression): string => printValue(inner, printing);
  switch (expression.op) {
    case "constant":
      return expression.value < 0 ? ` ${expression.value}` : String(expression.value);
    case "local":
      printing.locals.set(expression.name, expression);
      return expression.name;
    case "global":
      return nameOfGlobal(expression.name, expression.type);
    case "byte":
      return `b[${offset(value(expression.at), expression.offset)}]`;
    case "entry":
      printing.tables.set(expression.table.name, expression.table);
      return `${expression.table.name}[${value(expression.index)}]`;
    case "word":
      return `words[${value(expression.index)}]`;
    case "binary":
      return printBinary(expression, value);
    case "double":
      return value(expression.value);
    case "truncate":
      return `Math.trunc(${value(expression.value)})`;
    case "matches":
      return printMatch(value(expression.at), expression, printing);
    case "call":
      printing.calls.add(expression.name);
      return `${expression.name}(${["b", ...expression.args.map(value)].join(",")})`;
  }
}

function offset(at: string, by: number): string {
  return by === 0 ? at : `${at}+${by}`;
}

/** Bytes that are seldom compared are compared by a function: that takes less text. */
function printMatch(
  at: string,
  { bytes, isRare }: Extract<Expression, { op: "matches" }>,
  printing: Printing,
): string {
  if (isRare && bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) {
    printing.calls.add("same");
    return `same(b,${at},${JSON.stringify(String.fromCharCode(...bytes))})`;
  }
  return `(${bytes.map((byte, index) => `b[${offset(at, index)}]===${byte}`).join("&&")})`;
}

function printBinary(
  { operator, type, left, right }: Extract<Expression, { op: "binary" }>,
  value: (inner: Expression) => string,
): string {
  const [a, b] = [value(left), value(right)];
  switch (operator) {
    case "=":
      return `${a}===${b}`;
    case "!=":
      return `${a}!==${b}`;
    case "below":
      return `${a}>>>0<${b}`;
    case "and":
      return `(${a}&&${b})`;
    case "or":
      return `(${a}||${b})`;
    case "*":
      return type === "i32" ? `Math.imul(${a},${b})` : `(${a}*${b})`;
    case "+":
    case "-":
    case "/":
    case "&":
    case "|":
    case "^":
    case "<<":
    case ">>>":
      return `(${a}${operator}${b})`;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `${a}${operator}${b}`;
  }
}
