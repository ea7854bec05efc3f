import { expect, test } from "vitest";
import { credentialWords } from "../../generator/targets/api/describe.ts";
import type { Route } from "../../runtime/contract/v1.ts";
import { startLines } from "../../runtime/options/start-lines.ts";
import { apiDocument, backend, revision, route } from "../helpers/api-document.ts";

const bearer = { schemeId: "token", scopes: [] };
const key = { schemeId: "key", scopes: [] };
const API = apiDocument({
  backends: [backend()],
  securitySchemes: {
    token: { kind: "httpBearer", mode: "passThrough", apiKey: null },
    key: { kind: "apiKey", mode: "passThrough", apiKey: { in: "query", name: "k" } },
  },
});

function told(...needs: readonly Route["security"][]): readonly string[] {
  const backendIds = API.backends.map(({ id }) => id);
  const routes = needs.map((security, index) =>
    route({ id: `r${index}`, path: `/r${index}`, backendIds, security }),
  );
  const facts = { url: "ws://localhost:1", adminUrl: null, workers: 1, observeOnly: false };
  const lines = startLines(facts, [revision({ ...API, routes })], { overrides: {}, variables: {} });
  return lines.filter((line) => line.includes("security"));
}

const PASSED = "is passed through unverified: the backend must verify it";

test("credentials that only some operations need are told as optional, those of the server are not", () => {
  const security = [{ schemes: [key] }, { schemes: [key, bearer], operationIds: ["tell", "ask"] }];

  expect(told(security)).toEqual([
    `  security "token" (Authorization: bearer; optional: for operation tell, ask) ${PASSED}`,
    `  security "key" (query parameter k) ${PASSED}`,
  ]);
  expect(credentialWords(API, route({ security }))).toEqual([
    "key (apiKey)",
    "key (apiKey) with token (httpBearer) (optional: for operation tell, ask)",
  ]);
});

test("a scheme that one route needs and another takes is told both ways", () => {
  const optional = [{ schemes: [] }, { schemes: [bearer], operationIds: ["tell"] }];

  expect(told([{ schemes: [bearer] }], optional)).toEqual([
    `  security "token" (Authorization: bearer) ${PASSED}`,
    `  security "token" (Authorization: bearer; optional: for operation tell) ${PASSED}`,
  ]);
  expect(credentialWords(API, route({ security: optional }))).toEqual([
    "token (httpBearer) (optional: for operation tell)",
  ]);
});
