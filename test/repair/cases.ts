import type { RepairRule } from "../../generator/repair/findings.ts";

/** The head of a document of AsyncAPI 2. */
export const V2 = "asyncapi: 2.6.0\ninfo: {title: T, version: '1'}\n";
/** The head of a document of AsyncAPI 3. */
export const V3 = "asyncapi: 3.0.0\ninfo: {title: T, version: '1'}\n";
const NO_CHANNELS = "channels: {}\n";

/** A slip with what becomes of it, and a like text that has no plain meaning. */
export interface Case {
  readonly rule: RepairRule;
  readonly given: string;
  /** A pointer and what stands there after the repair; undefined: nothing does. */
  readonly want: readonly (readonly [pointer: string, value: unknown])[];
  /** A neighbour that this rule leaves alone. */
  readonly neighbour: string;
  /** What is said of the neighbour instead. */
  readonly refused: string;
}

/** Each rule with its slips. */
export const CASES: readonly Case[] = [
  {
    rule: "version-slip",
    given: `asyncapi: 3.0\ninfo: {title: T, version: '1'}\n`,
    want: [["/asyncapi", "3.0.0"]],
    neighbour: `asyncapi: 3.2.0\ninfo: {title: T, version: '1'}\n`,
    refused: "version-unsupported",
  },
  {
    rule: "version-slip",
    given: `asyncapi: 2.0.0-rc2\ninfo: {title: T, version: '1'}\n${NO_CHANNELS}`,
    want: [["/asyncapi", "2.0.0"]],
    neighbour: `asyncapi: 1.2.0\ninfo: {title: T, version: '1'}\n${NO_CHANNELS}`,
    refused: "version-unsupported",
  },
  {
    rule: "info-incomplete",
    given: "asyncapi: 3.0.0\ninfo: {description: x}\n",
    want: [["/info", { description: "x", title: "api", version: "0.0.0" }]],
    neighbour: "asyncapi: 3.0.0\ninfo: {title: [x], version: '1'}\n",
    refused: "wrong-type",
  },
  {
    rule: "info-incomplete",
    given: "asyncapi: 3.0.0\ninfo: {title: T, version: 1.5}\n",
    want: [["/info/version", "1.5"]],
    neighbour: "asyncapi: 3.0.0\ninfo: T\n",
    refused: "wrong-type",
  },
  {
    rule: "info-incomplete",
    given: "asyncapi: 3.0.0\ninfo:\n  title: true\n  version: 1.0 # of the API\n",
    want: [
      ["/info/title", "true"],
      ["/info/version", "1.0"],
    ],
    neighbour: "asyncapi: 3.0.0\ninfo: {title: T, version: {major: 1}}\n",
    refused: "wrong-type",
  },
  {
    rule: "text-unquoted",
    given: `${V3}servers:
  s:
    host: a.example:{port}
    protocol: ws
    protocolVersion: 13
    variables: {port: {default: 8080, enum: [8080, '443', 0x50], examples: [1.50]}}
`,
    want: [
      ["/servers/s/protocolVersion", "13"],
      [
        "/servers/s/variables/port",
        { default: "8080", enum: ["8080", "443", "0x50"], examples: ["1.50"] },
      ],
    ],
    neighbour: `${V3}servers: {s: {host: '{p}', protocol: ws, variables: {p: {default: {x: 1}}}}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "text-unquoted",
    given: `${V3}channels:
  c:
    address: /{v}
    title: 7
    parameters: {v: {enum: [1, 2.0, true], default: 1}}
    messages: {m: {name: 404, payload: {}}}
`,
    want: [
      ["/channels/c/title", "7"],
      ["/channels/c/parameters/v", { enum: ["1", "2.0", "true"], default: "1" }],
      ["/channels/c/messages/m/name", "404"],
    ],
    neighbour: `${V3}channels: {c: {address: '/{v}', parameters: {v: {enum: [[1]]}}}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "text-unquoted",
    given: `${V2}channels: {c: {publish: {summary: 12345678901234567890, message: {name: 5}}}}\n`,
    want: [
      ["/channels/c/publish/summary", "12345678901234567890"],
      ["/channels/c/publish/message/name", "5"],
    ],
    neighbour: `${V2}servers: {s: {url: 'ws://{p}', protocol: ws, variables: {p: {default: [5]}}}}\n${NO_CHANNELS}`,
    refused: "wrong-type",
  },
  {
    rule: "servers-shape",
    given: `${V2}servers:\n  - {url: ws://a, protocol: ws, name: main}\n  - {url: ws://b, protocol: ws}\n${NO_CHANNELS}`,
    want: [
      [
        "/servers",
        { main: { url: "ws://a", protocol: "ws" }, server2: { url: "ws://b", protocol: "ws" } },
      ],
    ],
    neighbour: `${V2}servers: [ws://a]\n${NO_CHANNELS}`,
    refused: "wrong-type",
  },
  {
    rule: "servers-shape",
    given: `${V3}servers: {host: a.example, protocol: wss}\n`,
    want: [["/servers", { default: { host: "a.example", protocol: "wss" } }]],
    neighbour: `${V3}servers: {host: a.example}\n`,
    refused: "wrong-type",
  },
  {
    rule: "server-address",
    given: `${V3}servers: {s: {host: 'wss://a.example/ws', pathname: /v1, protocol: wss}}\n`,
    want: [["/servers/s", { host: "a.example", pathname: "/ws/v1", protocol: "wss" }]],
    neighbour: `${V3}servers: {s: {host: 5, protocol: wss}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "server-address",
    given: `${V3}servers: {s: {url: 'wss://{region}.a.example/x'}}\n`,
    want: [["/servers/s", { host: "{region}.a.example", pathname: "/x", protocol: "wss" }]],
    neighbour: `${V3}servers: {s: {url: 'not an address', protocol: ws}}\n`,
    refused: "missing-property",
  },
  {
    rule: "server-address",
    given: `${V2}servers: {s: {host: a.example, pathname: /x, protocol: ws}}\n${NO_CHANNELS}`,
    want: [["/servers/s", { protocol: "ws", url: "a.example/x" }]],
    neighbour: `${V2}servers: {s: {pathname: /x, protocol: ws}}\n${NO_CHANNELS}`,
    refused: "missing-property",
  },
  {
    rule: "protocol-slip",
    given: `${V2}servers: {s: {url: 'wss://a', protocol: WebSocket}}\n${NO_CHANNELS}`,
    want: [["/servers/s/protocol", "wss"]],
    neighbour: `${V2}servers: {s: {url: 'wss://a', protocol: 7}}\n${NO_CHANNELS}`,
    refused: "wrong-type",
  },
  {
    rule: "channel-servers-shape",
    given: `${V3}servers: {s: {host: a, protocol: ws}}\nchannels: {c: {servers: [s]}}\n`,
    want: [["/channels/c/servers", [{ $ref: "#/servers/s" }]]],
    neighbour: `${V3}servers: {s: {host: a, protocol: ws}}\nchannels: {c: {servers: [other]}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "channel-servers-shape",
    given: `${V2}servers: {s: {url: a, protocol: ws}}\nchannels: {c: {servers: [{$ref: '#/servers/s'}]}}\n`,
    want: [["/channels/c/servers", ["s"]]],
    neighbour: `${V2}channels: {c: {servers: [{name: s}]}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "channel-messages-list",
    given: `${V3}channels: {c: {messages: [{name: a, payload: {}}, {$ref: '#/components/messages/b'}]}}\ncomponents: {messages: {b: {}}}\n`,
    want: [
      [
        "/channels/c/messages",
        { a: { name: "a", payload: {} }, b: { $ref: "#/components/messages/b" } },
      ],
    ],
    neighbour: `${V3}channels: {c: {messages: [{name: a}, {payload: {}}]}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "channel-security",
    given: `${V2}channels: {c: {security: [{k: []}], publish: {}, subscribe: {security: []}}}\n`,
    want: [["/channels/c", { publish: { security: [{ k: [] }] }, subscribe: { security: [] } }]],
    neighbour: `${V2}channels: {c: {security: yes, publish: {}}}\n`,
    refused: "unknown-property",
  },
  {
    rule: "channel-security",
    given: `${V3}channels: {c: {security: [{type: X509}]}}\noperations: {o: {action: send, channel: {$ref: '#/channels/c'}}}\n`,
    want: [
      ["/operations/o/security", [{ type: "X509" }]],
      ["/channels/c", {}],
    ],
    neighbour: `${V3}channels: {c: {security: X509}}\n`,
    refused: "unknown-property",
  },
  {
    rule: "channel-operations",
    given: `${V3}channels: {c: {address: /, publish: {operationId: say, message: {name: m, payload: {}}}}}\n`,
    want: [
      [
        "/operations/say",
        {
          action: "receive",
          channel: { $ref: "#/channels/c" },
          messages: [{ $ref: "#/channels/c/messages/m" }],
        },
      ],
      ["/channels/c", { address: "/", messages: { m: { name: "m", payload: {} } } }],
    ],
    neighbour: `${V3}channels: {c: {address: /, publish: say}}\n`,
    refused: "unknown-property",
  },
  {
    rule: "operation-channel-name",
    given: `${V3}channels: {c: {address: /ws}}\noperations: {o: {action: send, channel: /ws}}\n`,
    want: [["/operations/o/channel", { $ref: "#/channels/c" }]],
    neighbour: `${V3}channels: {c: {address: /ws}, d: {address: /ws}}\noperations: {o: {action: send, channel: /ws}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "operation-messages-form",
    given: `${V2}channels: {c: {publish: {message: [{payload: 1}, {payload: 2}]}}}\n`,
    want: [["/channels/c/publish", { message: { oneOf: [{ payload: 1 }, { payload: 2 }] } }]],
    neighbour: `${V2}channels: {c: {publish: {message: [one]}}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "operation-messages-form",
    given: `${V3}channels: {c: {messages: {m: {}}}}\noperations: {o: {action: send, channel: {$ref: '#/channels/c'}, message: {$ref: '#/channels/c/messages/m'}}}\n`,
    want: [["/operations/o/messages", [{ $ref: "#/channels/c/messages/m" }]]],
    neighbour: `${V3}channels: {c: {}}\noperations: {o: {action: send, channel: {$ref: '#/channels/c'}, message: {payload: {}}}}\n`,
    refused: "unknown-property",
  },
  {
    rule: "operation-messages-elsewhere",
    given: `${V3}channels: {c: {messages: {own: {$ref: '#/components/messages/a'}}}}\noperations: {o: {action: send, channel: {$ref: '#/channels/c'}, messages: [{$ref: '#/components/messages/a'}, b]}}\ncomponents: {messages: {a: {}, b: {}}}\n`,
    want: [
      [
        "/operations/o/messages",
        [{ $ref: "#/channels/c/messages/own" }, { $ref: "#/channels/c/messages/b" }],
      ],
      ["/channels/c/messages/b", { $ref: "#/components/messages/b" }],
    ],
    neighbour: `${V3}channels: {c: {}}\noperations: {o: {action: send, channel: {$ref: '#/channels/c'}, messages: [unknown]}}\n`,
    refused: "wrong-type",
  },
  {
    rule: "security-scheme-type",
    given: `${V3}components: {securitySchemes: {k: {type: apiKey, in: query, name: key}}}\n`,
    want: [["/components/securitySchemes/k/type", "httpApiKey"]],
    neighbour: `${V3}components: {securitySchemes: {k: {type: apiKey, in: query}}}\n`,
    refused: "wrong-value",
  },
  {
    rule: "security-requirement-form",
    given: `${V3}servers: {s: {host: a, protocol: ws, security: [{k: []}]}}\ncomponents: {securitySchemes: {k: {type: X509}}}\n`,
    want: [["/servers/s/security", [{ $ref: "#/components/securitySchemes/k" }]]],
    neighbour: `${V3}servers: {s: {host: a, protocol: ws, security: [{none: []}]}}\n`,
    refused: "missing-property",
  },
  {
    rule: "security-requirement-form",
    given: `${V2}servers: {s: {url: a, protocol: ws, security: [{$ref: '#/components/securitySchemes/k'}]}}\n${NO_CHANNELS}components: {securitySchemes: {k: {type: X509}}}\n`,
    want: [["/servers/s/security", [{ k: [] }]]],
    neighbour: `${V2}servers: {s: {url: a, protocol: ws, security: [5]}}\n${NO_CHANNELS}`,
    refused: "wrong-type",
  },
  {
    rule: "oauth-scopes",
    given: `${V3}components: {securitySchemes: {k: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a', scopes: {r: read}}}}}}\n`,
    want: [["/components/securitySchemes/k/flows/implicit/availableScopes", { r: "read" }]],
    neighbour: `${V3}components: {securitySchemes: {k: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a', scopes: r}}}}}\n`,
    refused: "missing-property",
  },
  {
    rule: "reference-siblings",
    given: `${V3}channels: {c: {messages: {m: {$ref: '#/components/messages/a', name: b}}}}\ncomponents: {messages: {a: {}}}\n`,
    want: [["/channels/c/messages/m", { $ref: "#/components/messages/a" }]],
    neighbour: `${V3}channels: {c: {messages: {m: {nmae: b}}}}\n`,
    refused: "unknown-property",
  },
];
