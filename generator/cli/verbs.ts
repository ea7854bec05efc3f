import type { Verb } from "./verb.ts";

/** Every verb by the words that call it; a verb's file is loaded when it is asked for. */
export const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  lint: async () => (await import("./lint.ts")).lint,
  read: async () => (await import("./read.ts")).read,
  explain: async () => (await import("./explain.ts")).explain,
  serve: async () => (await import("./serve.ts")).serve,
  mock: async () => (await import("./mock.ts")).mock,
  "generate gateway": async () => (await import("./generate-gateway.ts")).generateGateway,
  "generate client": async () => (await import("./generate-client.ts")).generateClient,
};

/** The verb that a command line begins with and how many words it takes; null: none. */
export function verbNamed(argv: readonly string[]): { name: string; length: number } | null {
  for (const length of [2, 1]) {
    const name = argv.slice(0, length).join(" ");
    if (argv.length >= length && Object.hasOwn(VERBS, name)) {
      return { name, length };
    }
  }
  return null;
}
