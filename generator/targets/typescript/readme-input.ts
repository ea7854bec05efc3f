import type { ApiDocument } from "../../../runtime/contract/v1.ts";
import type { ApiModel } from "../../model/api.ts";
import type { MessageSamples } from "./message-samples.ts";
import type { NamedRoute } from "./named-routes.ts";

/** What the page of an SDK is made of. */
export interface ReadmeInput {
  readonly model: ApiModel;
  readonly api: Omit<ApiDocument, "revision">;
  readonly routes: readonly NamedRoute[];
  readonly samples: MessageSamples;
  /** Name of the package. */
  readonly name: string;
}

/** The page and the route whose examples are shown. */
export interface Examples extends ReadmeInput {
  readonly route: NamedRoute;
}
