import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { writeOverlay } from "../../generator/build/write-overlay.ts";
import type { Decision } from "../../generator/build/reading.ts";
import { byId, overlayOf, understand, v2, v3 } from "./understand.ts";

const ROOM = v3(`
servers: {s: {host: a.example.com, protocol: wss, x-framegate: {weight: 2, priority: 4}}}
channels: {room: {address: /room, messages: {say: {payload: {type: object}}}}}
operations: {say: {action: receive, channel: {$ref: '#/channels/room'}}}`);

describe("an overlay", () => {
  test("sets any key of a document from outside, over the document's own", async () => {
    const { model, rules } = await understand(ROOM, {
      overlay: `
x-framegate: {context: /over}
servers: {s: {x-framegate: {weight: 9}}}
channels: {room: {x-framegate: {subprotocols: [v1]}}}
operations: {say: {x-framegate: {onViolation: observe}}}
messages: {say: {x-framegate: {frame: binary}}}`,
    });

    expect(rules).toEqual([]);
    expect(model.context).toBe("/over");
    expect(byId(model.servers, "s")).toMatchObject({ weight: 9, priority: 4 });
    expect(model.routes[0]?.subprotocols).toEqual(["v1"]);
    expect(byId(model.operations, "say").onViolation).toBe("observe");
    expect(byId(model.messages, "say").frame).toBe("binary");
  });

  test("calls 2.x operations by operationId or by their channel", async () => {
    const { model, rules } = await understand(
      v2(
        "channels: {/a: {publish: {message: {payload: true}}, subscribe: {operationId: hear, message: {payload: true}}}}",
      ),
      {
        overlay: `operations: {/a.publish: {x-framegate: {quota: one}}, hear: {x-framegate: {quota: two}}}`,
      },
    );

    expect(rules).toEqual(["not-enforced", "not-enforced"]);
    expect(model.operations.map(({ quota }) => quota)).toEqual(["one", "two"]);
  });

  test("that names something the document does not have is an error in its own file", async () => {
    const { diagnostics } = await understand(ROOM, {
      overlay: "messages: {sey: {x-framegate: {frame: text}}}\nchannels: {hall: {}}",
    });

    expect(diagnostics).toMatchObject([
      { rule: "overlay-target", hint: "there are: room", place: { pointer: "/channels/hall" } },
      {
        rule: "overlay-target",
        hint: 'did you mean "say"?',
        place: { file: "api.yaml.framegate.yaml", pointer: "/messages/sey" },
      },
    ]);
  });

  test("is checked like the document's own keys, in its own file", async () => {
    const { diagnostics } = await understand(ROOM, {
      overlay: "servers: {s: {x-framegate: {wieght: 3}}}",
    });

    expect(diagnostics).toMatchObject([
      {
        rule: "extension-unknown-key",
        hint: 'did you mean "weight"?',
        place: { file: "api.yaml.framegate.yaml", pointer: "/servers/s/x-framegate/wieght" },
      },
    ]);
  });

  test.each([
    { given: "[]", says: "no object" },
    { given: "server: {}", says: '"server"' },
    { given: "servers: {s: {weight: 3}}", says: '"weight"' },
  ])("$given is told when it is read", async ({ given, says }) => {
    const { diagnostics } = await overlayOf(given);

    expect(diagnostics).toMatchObject([{ rule: "extension-unknown-key", severity: "error" }]);
    expect(diagnostics[0]?.message).toContain(says);
  });
});

describe("decisions written as an overlay", () => {
  const place = { file: "api.yaml", pointer: "" };
  const decision = (more: Partial<Decision>): Decision => ({
    subject: "api",
    topic: "perspective",
    value: "client",
    reason: "it says so",
    key: null,
    recorded: null,
    evidence: "strong",
    place,
    ...more,
  });

  test("have their reasons as comments and read back as what was decided", () => {
    const text = writeOverlay([
      decision({
        key: ["x-framegate", "perspective"],
        recorded: "client",
        reason: 'message "ack" is received',
      }),
      decision({ key: ["messages", "on", "x-framegate", "frame"], recorded: "text" }),
      decision({ key: ["channels", "/rooms/{id}: #x", "x-framegate", "route"], recorded: "/r" }),
      decision({ key: null, recorded: "nothing" }),
    ]);

    expect(text).toContain('  # message "ack" is received\n  perspective: "client"\n');
    expect(parse(text)).toEqual({
      "x-framegate": { perspective: "client" },
      messages: { on: { "x-framegate": { frame: "text" } } },
      channels: { "/rooms/{id}: #x": { "x-framegate": { route: "/r" } } },
    });
  });

  test("cannot be broken out of by words of the document", () => {
    const text = writeOverlay([
      decision({
        key: ["messages", 'a"\nx-framegate: {context: /evil}', "x-framegate", "frame"],
        recorded: "text\nx: y",
        reason: "first\nx-framegate: {context: /evil}\u2028servers: {}",
      }),
    ]);

    expect(parse(text)).toEqual({
      messages: { 'a"\nx-framegate: {context: /evil}': { "x-framegate": { frame: "text\nx: y" } } },
    });
  });

  test("nothing to record is an empty overlay", () => {
    expect(parse(writeOverlay([]))).toEqual({});
  });

  test("of a document, applied to it, change nothing of the model and need no guessing any more", async () => {
    const text = v3(`
servers: {s: {host: a.example.com, pathname: /ws, protocol: wss}}
channels:
  a: {address: null, messages: {subscribe: {payload: true}, subscribed: {payload: true}}}
  b: {address: /ws/b, messages: {raw: {payload: {type: string}}}}
operations:
  out: {action: send, channel: {$ref: '#/channels/a'}, messages: [{$ref: '#/channels/a/messages/subscribe'}]}
  in: {action: receive, channel: {$ref: '#/channels/a'}, messages: [{$ref: '#/channels/a/messages/subscribed'}]}
  b: {action: send, channel: {$ref: '#/channels/b'}}`);

    const first = await understand(text);
    const again = await understand(text, { overlay: writeOverlay(first.decisions) });

    expect(again.model).toEqual(first.model);
    expect(first.rules).toContain("perspective-decided");
    expect(again.rules).not.toContain("perspective-decided");
  });
});
