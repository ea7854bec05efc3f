import type { Step, Vector } from "./vector.ts";

export type SubjectName =
  | "the SDK"
  | "the gateway"
  | "the SDK behind the gateway"
  | "the SDK without checks behind the gateway";

/** Steps that a subject cannot play, and why. */
interface Impossible {
  readonly subjects: readonly SubjectName[];
  readonly is: (step: Step) => boolean;
  readonly why: string;
}

/** All that is not played: what is in no row is. */
export const IMPOSSIBLE: readonly Impossible[] = [
  {
    subjects: [
      "the SDK",
      "the SDK behind the gateway",
      "the SDK without checks behind the gateway",
    ],
    is: (step) => step.do === "raw",
    why: "an SDK has no function that writes such a frame",
  },
  {
    subjects: ["the SDK behind the gateway", "the SDK without checks behind the gateway"],
    is: (step) => step.do === "close" && step.by === "network",
    why: "nothing stands between the two that could cut the line; alone each of them plays it",
  },
];

/** Why a subject cannot play a step; null: it can. */
export function whyNot(name: SubjectName): (step: Step) => string | null {
  return (step) =>
    IMPOSSIBLE.find(({ subjects, is }) => subjects.includes(name) && is(step))?.why ?? null;
}

/** Vectors that a subject does not play at all, and why. */
interface ImpossibleVector {
  readonly subjects: readonly SubjectName[];
  readonly is: (vector: Vector) => boolean;
  readonly why: string;
}

export const IMPOSSIBLE_VECTORS: readonly ImpossibleVector[] = [
  {
    subjects: [
      "the gateway",
      "the SDK behind the gateway",
      "the SDK without checks behind the gateway",
    ],
    is: ({ connect }) => connect.refused?.byGateway === false,
    why: "no gateway of the document alone answers so: plans, revocations and load do",
  },
  {
    subjects: ["the SDK without checks behind the gateway"],
    is: ({ steps }) =>
      steps.some((step) => step.do === "send" && step.refused?.code === "MESSAGE_TOO_BIG"),
    why: "an SDK that checks nothing still sends nothing that is too big",
  },
  {
    subjects: ["the SDK without checks behind the gateway"],
    is: ({ connect }) => connect.rejects?.code === "CREDENTIALS_MISSING",
    why: "an SDK that checks nothing still knows that it was given no credential",
  },
  {
    subjects: ["the SDK without checks behind the gateway"],
    is: ({ connect, steps }) =>
      connect.rejects === undefined && !steps.some((one) => one.do === "send" && one.refused),
    why: "nothing in it is the client's fault: without checks it is the same as with them",
  },
];

/** Why a subject cannot play a vector; null: it can. */
export function whyNotAtAll(name: SubjectName, vector: Vector): string | null {
  return (
    IMPOSSIBLE_VECTORS.find(({ subjects, is }) => subjects.includes(name) && is(vector))?.why ??
    null
  );
}
