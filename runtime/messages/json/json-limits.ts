/** Limits that the scan itself keeps. */
export interface JsonLimits {
  /** Objects and arrays inside each other, at least 1: `[[1]]` has 2. One more is a fault. */
  readonly depth: number;
  /**
   * `refuse`: an integer of more than 2^53 - 1, or less than its contrary, written without fraction
   * and exponent is a fault; absent: `allow`.
   */
  readonly unsafeIntegers?: "allow" | "refuse";
}
