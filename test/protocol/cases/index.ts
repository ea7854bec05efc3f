import { lengthCases } from "./lengths.ts";

/** All cases, by what they are about. */
export const AREAS = {
  lengths: lengthCases(),
} as const;
