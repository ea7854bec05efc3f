import { createRequire } from "node:module";
import { join } from "node:path";
import type { Connected } from "./story.ts";

/** The part of the client that @asyncapi/generator makes of specs/chat.yaml that the story uses. */
interface ChatClient {
  connect(): Promise<void>;
  registerMessageHandler(handler: (message: unknown) => void): void;
  registerErrorHandler(handler: (error: Error) => void): void;
  say(message: object): Promise<unknown>;
  close(): void;
}

type ChatClass = new (url?: string) => ChatClient;

/** Connects by the client of @asyncapi/generator, to an address that the caller put together. */
export async function connectTheirs(folder: string, url: string): Promise<Connected> {
  const Chat: ChatClass = createRequire(import.meta.url)(join(folder, "client.js"));
  const client = new Chat(`${url}/chat/1.0/rooms/lobby?name=ada`);
  const heard: unknown[] = [];
  const troubles: string[] = [];
  client.registerMessageHandler((message) => heard.push(message));
  client.registerErrorHandler((error) => troubles.push(error.message));
  await client.connect();
  return {
    say: (message) => client.say(message),
    heard,
    troubles,
    end: async () => {
      client.close();
    },
  };
}
