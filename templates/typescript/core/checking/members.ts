/** Objects: JSON Schema validation 2020-12 section 6.5, JSON Schema core section 10.3.2. */
import type { Check, Fault } from "../fault.ts";
import { at, pointerTo, wrong } from "./fault.ts";
import { counted, describeShape, quoted } from "./words.ts";

/** The members of an object and nothing that it inherits. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of a value; null: it is no object. What an object of some class inherits is not among them. */
export function membersOf(value: unknown): Members | null {
  if (!isObject(value)) {
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null
    ? value
    : Object.assign<object, Members>({ __proto__: null }, value);
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member under a key that every object inherits something under; undefined: it has none of its own. */
export function ownMember(own: Members, key: string): unknown {
  return Object.hasOwn(own, key) ? own[key] : undefined;
}

/** A member that has to be there. */
export function expectMember(member: unknown, key: string): Fault | null {
  return member === undefined
    ? { ...wrong(member, "a value, it is required", "required"), pointer: pointerTo(key, "") }
    : null;
}

/** A member that has to be there because `beside` is. */
export function expectBeside(member: unknown, key: string, beside: string): Fault | null {
  const expected = `a value, it is required beside ${quoted(beside)}`;
  return member === undefined
    ? { ...wrong(member, expected, "dependentRequired"), pointer: pointerTo(key, "") }
    : null;
}

/** The fault of a member that should not be there. */
export function surplus(own: Members, key: string, keyword = "additionalProperties"): Fault {
  return {
    pointer: pointerTo(key, ""),
    expected: "no member of this name",
    found: describeShape(own[key]),
    keyword,
  };
}

/** Every member as one schema says. */
export function expectMembers(own: Members, check: Check, formats?: boolean): Fault | null {
  for (const key of Object.keys(own)) {
    const fault = at(key, check(own[key], formats));
    if (fault !== null) {
      return fault;
    }
  }
  return null;
}

/** Every name of a member as a schema of texts says. */
export function expectNames(own: Members, check: Check, formats?: boolean): Fault | null {
  for (const key of Object.keys(own)) {
    if (check(key, formats) !== null) {
      return {
        pointer: pointerTo(key, ""),
        expected: "another name for the member",
        found: "a member of this name",
        keyword: "propertyNames",
      };
    }
  }
  return null;
}

/** At least so many members. */
export function expectSizeFrom(own: Members, least: number): Fault | null {
  return Object.keys(own).length >= least
    ? null
    : wrong(own, `at least ${counted(least, "member")}`, "minProperties");
}

/** At most so many members. */
export function expectSizeTo(own: Members, most: number): Fault | null {
  return Object.keys(own).length <= most
    ? null
    : wrong(own, `at most ${counted(most, "member")}`, "maxProperties");
}
