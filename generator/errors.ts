/** Every failure of the operator's, not of the document: a bad option, an unreadable file. Exit code 2. */
export const GENERATOR_ERRORS = {
  FILE_UNREADABLE: 'cannot read "{file}": {reason}',
  FILE_UNWRITABLE: 'cannot write "{file}": {reason}',
  FILES_FOREIGN:
    '"{folder}" holds files that framegate did not write: {files}; ' +
    "move them away, or name another folder with --out",
  OVERLAY_UNMERGED: 'cannot add decisions to "{file}": {reason}',
  ROUTES_NONE: '"{file}" has no channel that is reachable over a WebSocket: {reason}',
  USAGE: "{reason}; framegate --help shows what there is",
  OPTION_INVALID: "{option} is {found}, expected {expected}",
  HOOKS_INVALID: 'hooks "{file}" do not compile: {reason}',
  CONTEXT_CLASH:
    '"{first}" and "{second}" both serve {path}; give one of them another x-framegate.context',
  REFERENCE_MISSING:
    "--reference asks @asyncapi/parser, which is not installed; " +
    "add it beside framegate: npm install --save-dev @asyncapi/parser@{version}",
  REFERENCE_PARSER: "@asyncapi/parser gave no answer: {reason}",
} as const;

export type GeneratorErrorCode = keyof typeof GENERATOR_ERRORS;

/** A command could not do its work. Shown as one sentence, without a stack. */
export class GeneratorError extends Error {
  override readonly name = "GeneratorError";
  readonly code: GeneratorErrorCode;

  constructor(
    code: GeneratorErrorCode,
    details: Readonly<Record<string, string | number>>,
    options?: ErrorOptions,
  ) {
    super(
      GENERATOR_ERRORS[code].replaceAll(/\{(\w+)\}/g, (brace, name: string) =>
        String(details[name] ?? brace),
      ),
      options,
    );
    this.code = code;
  }
}
