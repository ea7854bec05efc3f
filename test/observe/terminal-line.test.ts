import { describe, expect, it } from "vitest";
import { terminalLine } from "../../runtime/observe/terminal-line.ts";

const PLAIN = { bold: (text: string) => text, gray: (text: string) => text };

describe("a line of the log on a terminal", () => {
  it("names code, action, API, flow and message before the sentence, and leaves out what is null", () => {
    const line = terminalLine(
      {
        level: 40,
        time: 0,
        code: "MESSAGE_INVALID",
        action: "rejected",
        connectionId: "In5kDBTO_8gA",
        api: "/chat/1.0",
        route: "room",
        flow: "clientToServer",
        channel: "room",
        operation: null,
        message: "say",
        pointer: "/text",
        msg: "/text of say is nothing, expected a string",
      },
      PLAIN,
    );

    expect(line).toBe(
      "MESSAGE_INVALID rejected /chat/1.0 client → server say: " +
        '/text of say is nothing, expected a string channel="room" (In5kDBTO_8gA)',
    );
  });

  it("shows every fact of a line that is no refusal", () => {
    const line = terminalLine({ level: 30, time: 0, msg: "listening", port: 8080 }, PLAIN);

    expect(line).toBe("listening port=8080");
  });

  it("names the route where a handshake was refused", () => {
    const line = terminalLine(
      { code: "ORIGIN_FORBIDDEN", action: "handshakeRefused", api: "/a", route: "room", msg: "no" },
      PLAIN,
    );

    expect(line).toBe("ORIGIN_FORBIDDEN handshakeRefused /a room: no");
  });

  it("has nothing that a terminal obeys, wherever it comes from", () => {
    const evil = "\u001B[2J\r\nFORGED \u009B31m \u202E \u0085 \u2028 \u007F caf\u00E9";
    const escaped =
      "\\u001b[2J\\u000d\\u000aFORGED \\u009b31m \\u202e \\u0085 \\u2028 \\u007f caf\u00E9";

    const entry = {
      code: "MESSAGE_INVALID",
      api: evil,
      message: evil,
      channel: "\u009B",
      msg: evil,
    };

    expect(terminalLine(entry, PLAIN)).toBe(
      `MESSAGE_INVALID ${escaped} ${escaped}: ${escaped} channel="\\u009b"`,
    );
  });
});
