import type { CompiledForVectors } from "./generated-sdk.ts";
import { whyNot, type SubjectName } from "./impossible.ts";
import { createRawClient } from "./raw-client.ts";
import type { Cast } from "./run-vector.ts";
import { sdkRoute } from "./sdk-client.ts";
import { createSdkSide } from "./sdk-side.ts";
import { directStage, gatewayStage } from "./stage.ts";
import type { Vector } from "./vector.ts";

/** Who is held to the vectors. */
export const SUBJECTS = {
  "the SDK": sdkAlone,
  "the gateway": gatewayAlone,
  "the SDK behind the gateway": (vector, compiled) => sdkBehindGateway(vector, compiled, true),
  "the SDK without checks behind the gateway": (vector, compiled) =>
    sdkBehindGateway(vector, compiled, false),
} as const satisfies Readonly<Record<SubjectName, CastFor>>;

/** Who plays a vector, of the vector's document as it was compiled. */
type CastFor = (vector: Vector, compiled: CompiledForVectors) => Promise<Cast>;

/** The SDK looked at; a server says what a gateway would. */
async function sdkAlone({ route }: Vector, { sdk }: CompiledForVectors): Promise<Cast> {
  const stage = await directStage();
  const client = createSdkSide(await sdkRoute(sdk, route), { url: stage.url, isChecked: true });
  return { client, stage, isExact: false, whyNot: whyNot("the SDK") };
}

/** The gateway looked at; a client sends what it is told to. */
async function gatewayAlone(_: Vector, { revision }: CompiledForVectors): Promise<Cast> {
  const stage = await gatewayStage(revision);
  const client = createRawClient(stage.url);
  return { client, stage, isExact: true, whyNot: whyNot("the gateway") };
}

/**
 * Both looked at, as they work together. Without checks the SDK's parameters and messages go to the gateway as they
 * are; what comes is checked all the same.
 */
async function sdkBehindGateway(
  { route, connect }: Vector,
  { sdk, revision }: CompiledForVectors,
  isChecked: boolean,
): Promise<Cast> {
  const stage = await gatewayStage(revision);
  const connector = await sdkRoute(sdk, route, isChecked || connect.rejects === undefined);
  const client = createSdkSide(connector, { url: stage.url, isChecked });
  const name = isChecked
    ? "the SDK behind the gateway"
    : "the SDK without checks behind the gateway";
  return { client, stage, isExact: false, whyNot: whyNot(name) };
}
