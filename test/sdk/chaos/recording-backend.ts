import { once } from "node:events";
import { WebSocketServer } from "ws";

/** A backend of specs/chat.yaml that answers everything and knows what it has seen. */
export class RecordingBackend {
  readonly #server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  /** How often each id of a `say` came. */
  readonly seen = new Map<string, number>();

  static async start(): Promise<RecordingBackend> {
    const backend = new RecordingBackend();
    await once(backend.#server, "listening");
    backend.#server.on("connection", (socket) => {
      socket.on("error", () => undefined);
      socket.on("message", (data) => {
        const message = JSON.parse(String(data)) as { readonly type: string; readonly id: string };
        for (const answer of backend.#answersTo(message)) socket.send(JSON.stringify(answer));
      });
    });
    return backend;
  }

  get url(): string {
    const address = this.#server.address();
    return `ws://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }

  /** Connections of gateways. */
  get open(): number {
    return this.#server.clients.size;
  }

  stop(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  #answersTo({ type, id }: { readonly type: string; readonly id: string }): readonly object[] {
    switch (type) {
      case "say": {
        this.seen.set(id, (this.seen.get(id) ?? 0) + 1);
        const at = "2026-03-01T09:30:00Z";
        const message = { messageId: this.seen.size, from: "ada", text: "x", at };
        return [
          { type: "delivered", id, messageId: this.seen.size, at },
          { type: "said", message },
        ];
      }
      case "readHistory":
        return [{ type: "history", id, messages: [], more: false }];
      default:
        return [];
    }
  }
}
