import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiDocument, route } from "../helpers/api-document.ts";
import { type FrontDoorFixture, startFrontDoor } from "../helpers/front-door-fixture.ts";
import { type RawAnswer, readAnswer } from "../helpers/raw-socket.ts";
import {
  ANSWER_ROWS,
  BACKEND_ANSWERS,
  SMUGGLING_ROWS,
  type SmugglingRow,
} from "./smuggling-rows.ts";
import { GOOD_ANSWER, startStub, type StubBackend } from "./stub-backend.ts";

let backend: StubBackend;
let door: FrontDoorFixture;
let permitted = 0;

/** The answer that the path of a request asks for; else a good one. */
function answerTo(request: string): string {
  const index = /^GET \/answers\/(\d+) /.exec(request)?.[1];
  return index === undefined ? GOOD_ANSWER : (BACKEND_ANSWERS[Number(index)] ?? GOOD_ANSWER);
}

beforeAll(async () => {
  backend = await startStub(answerTo);
  const routes = [
    route({ id: "open", path: "/open" }),
    route({ id: "canary", path: "/canary" }),
    route({ id: "room", path: "/rooms/{roomId}" }),
    route({ id: "answer", path: "/answers/{index}" }),
  ];
  door = await startFrontDoor([apiDocument({ routes })], backend.url);
});

afterAll(async () => {
  await door.close();
  await backend.close();
});

/** Sends a row's bytes, reads the first answer, sends the rest, and waits until all is over. */
async function send({ text, then }: SmugglingRow): Promise<RawAnswer> {
  const socket = connect(door.port, "127.0.0.1");
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  socket.write(text, "latin1");
  const answer = await readAnswer(socket);
  if (then !== undefined && socket.writable) socket.write(then, "latin1");
  socket.end();
  socket.resume();
  await closed;
  return answer;
}

/** First lines of all that looks like a request in what the backend heard. */
function requestLines(heard: string): readonly string[] {
  return heard.split(/\r?\n/).filter((line) => /HTTP\/\d/.test(line));
}

describe("the backend sees the permitted requests and nothing else", () => {
  const rows = [...SMUGGLING_ROWS, ...ANSWER_ROWS];

  test("in at least 200 different sequences", () => {
    expect(new Set(rows.map(({ text, then }) => `${text}|${then}`)).size).toBeGreaterThanOrEqual(
      200,
    );
  });

  test.each(rows)("$given", async (row) => {
    const before = backend.heard.length;

    const { status } = await send(row);

    permitted += row.permitted;
    const heard = backend.heard.slice(before);
    expect(heard.flatMap(requestLines)).toHaveLength(row.permitted);
    expect(heard).toHaveLength(row.permitted);
    expect(heard.join("")).not.toMatch(/canary|x-injected: 1/i);
    expect(status === 101).toBe(row.permitted === 1 && !ANSWER_ROWS.includes(row));
  });

  test("not later either", () => {
    expect(backend.heard).toHaveLength(permitted);
    expect(backend.heard.flatMap(requestLines)).toHaveLength(permitted);
    expect(permitted).toBeGreaterThan(0);
  });
});
