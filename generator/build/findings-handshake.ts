import type { FindingTable } from "../diagnostics.ts";

/** Findings about servers, addresses, parameters and security: all that counts before the first frame. */
export const HANDSHAKE_FINDINGS = {
  "server-url": {
    severity: "error",
    says: "A server has a host.",
    because:
      "Without one the gateway has no backend to dial. Write host: api.example.com (2.x: url).",
  },
  "server-variable": {
    severity: "warning",
    says: "Every variable in the URL of a server is described under variables.",
    because: "It has no default, so whoever runs the gateway has to give its value.",
  },
  "server-url-scheme": {
    severity: "warning",
    says: "The scheme stands in protocol, not in a host or a variable, and both agree.",
    because: "Other tools put protocol before the host and get wss://wss://….",
  },
  "server-url-query": {
    severity: "warning",
    says: "A server's URL has no query.",
    because:
      "Query parameters belong to the handshake: write them under bindings.ws.query of the channel, as they are read here.",
  },
  "server-path-overlap": {
    severity: "warning",
    says: "A channel's address does not repeat its server's path.",
    because:
      "The URL is the server's path followed by the address, so the common part would stand there twice. It is put there once.",
  },
  "address-brace": {
    severity: "error",
    says: "Braces in an address come in pairs around a name.",
    because: "What stands in an unclosed brace is neither text nor a parameter.",
  },
  "address-dot-segment": {
    severity: "error",
    says: "An address has no . or .. segments.",
    because:
      "Clients and proxies resolve them before the gateway sees them (RFC 3986 section 5.2.4).",
  },
  "address-encoded-slash": {
    severity: "error",
    says: "An address has no encoded slash or backslash.",
    because:
      "Some servers read %2F as / and others do not, so that two of them see two different paths.",
  },
  "address-parameters-adjacent": {
    severity: "error",
    says: "Two parameters of an address have text between them.",
    because: "Otherwise nobody knows where the first ends.",
  },
  "address-parameter-repeated": {
    severity: "error",
    says: "A parameter stands once in an address.",
    because: "Two places of one name could hold two different values.",
  },
  "address-query": {
    severity: "warning",
    says: "An address has no query.",
    because:
      "Query parameters belong to the handshake: write them under bindings.ws.query, as they are read here.",
  },
  "parameter-undeclared": {
    severity: "warning",
    says: "Every parameter of an address is described under parameters.",
    because: "One that is not may be any text.",
  },
  "parameter-not-in-address": {
    severity: "warning",
    says: "Every parameter of a channel stands in its address.",
    because:
      "One that does not is read as a query parameter, or as a header where its location says so. Write it under bindings.ws.query or bindings.ws.headers.",
  },
  "parameter-not-text": {
    severity: "warning",
    says: "A handshake parameter is text, a number, a boolean, a date, or a list of these.",
    because:
      "A query parameter or header is one line of text; nothing nested fits there. Any text is let through.",
  },
  "parameter-conflict": {
    severity: "warning",
    says: "Channels that share an address describe a parameter alike.",
    because: "They share one handshake. Where they differ, any text is let through.",
  },
  "header-reserved": {
    severity: "info",
    says: "Headers of the WebSocket handshake itself are not described.",
    because: "RFC 6455 says what they are; the gateway checks and sets them.",
  },
  "security-scheme": {
    severity: "error",
    says: "A security requirement names a scheme of components.securitySchemes.",
    because: "A scheme that is not described cannot be asked for.",
  },
  "security-scheme-passed-on": {
    severity: "warning",
    says: "A security scheme can be presented in a WebSocket handshake.",
    because:
      "http bearer and basic, httpApiKey, apiKey, oauth2 and openIdConnect can; X509 is a matter of TLS, others are passed on unseen.",
  },
  "security-scheme-x509": {
    severity: "info",
    says: "A client's certificate (X509) is not asked for, and nothing of it goes to the backend.",
    because:
      "The gateway's listener does not do mutual TLS, so such a scheme is documented and not enforced. Require certificates in front of the gateway.",
  },
  "security-on-channel": {
    severity: "warning",
    says: "security stands on servers and operations.",
    because:
      "AsyncAPI has none on channels, so other tools pass over it. It is applied to the channel's operations.",
  },
  "security-per-operation": {
    severity: "warning",
    says: "The operations of one address agree whether they need credentials.",
    because:
      "They share one handshake, which has to open for the operation that needs none. Credentials of the others are optional there and forwarded: the backend has to check them.",
  },
  "no-websocket-server": {
    severity: "warning",
    says: "A document has a server that speaks WebSocket.",
    because: "Without one there is nothing to put a gateway before, unless --backend names it.",
  },
} as const satisfies FindingTable;
