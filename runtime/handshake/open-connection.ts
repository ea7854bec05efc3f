import type { Clock } from "../clock.ts";
import { openBackend } from "../backends/open-backend.ts";
import type { Leg, LegListener } from "../frames/leg.ts";
import { runConnectHook } from "../hooks/connect-hook.ts";
import type { Hooks } from "../hooks/types.ts";
import type { Observer } from "../observe/observer.ts";
import { closeReason, Refusal } from "../refusals.ts";
import type { AcceptClient, AcceptRequest } from "./accept-request.ts";
import { type Admission, admit } from "./admit.ts";
import { CLIENT_GONE, type HandshakeAttempt } from "./attempt.ts";
import { answerFor, sendAnswer, toRefusal } from "./http-answer.ts";
import { joinedHeaders } from "./request.ts";
import type { Router } from "./router.ts";
import type { ServedRoute } from "./served-route.ts";
import { selectProtocol } from "./subprotocol.ts";

/** Two open legs that a relay may join. */
export interface OpenConnection {
  readonly admission: Admission;
  readonly client: Leg;
  readonly backend: Leg;
}

/** What a handshake needs of the gateway around it. */
export interface HandshakeContext {
  readonly router: Router<ServedRoute>;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly isDraining: () => boolean;
  readonly join: (attempt: HandshakeAttempt, connection: OpenConnection) => void;
}

/**
 * Leads one attempt to two joined legs or to a refusal; never rejects. The backend's verified 101
 * comes before the client's, so that a client never sees a 101 and an instant close because the
 * backend is down.
 */
export async function openConnection(
  attempt: HandshakeAttempt,
  context: HandshakeContext,
): Promise<void> {
  try {
    const admission = admit(attempt, context.router);
    refuseWhileDraining(context);
    const { hooks } = admission.served.revision;
    if (hooks !== null) await askConnectHook(hooks, { attempt, admission }, context.clock);
    const loading = acceptorFor(admission);
    const accept = loading instanceof Promise ? await loading : loading;
    attempt.signal.throwIfAborted();
    const backend = await dialWithin(attempt, admission, context.clock);
    answerAndJoin(attempt, { admission, accept, backend }, context);
  } catch (thrown) {
    refuse(attempt, thrown, context);
  }
}

/** The client's 101. Whatever comes in between cuts both legs: nobody else knows them yet. */
function answerAndJoin(
  attempt: HandshakeAttempt,
  { admission, accept, backend }: Answerable,
  context: HandshakeContext,
): void {
  let client: Leg | null = null;
  try {
    refuseWhileDraining(context);
    attempt.signal.throwIfAborted();
    client = accept(acceptRequest(attempt, admission, backend.protocol, context.clock));
    if (client === null) {
      backend.leg.terminate();
      return;
    }
    context.join(attempt, { admission, client, backend: backend.leg });
  } catch (thrown) {
    client?.terminate();
    backend.leg.terminate();
    throw thrown;
  }
}

function refuseWhileDraining(context: HandshakeContext): void {
  if (context.isDraining()) {
    throw new Refusal("DRAINING");
  }
}

async function askConnectHook(
  hooks: Hooks,
  { attempt, admission: { served, request, parameters } }: Admitted,
  clock: Clock,
): Promise<void> {
  const facts = {
    connectionId: attempt.connectionId,
    api: served.apiLabel,
    routeId: served.route.id,
    parameters,
    headers: joinedHeaders(request),
    remoteAddress: request.remoteAddress === "" ? null : request.remoteAddress,
  };
  await runConnectHook(hooks, facts, clock);
}

/** An attempt that has passed all checks that need nobody else. */
interface Admitted {
  readonly attempt: HandshakeAttempt;
  readonly admission: Admission;
}

type OpenBackend = Awaited<ReturnType<typeof openBackend>>;

/** A handshake of which only the client's 101 is missing. */
interface Answerable {
  readonly admission: Admission;
  readonly accept: AcceptClient;
  readonly backend: OpenBackend;
}

/** Dials under the API's deadline for the whole handshake. */
function dialWithin(
  attempt: HandshakeAttempt,
  admission: Admission,
  clock: Clock,
): Promise<OpenBackend> {
  const ms = admission.served.api.limits.handshakeSeconds * 1000;
  if (endsWithin(ms, admission)) {
    return openBackend(admission, attempt.offer, clock, attempt.signal);
  }
  return dialUntil(ms, { attempt, admission }, clock);
}

