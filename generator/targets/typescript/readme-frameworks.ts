import { literal } from "../../render/code.ts";
import { connectCall, isSilent } from "./readme-examples.ts";
import type { Examples } from "./readme-input.ts";

/** A hook that opens a connection with its component and closes it with it. */
export function reactExample(examples: Examples): string {
  const { name, route } = examples;
  const { names } = route;
  return [
    `import { useEffect, useState } from "react";`,
    `import { ${names.connect}, type Client, type State, type ${names.type} } from ${literal(name)};`,
    "",
    "export function useClient() {",
    `  const [client, setClient] = useState<Client<${names.type}> | null>(null);`,
    `  const [state, setState] = useState<State["kind"]>("connecting");`,
    "",
    "  useEffect(() => {",
    "    const giveUp = new AbortController();",
    "    const open = async () => {",
    ...connectCall(examples, ["  signal: giveUp.signal,"])
      .split("\n")
      .map((line) => `      ${line}`),
    '      giveUp.signal.addEventListener("abort", () => void client.close());',
    "      client.onState(({ kind }) => setState(kind));",
    "      setState(client.state.kind);",
    "      setClient(client);",
    "    };",
    "    open().catch((error: unknown) => {",
    "      if (!giveUp.signal.aborted) console.error(error);",
    "    });",
    "    return () => giveUp.abort();",
    "  }, []);",
    "",
    "  return { client, state };",
    "}",
  ].join("\n");
}

/** A process that works until it is told to end, and ends with everything sent. */
export function nodeExample(examples: Examples): string {
  const { name, route } = examples;
  return [
    `import { ${route.names.connect} } from ${literal(name)};`,
    "",
    connectCall(examples, ["  onError: (error) => console.error(error),"]),
    "",
    `for (const signal of ["SIGINT", "SIGTERM"] as const) {`,
    `  process.once(signal, () => void client.close(1000, "shutting down"));`,
    "}",
    "",
    "for await (const message of client.messages) {",
    isSilent(examples) ? "  console.log(message);" : "  console.log(message.name);",
    "}",
    "",
    "const { error } = await client.closed;",
    "process.exitCode = error === null ? 0 : 1;",
  ].join("\n");
}
