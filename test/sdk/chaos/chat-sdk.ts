import type {
  Client,
  ClientOptions,
  RouteTypes,
} from "../../../templates/typescript/core/client-types.ts";
import { loadSdk, type SdkVariant } from "../build-sdk.ts";

/** What these tests use of the SDK of specs/chat.yaml. */
export interface ChatTypes extends RouteTypes {
  readonly sends: {
    readonly say: { readonly id: string; readonly text: string };
    readonly typing: object;
    readonly here: { readonly id?: string };
  };
  readonly receives: {
    readonly said: { readonly type: "said"; readonly message: { readonly text: string } };
    readonly presence: { readonly type: "presence" };
  };
  readonly requests: {
    readonly say: {
      readonly request: { readonly id?: string; readonly text: string };
      readonly reply: { readonly type: "delivered"; readonly id: string };
    };
    readonly readHistory: {
      readonly request: { readonly limit?: number };
      readonly reply: { readonly type: "history"; readonly messages: readonly object[] };
    };
  };
  readonly answers: {
    readonly check: { readonly request: object; readonly reply: object };
  };
}

/** The SDK of specs/chat.yaml. */
export interface ChatSdk {
  readonly connect: (
    parameters: Readonly<Record<string, unknown>>,
    options?: ClientOptions<ChatTypes>,
  ) => Promise<Client<ChatTypes>>;
  readonly ClientError: new (code: string) => Error & { readonly code: string };
}

export async function loadChatSdk(variant: SdkVariant): Promise<ChatSdk> {
  return (await loadSdk("specs/chat.yaml", variant)) as ChatSdk;
}
