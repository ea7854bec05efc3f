import type { Expression, Local, Statement } from "./ir.ts";
import { signed, unsigned } from "./wasm-encoding.ts";
import { I32_OPERATORS, NOTHING, OP, VECTOR } from "./wasm-opcodes.ts";
import { constant, localOf, writeValue, writeWordPlace } from "./write-wasm-value.ts";
import type { Writing } from "./write-wasm-value.ts";

/** Values of a switch that lie so close together that a table of them is no larger than asking is. */
const MAX_TABLE_PER_CASE = 4;

/** Writes the statements of one function. Blocks are known by how deep they lie: `#open` holds their labels. */
export class BodyWriter {
  readonly #writing: Writing;
  readonly #open: string[] = [];
  #count = 0;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  writeAll(statements: readonly Statement[]): void {
    statements.forEach((statement) => {
      this.#write(statement);
    });
  }

  #write(statement: Statement): void {
    const { code } = this.#writing;
    switch (statement.op) {
      case "set":
        this.#value(statement.value);
        code.push(OP.localSet, ...localOf(statement.to, this.#writing));
        return;
      case "setGlobal":
        this.#value(statement.value);
        code.push(OP.globalSet, ...unsigned(this.#writing.global(statement.name)));
        return;
      case "setWord":
        writeWordPlace(statement.index, this.#writing);
        this.#value(statement.value);
        code.push(OP.i32Store, 2, 0);
        return;
      case "if":
        this.#if(statement);
        return;
      case "loop":
        this.#loop(statement.label, () => {
          this.writeAll(statement.body);
        });
        return;
      case "block":
        this.#block(statement.label, () => {
          this.writeAll(statement.body);
        });
        return;
      case "leave":
      case "again":
        this.#go(targetOf(statement));
        return;
      case "switch":
        this.#switch(statement);
        return;
      case "passPlain":
        this.#passPlain(statement.at);
        return;
      case "return":
        this.#value(statement.value);
        code.push(OP.return);
    }
  }

  #value(expression: Expression): void {
    writeValue(expression, this.#writing);
  }

  #block(label: string, write: () => void): void {
    this.#writing.code.push(OP.block, NOTHING);
    this.#open.push(label);
    write();
    this.#open.pop();
    this.#writing.code.push(OP.end);
  }

  #loop(label: string, write: () => void): void {
    this.#block(label, () => {
      this.#writing.code.push(OP.loop, NOTHING);
      this.#open.push(`again ${label}`);
      write();
      this.#go(`again ${label}`);
      this.#open.pop();
      this.#writing.code.push(OP.end);
    });
  }

  /** A name for a block that no statement names. */
  #label(): string {
    this.#count += 1;
    return `$${this.#count}`;
  }

  #depth(label: string): readonly number[] {
    return unsigned(this.#open.length - 1 - this.#open.lastIndexOf(label));
  }

  #go(label: string): void {
    this.#writing.code.push(OP.br, ...this.#depth(label));
  }

  #if({ test, body, otherwise }: Extract<Statement, { op: "if" }>): void {
    const [only, ...more] = body;
    const isJump = more.length === 0 && (only?.op === "leave" || only?.op === "again");
    if (isJump && otherwise.length === 0) {
      this.#goWhere(test, true, targetOf(only));
      return;
    }
    const end = this.#label();
    this.#block(end, () => {
      if (otherwise.length === 0) {
        this.#goWhere(test, false, end);
        this.writeAll(body);
        return;
      }
      const other = this.#label();
      this.#block(other, () => {
        this.#goWhere(test, false, other);
        this.writeAll(body);
        this.#go(end);
      });
      this.writeAll(otherwise);
    });
  }

  /** Goes to a label where the test is as it is `wanted`. */
  #goWhere(test: Expression, wanted: boolean, label: string): void {
    const { code } = this.#writing;
    if (test.op === "binary" && (test.operator === "and" || test.operator === "or")) {
      const { left, right } = test;
      const isEither = (test.operator === "or") === wanted;
      if (isEither) {
        this.#goWhere(left, wanted, label);
        this.#goWhere(right, wanted, label);
        return;
      }
      const skip = this.#label();
      this.#block(skip, () => {
        this.#goWhere(left, !wanted, skip);
        this.#goWhere(right, wanted, label);
      });
      return;
    }
    this.#value(test);
    code.push(...(wanted ? [] : [OP.i32Eqz]), OP.brIf, ...this.#depth(label));
  }

  #switch({ value, cases, otherwise }: Extract<Statement, { op: "switch" }>): void {
    const chosen: Local = { op: "local", type: "i32", name: "$case" };
    const [end, other] = [this.#label(), this.#label()];
    const labelled = cases
      .map((one) => ({ ...one, label: this.#label() }))
      .toSorted((a, b) => a.value - b.value);
    const open = (rest: typeof labelled): void => {
      const [first, ...more] = rest;
      if (first === undefined) {
        this.#value(value);
        this.#writing.code.push(OP.localSet, ...localOf(chosen, this.#writing));
        this.#choose(labelled, chosen, other);
        return;
      }
      this.#block(first.label, () => {
        open(more);
      });
      this.writeAll(first.body);
      this.#go(end);
    };
    this.#block(end, () => {
      this.#block(other, () => {
        open(labelled);
      });
      this.writeAll(otherwise);
    });
  }

  /** Goes to the label of the value: by a table, or by halves. */
  #choose(
    cases: readonly { readonly value: number; readonly label: string }[],
    chosen: Local,
    other: string,
  ): void {
    const { code } = this.#writing;
    const get = [OP.localGet, ...localOf(chosen, this.#writing)];
    const [first, last] = [cases[0], cases.at(-1)];
    if (first === undefined || last === undefined) {
      this.#go(other);
      return;
    }
    const span = last.value - first.value + 1;
    if (cases.length > 3 && span <= cases.length * MAX_TABLE_PER_CASE) {
      const labels = new Map(cases.map((one) => [one.value, one.label]));
      const targets = Array.from({ length: span }, (_none, index) =>
        this.#depth(labels.get(first.value + index) ?? other),
      );
      code.push(...get, ...constant(first.value), I32_OPERATORS["-"] ?? 0, OP.brTable);
      code.push(...unsigned(span), ...targets.flat(), ...this.#depth(other));
      return;
    }
    if (cases.length <= 4) {
      for (const { value, label } of cases) {
        code.push(...get, OP.i32Const, ...signed(BigInt(value | 0)), I32_OPERATORS["="] ?? 0);
        code.push(OP.brIf, ...this.#depth(label));
      }
      this.#go(other);
      return;
    }
    const middle = cases.length >> 1;
    const high = this.#label();
    this.#block(high, () => {
      code.push(...get, ...constant(cases[middle]?.value ?? 0), I32_OPERATORS[">="] ?? 0);
      code.push(OP.brIf, ...this.#depth(high));
      this.#choose(cases.slice(0, middle), chosen, other);
    });
    this.#choose(cases.slice(middle), chosen, other);
  }

  /** Sixteen bytes at a time: what is below a space by sign is a control character, or not ASCII. */
  #passPlain(at: Local): void {
    const { code } = this.#writing;
    const place = localOf(at, this.#writing);
    const bytes = unsigned(this.#writing.local("$bytes", "v128"));
    const bits = unsigned(this.#writing.local("$bits", "i32"));
    const splat = (byte: number): readonly number[] => [...constant(byte), ...VECTOR.splat8];
    const label = this.#label();
    this.#block(label, () => {
      code.push(OP.loop, NOTHING, OP.localGet, ...place, ...VECTOR.load, 0, 0);
      code.push(OP.localTee, ...bytes, ...splat(0x20), ...VECTOR.less8);
      code.push(OP.localGet, ...bytes, ...splat(0x22), ...VECTOR.equal8, ...VECTOR.or);
      code.push(OP.localGet, ...bytes, ...splat(0x5c), ...VECTOR.equal8, ...VECTOR.or);
      code.push(...VECTOR.bits8, OP.localTee, ...bits, OP.brIf, 1);
      code.push(OP.localGet, ...place, ...constant(16), I32_OPERATORS["+"] ?? 0);
      code.push(OP.localSet, ...place, OP.br, 0, OP.end);
    });
    code.push(OP.localGet, ...place, OP.localGet, ...bits, OP.i32Ctz);
    code.push(I32_OPERATORS["+"] ?? 0, OP.localSet, ...place);
  }
}

function targetOf({ op, label }: Extract<Statement, { op: "leave" | "again" }>): string {
  return op === "leave" ? label : `again ${label}`;
}
