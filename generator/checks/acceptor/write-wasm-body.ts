import type { Expression, Local, Statement } from "./ir.ts";
import { I32_OPERATORS, NOTHING, OP, VECTOR } from "./wasm-opcodes.ts";
import { writeConstant, writeLocal, writeValue, writeWordPlace } from "./write-wasm-value.ts";
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
        writeLocal(OP.localSet, statement.to, this.#writing);
        return;
      case "setGlobal":
        this.#value(statement.value);
        code.push(OP.globalSet);
        code.unsigned(this.#writing.global(statement.name));
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
    this.#begin(label);
    write();
    this.#end();
  }

  #begin(label: string): void {
    this.#writing.code.push(OP.block, NOTHING);
    this.#open.push(label);
  }

  #end(): void {
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

  #depth(label: string): number {
    return this.#open.length - 1 - this.#open.lastIndexOf(label);
  }

  #go(label: string, instruction: number = OP.br): void {
    this.#writing.code.push(instruction);
    this.#writing.code.unsigned(this.#depth(label));
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
    if (!wanted) {
      code.push(OP.i32Eqz);
    }
    this.#go(label, OP.brIf);
  }

  #switch({ value, cases, otherwise }: Extract<Statement, { op: "switch" }>): void {
    const chosen: Local = { op: "local", type: "i32", name: "$case" };
    const [end, other] = [this.#label(), this.#label()];
    const labelled = cases
      .map((one) => ({ ...one, label: this.#label() }))
      .toSorted((a, b) => a.value - b.value);
    this.#block(end, () => {
      this.#block(other, () => {
        labelled.forEach(({ label }) => {
          this.#begin(label);
        });
        this.#value(value);
        writeLocal(OP.localSet, chosen, this.#writing);
        this.#choose(labelled, chosen, other);
        for (const { body } of labelled.toReversed()) {
          this.#end();
          this.writeAll(body);
          this.#go(end);
        }
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
    const [first, last] = [cases[0], cases.at(-1)];
    if (first === undefined || last === undefined) {
      this.#go(other);
      return;
    }
    const span = last.value - first.value + 1;
    if (cases.length > 3 && span <= cases.length * MAX_TABLE_PER_CASE) {
      const labels = new Map(cases.map((one) => [one.value, one.label]));
      this.#compute(chosen, "-", first.value);
      const { code } = this.#writing;
      code.push(OP.brTable);
      code.unsigned(span);
      for (let at = 0; at < span; at += 1) {
        code.unsigned(this.#depth(labels.get(first.value + at) ?? other));
      }
      code.unsigned(this.#depth(other));
      return;
    }
    if (cases.length <= 4) {
      for (const { value, label } of cases) {
        this.#compute(chosen, "=", value);
        this.#go(label, OP.brIf);
      }
      this.#go(other);
      return;
    }
    const middle = cases.length >> 1;
    const high = this.#label();
    this.#block(high, () => {
      this.#compute(chosen, ">=", cases[middle]?.value ?? 0);
      this.#go(high, OP.brIf);
      this.#choose(cases.slice(0, middle), chosen, other);
    });
    this.#choose(cases.slice(middle), chosen, other);
  }

  /** Puts a local and a number, computed with each other, on the stack. */
  #compute(local: Local, operator: "-" | "+" | "=" | ">=", value: number): void {
    writeLocal(OP.localGet, local, this.#writing);
    writeConstant(value, "i32", this.#writing.code);
    this.#writing.code.push(I32_OPERATORS[operator] ?? 0);
  }

  /** Sixteen bytes at a time: what is below a space by sign is a control character, or not ASCII. */
  #passPlain(at: Local): void {
    const { code } = this.#writing;
    const [bytes, bits] = [
      { name: "$bytes", type: "v128" },
      { name: "$bits", type: "i32" },
    ] as const;
    const test = (byte: number, compare: readonly number[]): void => {
      writeConstant(byte, "i32", code);
      code.push(...VECTOR.splat8, ...compare);
    };
    this.#block(this.#label(), () => {
      code.push(OP.loop, NOTHING);
      writeLocal(OP.localGet, at, this.#writing);
      code.push(...VECTOR.load, 0, 0);
      writeLocal(OP.localTee, bytes, this.#writing);
      test(0x20, VECTOR.less8);
      for (const byte of [0x22, 0x5c]) {
        writeLocal(OP.localGet, bytes, this.#writing);
        test(byte, VECTOR.equal8);
        code.push(...VECTOR.or);
      }
      code.push(...VECTOR.bits8);
      writeLocal(OP.localTee, bits, this.#writing);
      code.push(OP.brIf, 1);
      this.#compute(at, "+", 16);
      writeLocal(OP.localSet, at, this.#writing);
      code.push(OP.br, 0, OP.end);
    });
    writeLocal(OP.localGet, at, this.#writing);
    writeLocal(OP.localGet, bits, this.#writing);
    code.push(OP.i32Ctz, I32_OPERATORS["+"] ?? 0);
    writeLocal(OP.localSet, at, this.#writing);
  }
}

function targetOf({ op, label }: Extract<Statement, { op: "leave" | "again" }>): string {
  return op === "leave" ? label : `again ${label}`;
}