/** Whether the only backend there is has no more time than that to answer: the attempt then needs no other deadline. */
function endsWithin(ms: number, { served: { backends } }: Admission): boolean {
  const [only] = backends;
  return backends.length === 1 && only !== undefined && only.connectTimeoutMs <= ms;
}

async function dialUntil(
  ms: number,
  { attempt, admission }: Admitted,
  clock: Clock,
): Promise<OpenBackend> {
  const cancel = clock.after(ms, () => attempt.giveUp(new Refusal("BACKEND_TIMEOUT", { ms })));
  try {
    return await openBackend(admission, attempt.offer, clock, attempt.signal);
  } finally {
    cancel();
  }
}

/** Most often known at once: our own engine answers all but those who compress. */
function acceptorFor({ served, deflate }: Admission): AcceptClient | Promise<AcceptClient> {
  return served.acceptor.load(deflate !== null);
}

function acceptRequest(
  attempt: HandshakeAttempt,
  { deflate }: Admission,
  backendProtocol: string | null,
  clock: Clock,
): AcceptRequest {
  return {
    key: keyOf(attempt),
    socket: attempt.socket,
    early: attempt.takeEarly(),
    protocol: selectProtocol(attempt.offer, backendProtocol),
    deflate,
    clock,
  };
}

function keyOf(attempt: HandshakeAttempt): string {
  return attempt.head.headers.get("sec-websocket-key")?.[0] ?? "";
}

/** The one place where a handshake's refusal becomes an answer, a line in the log and a count. */
function refuse(attempt: HandshakeAttempt, thrown: unknown, context: HandshakeContext): void {
  if (thrown === CLIENT_GONE || attempt.signal.reason === CLIENT_GONE) {
    attempt.socket.destroy();
    return;
  }
  const refusal = toRefusal(thrown);
  reportRefusal(attempt, refusal, context.observer);
  const wantsFrame = attempt.served?.route.handshakeRefusal === "closeFrame";
  if (wantsFrame && attempt.isWellFormed) {
    closeWithFrame(attempt, attempt.served, refusal, context.clock);
    return;
  }
  attempt.takeEarly();
  const challenge = attempt.served?.credentials.challenge ?? "Bearer";
  const answer = answerFor(refusal, { problems: attempt.problems, challenge });
  sendAnswer(attempt.socket, answer, context.clock);
}

/** A browser cannot read the status of a failed handshake, a close code it can. */
function closeWithFrame(
  attempt: HandshakeAttempt,
  served: ServedRoute | null,
  refusal: Refusal,
  clock: Clock,
): void {
  attempt.takeEarly();
  const protocol = attempt.offer.plain[0] ?? null;
  const { socket } = attempt;
  const key = keyOf(attempt);
  const early = Buffer.alloc(0);
  const leg =
    served?.acceptor.acceptRaw({ key, socket, early, protocol, deflate: null, clock }) ?? null;
  leg?.listen(NOBODY);
  leg?.close(refusal.row.close, closeReason(refusal.code));
}

/** A leg that is only closed tells nothing to anybody. */
const NOBODY: LegListener = {
  message: () => undefined,
  drained: () => undefined,
  refused: () => undefined,
  closed: () => undefined,
};

/**
 * Tells the observer; the detail names what the document says and quotes nothing of the client's.
 */
export function reportRefusal(
  attempt: Pick<HandshakeAttempt, "label" | "problems">,
  refusal: Refusal,
  observer: Observer,
): void {
  observer.refused({
    code: refusal.code,
    connection: attempt.label,
    flow: null,
    channelId: null,
    operationId: null,
    messageId: null,
    pointer: null,
    detail: [refusal.message, ...attempt.problems.map(describeProblem)].join("; "),
    action: "handshakeRefused",
    cause: refusal.cause,
  });
}

function describeProblem(problem: HandshakeAttempt["problems"][number]): string {
  const name = problem.found === "an undeclared one" ? "an undeclared name" : `"${problem.name}"`;
  return `${problem.in} ${name}: expected ${problem.expected}`;
}
