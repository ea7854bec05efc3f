/** Every failure of the operator's that keeps a gateway from starting. Exit code 2. */
export const START_ERRORS = {
  OPTION_INVALID: '{option} is "{found}", expected {expected}',
  OPTION_UNKNOWN: "{reason}; --help lists the options",
  PORT_BUSY: "port {port} of {host} is in use; choose another with {option}, or 0 for a free one",
  PORT_REFUSED: "cannot listen on port {port} of {host}: {reason}",
  ROUTES_CLASH:
    'routes "{first}" and "{second}" are the same address; give one API another context',
  BACKEND_MISSING:
    'route "{route}" of "{api}" has no backend; say where with --backend production=<url> ' +
    "or FRAMEGATE_BACKEND_PRODUCTION",
  BACKEND_UNUSED:
    '--backend "{environment}" changes nothing: the backends that serve are of {expected}',
  BACKEND_URL_INVALID: 'backend URL "{url}" is {reason}, expected a ws:// or wss:// URL',
  VARIABLE_MISSING:
    'server variable "{name}" of {url} has no value; ' +
    "give one with --var {name}=<value> or {environment}",
  VARIABLE_NOT_ALLOWED: 'server variable "{name}" is "{found}", expected one of {expected}',
  VARIABLE_UNUSED: '--var "{name}" changes nothing: no server has such a variable, {expected}',
  ERROR_MESSAGE_INVALID:
    'x-framegate.errorMessage of "{api}" cannot be sent on route "{route}": {fault}',
  WORKER_FAILED: "{reason} (said by a worker that did not start)",
} as const;

export type StartErrorCode = keyof typeof START_ERRORS;

/** The gateway cannot start as asked. Shown as one sentence, without a stack. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly code: StartErrorCode;

  constructor(
    code: StartErrorCode,
    details: Readonly<Record<string, string | number>>,
    options?: ErrorOptions,
  ) {
    const fill = (brace: string, name: string): string => String(details[name] ?? brace);
    super(START_ERRORS[code].replaceAll(/\{(\w+)\}/g, fill), options);
    this.code = code;
  }
}
