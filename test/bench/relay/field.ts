import {
  LOAD_CORE,
  run,
  startListening,
  SUBJECT_CORE,
  freePort,
  type Listening,
} from "./pinned.ts";
import type { Kit } from "./kit.ts";
import type { Load } from "./loads.ts";
import { PATH, type Stage, type Subject } from "./subjects.ts";

/** What the load generator prints; CPU and memory are the subject's, all its processes and threads. */
export interface Measurement {
  readonly count: number;
  readonly seconds: number;
  readonly differing: number;
  readonly faults: number;
  readonly cpuUs: number;
  readonly ownCpuUs: number;
  readonly memoryKib: { readonly before: number; readonly after: number };
  readonly latencyUs: { readonly mean: number; readonly p50: number; readonly p99: number };
}

/** The load on the backend itself, which no relay stands before. */
export const NO_RELAY = "no relay";

/** Subjects that run, and the backend behind them. */
export interface Field {
  readonly kit: Kit;
  readonly running: ReadonlyMap<string, Listening>;
  end(): Promise<void>;
}

/** Starts the backend and the subjects, each on its core; `nodeArgs` go to those that node runs. */
export async function startField(
  stage: Omit<Stage, "backendPort">,
  subjects: readonly Subject[],
  nodeArgs: readonly string[] = [],
): Promise<Field> {
  const backendPort = await freePort();
  const echo = { core: LOAD_CORE, program: stage.kit.echo, args: [String(backendPort)] };
  const running = new Map([[NO_RELAY, await startListening(echo, backendPort)]]);
  const end = async (): Promise<void> => {
    await Promise.all([...running.values()].map((listening) => listening.end()));
  };
  try {
    for (const subject of subjects) {
      const port = await freePort();
      const { program, args, env } = subject.command({ ...stage, backendPort }, port);
      const allArgs = program === process.execPath ? [...nodeArgs, ...args] : args;
      const command = {
        core: SUBJECT_CORE,
        program,
        args: allArgs,
        ...(env === undefined ? {} : { env }),
      };
      running.set(subject.name, await startListening(command, port));
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { kit: stage.kit, running, end };
}

/** One run of the load generator; throws if a connection was cut or a byte came back changed. */
export async function measure(field: Field, subject: string, load: Load): Promise<Measurement> {
  const args = [...targetOf(field, subject), ...load.options];
  const printed = await run({ core: LOAD_CORE, program: field.kit.load, args }).catch(
    (cause: unknown) => {
      throw new Error(`"${subject}" failed at ${load.name}`, { cause });
    },
  );
  const measured = JSON.parse(printed) as Measurement;
  if (measured.differing > 0) throw new Error(`"${subject}" changed bytes at ${load.name}`);
  return measured;
}

/** Options that tell a program of the kit whom to load, and whose CPU and memory to look at. */
export function targetOf(field: Field, subject: string): string[] {
  const listening = field.running.get(subject);
  if (listening === undefined) throw new Error(`"${subject}" was not started`);
  return ["-p", String(listening.port), "-u", PATH, "-P", listening.pids.join(",")];
}
