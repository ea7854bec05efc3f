import type { MockEvent, MockOptions } from "../../../runtime/mock/mock.ts";
import { FAULT_FORMS, parseFault, type MockFault } from "../../../runtime/mock/faults.ts";
import { readNumber } from "../../../runtime/options/flags.ts";
import { GeneratorError } from "../../errors.ts";
import { showFindings } from "../findings.ts";
import type { Arguments } from "../verb.ts";
import { compileApis } from "./compile-apis.ts";

/** The longest interval and delay, in milliseconds: a quarter of an hour. */
const MAX_MS = 900_000;

/** Runs a mock backend until a signal ends the process; 1 where the document cannot be compiled. */
export async function runMock(args: Arguments): Promise<number> {
  const settings = settingsOf(args);
  const [api] = await compileApis(args.words, args);
  if (api === undefined) {
    return 1;
  }
  await showFindings(api.compiled, ["error", "warning"]);
  if (api.gateway === null) {
    return 1;
  }
  const { startMock } = await import("../../../runtime/mock/mock.ts");
  const { loadScript } = await import("../../../runtime/revisions/load.ts");
  const { loadCodecs } = await import("../../../runtime/messages/codec/load.ts");
  const module = loadScript(api.gateway.script, api.word);
  const mock = await startMock({
    module,
    codecs: await loadCodecs(module.api),
    host: args.text("host") ?? "127.0.0.1",
    ...settings,
    log: logOf(args),
  });
  const paths = module.api.routes.map((route) => `  ${mock.url}${route.upstreamPath}`);
  announce(args, mock.url, paths);
  await new Promise<void>((resolve) => {
    process.once("SIGTERM", resolve).once("SIGINT", resolve);
  });
  await mock.close();
  return 0;
}

/** What can be wrong on the command line is said before the document is read. */
function settingsOf(
  args: Arguments,
): Pick<MockOptions, "port" | "intervalMs" | "delayMs" | "fault"> {
  const interval = args.text("interval");
  return {
    port: readNumber("--port", args.text("port"), 9000, [0, 65535]),
    intervalMs: interval === null ? null : readNumber("--interval", interval, 0, [1, MAX_MS]),
    delayMs: readNumber("--delay", args.text("delay"), 0, [0, MAX_MS]),
    fault: faultOf(args.text("fault")),
  };
}

function announce(args: Arguments, url: string, paths: readonly string[]): void {
  const text = args.flag("json")
    ? JSON.stringify({ event: "listening", url })
    : ["mock backend listening on", ...paths].join("\n");
  process.stdout.write(`${text}\n`);
}

function faultOf(text: string | null): MockFault | null {
  const fault = text === null ? null : parseFault(text);
  if (text !== null && fault === null) {
    throw new GeneratorError("OPTION_INVALID", {
      option: "--fault",
      found: `"${text}"`,
      expected: FAULT_FORMS,
    });
  }
  return fault;
}

function logOf(args: Arguments): (event: MockEvent) => void {
  if (args.flag("quiet")) {
    return () => undefined;
  }
  if (args.flag("json")) {
    return (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
  }
  return ({ event, route, messageId, detail }) => {
    const words = [event, route, messageId, detail].filter((word) => word !== null);
    process.stdout.write(`${words.join("  ")}\n`);
  };
}
