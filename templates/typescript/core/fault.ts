/** The first thing wrong with a value. Never holds the value itself, only its shape. */
export interface Fault {
  /** JSON pointer (RFC 6901) into the message; for a missing member, the pointer it should have. */
  readonly pointer: string;
  /** What the document asks for: `a string`, `at most 32 characters`, `one of "gold", "silver"`. */
  readonly expected: string;
  /** Shape of what stands there: `a string of 12 characters`, `nothing`, `an integer`. */
  readonly found: string;
  /** The JSON Schema keyword that refused. */
  readonly keyword: string;
}

/**
 * What is wrong with a value as one message of the API; null: nothing. With `formats` false a text that is not of its
 * declared format passes, which is right for messages of a server.
 */
export type Check = (value: unknown, formats?: boolean) => Fault | null;
