import { expect, test } from "vitest";
import { acceptableDeflate, agreedDeflate } from "../../runtime/frames/deflate-parameters.ts";
import { parseExtensions } from "../../runtime/frames/extension-header.ts";

const accepted = (header: string) => acceptableDeflate(parseExtensions([header]) ?? []);
const agreed = (header: string) => agreedDeflate(parseExtensions([header]) ?? []);

const ALL =
  "permessage-deflate; server_no_context_takeover; client_no_context_takeover; " +
  "server_max_window_bits=8; client_max_window_bits=15";

test.each([
  { offer: "permessage-deflate", text: "permessage-deflate" },
  { offer: ALL, text: ALL },
  {
    offer: "permessage-deflate;client_max_window_bits",
    text: "permessage-deflate; client_max_window_bits",
  },
  {
    offer: 'x, permessage-deflate; server_max_window_bits="10", permessage-deflate',
    text: "permessage-deflate; server_max_window_bits=10",
  },
  { offer: "permessage-deflate; unknown, permessage-deflate", text: "permessage-deflate" },
])("of $offer is accepted: $text", ({ offer, text }) => {
  expect(accepted(offer)).toBe(text);
});

const ILLEGAL = [
  "x",
  "Permessage-Deflate",
  "permessage-deflate; unknown",
  "permessage-deflate; constructor",
  "permessage-deflate; server_max_window_bits",
  "permessage-deflate; server_max_window_bits=7",
  "permessage-deflate; server_max_window_bits=16",
  "permessage-deflate; server_max_window_bits=08",
  "permessage-deflate; server_max_window_bits=0x9",
  "permessage-deflate; server_max_window_bits=9.0",
  "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9",
  "permessage-deflate; client_max_window_bits=1e1",
  "permessage-deflate; client_max_window_bits; client_max_window_bits=9",
  "permessage-deflate; client_no_context_takeover=true",
];

test.each(ILLEGAL)("an offer of %s is declined", (offer) => {
  expect(accepted(offer)).toBeNull();
});

test.each([...ILLEGAL, "permessage-deflate; client_max_window_bits", "permessage-deflate, x"])(
  "an answer of %s is none",
  (answer) => {
    expect(agreed(answer)).toBeNull();
  },
);

test("an agreement says that the client compresses anew, once, whatever the server says", () => {
  const anew = "permessage-deflate; client_no_context_takeover";

  expect(agreed("permessage-deflate")).toBe(anew);
  expect(agreed(anew)).toBe(anew);
  expect(agreed("permessage-deflate; server_max_window_bits=9")).toBe(
    "permessage-deflate; server_max_window_bits=9; client_no_context_takeover",
  );
});
