/** Not JSON, or JSON that no message may be. */
export interface JsonFault {
  readonly kind: "fault";
  /** Lower case, without anything of the frame: `expected a value`, `nested deeper than 64`. */
  readonly reason: string;
  /** In bytes from the start of the frame. */
  readonly offset: number;
  /** It may well be JSON, but no reader should be given it: too deep, or with a key `__proto__`. */
  readonly isGuard: boolean;
}
