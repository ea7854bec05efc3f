import { describe, expect, it } from "vitest";

import { closesOfRefusal, mapClose } from "../../runtime/relay/close-mapping.ts";
import { REFUSALS, type RefusalCode } from "../../runtime/refusals.ts";
import { isSendableCloseCode } from "../../runtime/frames/close-frame.ts";

const REASONS = ["", "done", "é".repeat(62), "\ud83d\ude00".repeat(40), "\ud800 half"];

describe("mapClose", () => {
  it("makes of every code and reason a close that can be sent", () => {
    const wrong: string[] = [];
    for (let code = 0; code < 65_536; code += 1) {
      for (const side of ["client", "backend"] as const) {
        for (const reason of REASONS) {
          const close = mapClose(side, code, reason);
          const isLegal =
            close.code === null
              ? close.reason === "" && code === 1005
              : isSendableCloseCode(close.code) &&
                Buffer.byteLength(close.reason) <= 123 &&
                Buffer.from(close.reason).toString() === close.reason;
          if (!isLegal) wrong.push(`${side} ${code} ${reason}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  const table = [
    { given: ["backend", 1000, "bye"], want: { code: 1000, reason: "bye" } },
    { given: ["client", 4999, "mine"], want: { code: 4999, reason: "mine" } },
    { given: ["client", 1012, ""], want: { code: 1012, reason: "" } },
    { given: ["client", 1005, ""], want: { code: null, reason: "" } },
    { given: ["client", 1006, ""], want: { code: 1001, reason: "" } },
    { given: ["backend", 1006, ""], want: { code: 1014, reason: '{"e":"BACKEND_UNAVAILABLE"}' } },
    { given: ["backend", 1004, "x"], want: { code: 1014, reason: '{"e":"BACKEND_UNAVAILABLE"}' } },
    { given: ["backend", 1015, "x"], want: { code: 1014, reason: '{"e":"BACKEND_UNAVAILABLE"}' } },
    { given: ["client", 999, "x"], want: { code: 1001, reason: "" } },
    { given: ["client", 2999, "x"], want: { code: 1001, reason: "" } },
    { given: ["client", 5000, "x"], want: { code: 1001, reason: "" } },
    { given: ["backend", 3000, "a".repeat(130)], want: { code: 3000, reason: "a".repeat(123) } },
    { given: ["backend", 3000, "é".repeat(70)], want: { code: 3000, reason: "é".repeat(61) } },
  ] as const;

  it.each(table)("$given is $want", ({ given: [side, code, reason], want }) => {
    expect(mapClose(side, code, reason)).toEqual(want);
  });
});

describe("closesOfRefusal", () => {
  const table = [
    { given: ["MESSAGE_TOO_BIG", "client"], want: { client: 1009, backend: 1001 } },
    { given: ["MESSAGE_TOO_BIG", "backend"], want: { client: 1001, backend: 1009 } },
    { given: ["TOO_SLOW", "client"], want: { client: 1013, backend: 1001 } },
    { given: ["TOO_SLOW", "backend"], want: { client: 1001, backend: 1013 } },
    { given: ["PROTOCOL_ERROR", "backend"], want: { client: 1014, backend: 1002 } },
    { given: ["TEXT_INVALID", "client"], want: { client: 1007, backend: 1001 } },
    { given: ["DRAINING", "gateway"], want: { client: 1012, backend: 1001 } },
    { given: ["INTERNAL", "gateway"], want: { client: 1011, backend: 1011 } },
  ] as const;

  it.each(table)("$given is $want", ({ given: [code, offender], want }) => {
    const closes = closesOfRefusal(code, offender);

    expect({ client: closes.client.code, backend: closes.backend.code }).toEqual(want);
  });

  it("makes of every refusal by anybody closes that can be sent", () => {
    const codes = Object.keys(REFUSALS).filter((name): name is RefusalCode => name in REFUSALS);
    for (const code of codes) {
      for (const offender of ["client", "backend", "gateway"] as const) {
        for (const close of Object.values(closesOfRefusal(code, offender))) {
          expect(isSendableCloseCode(close.code ?? 1000)).toBe(true);
          expect(Buffer.byteLength(close.reason)).toBeLessThanOrEqual(123);
        }
      }
    }
  });
});
