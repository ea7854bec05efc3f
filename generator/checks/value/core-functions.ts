/**
 * What the code of checks uses of the SDK's core (`templates/typescript/core/checking`), by module. A test holds the
 * table against the sources.
 */
export const CORE_FUNCTIONS = {
  "checking/fault": ["accept", "at", "expectNothing", "refuse"],
  "checking/kind": [
    "expectArray",
    "expectBoolean",
    "expectInteger",
    "expectKind",
    "expectNull",
    "expectNumber",
    "expectObject",
    "expectText",
    "kindOf",
  ],
  "checking/text": ["expectFormat", "expectLengthFrom", "expectLengthTo", "expectMatch", "pattern"],
  "checking/number": [
    "expectAtLeast",
    "expectAtMost",
    "expectLessThan",
    "expectMoreThan",
    "expectMultiple",
    "expectNumberFormat",
    "isInt32",
    "isInt64",
  ],
  "checking/constant": ["expectConstant", "expectOneOf"],
  "checking/members": [
    "expectBeside",
    "expectMember",
    "expectMembers",
    "expectNames",
    "expectSizeFrom",
    "expectSizeTo",
    "membersOf",
    "ownMember",
    "surplus",
  ],
  "checking/bytes": ["ofBytes"],
  "checking/choice": ["FOREIGN", "itemAt", "memberAt", "noMessage"],
  "checking/combination": ["expectAnyOf", "expectExactlyOne", "expectNot"],
  "checking/equality": ["expectDifferent", "expectEqual", "expectEqualToOneOf"],
  "checking/formats": [
    "isBase64",
    "isDate",
    "isDateTime",
    "isDuration",
    "isEmail",
    "isHostname",
    "isIpv4",
    "isIpv6",
    "isJsonPointer",
    "isJsonPointerUriFragment",
    "isRegex",
    "isRelativeJsonPointer",
    "isTime",
    "isUriTemplate",
    "isUuid",
  ],
  "checking/uri": ["isUri", "isUriReference"],
  "checking/pattern": ["steppedPattern"],
  "checking/fuel": ["paid", "spend"],
  "checking/unevaluated": [
    "createMarks",
    "expectUnmarkedItems",
    "expectUnmarkedMembers",
    "markItems",
    "markKeys",
    "markMembers",
  ],
  "checking/items": ["expectCountFrom", "expectCountTo", "expectItems", "expectSome"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A module of the core that code of checks imports, as its file is called without its ending. */
export type CoreModule = keyof typeof CORE_FUNCTIONS;
/** A function of the core that code of checks may call. */
export type CoreFunction = (typeof CORE_FUNCTIONS)[CoreModule][number];
