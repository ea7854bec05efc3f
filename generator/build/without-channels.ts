import type { Diagnostic } from "../diagnostics.ts";
import type { ApiModel } from "../model/api.ts";
import { BUILD_FINDINGS } from "./findings.ts";

/** The finding of a model that nothing can be served of; for `lint`: what serves refuses it. */
export function withoutChannels({ channels, origin }: ApiModel): readonly Diagnostic[] {
  if (channels.length > 0) {
    return [];
  }
  return [
    {
      rule: "channels-none",
      severity: BUILD_FINDINGS["channels-none"].severity,
      message: "the document describes no channel, so that nothing can be served",
      hint: null,
      place: origin,
    },
  ];
}
