import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { framegate } from "../helpers/framegate-process.ts";
import { temporaryFolder } from "../helpers/folder.ts";
import { connect, type TestClient, tryConnect } from "../helpers/ws-client.ts";
import { ROOM_DOCUMENT } from "./room-document.ts";

const QUIET = ["--port=0", "--admin-port=0", "--host=127.0.0.1", "--log-level=error"];

function urlIn(printed: string): string {
  return /listening on (\S+)/.exec(printed)?.[1] ?? "";
}

function documentFile(name: string, text: string, folder = temporaryFolder()): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test("serve --watch: open connections keep their revision, a faulty version is refused and the old one stays", async () => {
  const file = documentFile("room.yaml", ROOM_DOCUMENT);
  const running = framegate("serve", file, "--mock", "--watch", ...QUIET);
  const url = `${urlIn(await running.seen("listening on"))}/room/1.0/rooms/r?name=ada`;
  const old = await connect(url);
  await old.json();

  writeFileSync(file, ROOM_DOCUMENT.replace("action: receive", "action: shout"));
  const faulty = await running.seen("the former version stays");
  writeFileSync(file, "asyncapi: 3.0.0\n");
  const half = await running.seen("describes no channel; the former version stays");
  const during = await connect(url);
  writeFileSync(file, ROOM_DOCUMENT.replace("hello from the mock", "hello anew"));
  await running.seen("now serving");
  const fresh = await connect(url);
  old.send({ type: "ask", id: "still" });

  expect(faulty).toMatch(/room\.yaml:\d+:\d+ error/);
  expect(half).not.toContain("now serving");
  expect(await during.json()).toEqual({ type: "said", text: "hello from the mock" });
  expect(await fresh.json()).toEqual({ type: "said", text: "hello anew" });
  expect(await old.json()).toEqual({ type: "told", id: "still", answer: 42 });
}, 60_000);

test("serve: several documents share a port, each under its context, and SIGTERM closes with 1012 and exits 0", async () => {
  const folder = temporaryFolder();
  const other = ROOM_DOCUMENT.replace("context: /room/1.0", "unknownMessages: refuse");
  const first = documentFile("room.yaml", ROOM_DOCUMENT, folder);
  const second = documentFile(
    "other.yaml",
    other.replace("title: Room", "title: Other Room"),
    folder,
  );

  const running = framegate("serve", first, second, "--mock", ...QUIET);
  const url = urlIn(await running.seen("listening on"));
  const room = await connect(`${url}/room/1.0/rooms/r?name=ada`);
  const otherRoom = await connect(`${url}/other-room/1.0.0/rooms/r?name=ada`);
  const nowhere = await tryConnect(`${url}/rooms/r?name=ada`);
  running.child.kill("SIGTERM");

  expect(nowhere).toMatchObject({ status: 404 });
  expect((await room.closed).code).toBe(1012);
  expect((await otherRoom.closed).code).toBe(1012);
  expect(await running.ended).toBe(0);
}, 60_000);

test("serve: two documents at one address, a busy port and a missing backend are one sentence each, exit 2", async () => {
  const folder = temporaryFolder();
  const file = documentFile("room.yaml", ROOM_DOCUMENT, folder);
  const twin = documentFile("twin.yaml", ROOM_DOCUMENT, folder);
  const homeless = documentFile("none.yaml", ROOM_DOCUMENT.replace(/servers:\n.*\n/u, ""), folder);
  const busy = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => {
    busy.close();
  });
  await once(busy, "listening");
  const address = busy.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const rest = ["--admin-port=0", "--host=127.0.0.1", "--log-level=error"];

  const clash = framegate("serve", file, twin, "--mock", ...QUIET);
  const taken = framegate("serve", file, "--mock", `--port=${port}`, ...rest);
  const lost = framegate("serve", homeless, ...QUIET);

  expect(await clash.seen("/room/1.0/rooms/{roomId}")).toMatch(/^framegate: .* both serve .*\n$/);
  expect(await taken.seen(`port ${port}`)).toMatch(/^framegate: port \d+ of .* is in use; .*\n$/);
  expect(await lost.seen("--backend")).toMatch(/^framegate: route .* has no backend; .*\n$/);
  expect(await Promise.all([clash.ended, taken.ended, lost.ended])).toEqual([2, 2, 2]);
}, 60_000);

const TELLING_HOOKS = `
export const hooks = {
  onClientMessage: {
    ask: (message, context) =>
      context.answer("told", { type: "told", id: message.id, answer: process.pid }),
  },
};
`;

test("serve --workers: one that is killed loses its own sockets and is replaced, with the same hooks", async () => {
  const folder = temporaryFolder();
  const file = documentFile("room.yaml", ROOM_DOCUMENT, folder);
  const hooks = documentFile("hooks.ts", TELLING_HOOKS, folder);
  const running = framegate("serve", file, "--mock", "--workers=2", "--hooks", hooks, ...QUIET);
  const url = `${urlIn(await running.seen("listening on"))}/room/1.0/rooms/r?name=ada`;
  const processBehind = async (client: TestClient): Promise<number> => {
    client.send({ type: "ask", id: "process" });
    for (;;) {
      const { type, answer } = Object(await client.json());
      if (type === "told") return Number(answer);
    }
  };
  const client = await connect(url);
  const killed = await processBehind(client);

  process.kill(killed, "SIGKILL");
  const { code } = await client.closed;
  await running.seen("a worker died");
  const after = await processBehind(await connect(url));

  expect(code).toBe(1006);
  expect(after).not.toBe(killed);
}, 60_000);
