/** Bounds that hold for every API of a gateway, whatever its document says. */
export const GATEWAY_LIMITS = {
  /** Request line and headers together; more is answered with 431. */
  requestBytes: 16 * 1024,
  /** Headers of one request; more is HANDSHAKE_MALFORMED. */
  requestHeaders: 64,
  /** A client that has not sent its whole request by then is answered with 408. */
  requestSeconds: 5,
  /**
   * Connections of one address, in one process, whose request has not arrived yet; one more is cut and
   * counted as OVERLOADED. A proxy in front is one address and sends its requests at once, so that it
   * is far below this even while all its clients come back together.
   */
  halfOpenPerAddress: 2000,
  /** Bytes a client may send behind its request before our 101; more is HANDSHAKE_MALFORMED. */
  earlyBytes: 16 * 1024,
  /** Subprotocols that one client may offer. */
  subprotocols: 16,
  /** Path segments of a request. */
  pathSegments: 64,
  /** Problems that one answer lists. */
  problems: 100,
  /** Pings, pongs and closes that one peer may send within a second; more is POLICY. */
  controlFramesPerSecond: 10,
  /** How long a refused client may take to read its answer. */
  answerSeconds: 2,
  /**
   * At least this many connections are closed in a second while draining, so that few do not wait
   * long.
   */
  drainedPerSecond: 100,
} as const;
