import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Connected } from "./story.ts";

/** The part of the client of specs/chat.yaml that the story uses. */
interface ChatClient {
  readonly send: { readonly say: (message: object) => Promise<void> };
  readonly on: Readonly<Record<string, (listener: (told: unknown) => void) => unknown>>;
  readonly onState: (listener: (state: { readonly kind: string }) => void) => unknown;
  close(): Promise<unknown>;
}

/** Connects by Framegate's client. */
export async function connectOurs(folder: string, url: string): Promise<Connected> {
  const sdk: { connect(parameters: object, options: object): Promise<ChatClient> } = await import(
    pathToFileURL(join(folder, "lib/index.js")).href
  );
  const client = await sdk.connect({ roomId: "lobby", name: "ada" }, { url });
  const heard: unknown[] = [];
  const troubles: string[] = [];
  for (const [name, listen] of Object.entries(client.on)) {
    listen((told) => {
      if (name === "invalid" || name === "unknown") troubles.push(name);
      else heard.push(told);
    });
  }
  client.onState(({ kind }) => troubles.push(kind));
  return { say: client.send.say, heard, troubles, end: () => client.close() };
}

/** What happens to a query parameter of another type. */
export async function wrongQueryOurs(folder: string, url: string): Promise<string> {
  const sdk: { connect(parameters: object, options: object): Promise<ChatClient> } = await import(
    pathToFileURL(join(folder, "lib/index.js")).href
  );
  return sdk.connect({ roomId: "lobby", name: "ada", quiet: "perhaps" }, { url }).then(
    () => "it is sent",
    (error: Error) => `rejects: ${error.message}`,
  );
}
