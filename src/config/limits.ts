/** What a client may ask for at most, and how long things may take. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Tokens of a document, which bounds the recursion of the parser. */
  readonly documentTokens: number;
  /** Errors that the answer to a faulty request lists. */
  readonly requestErrors: number;
  readonly headersMs: number;
  readonly requestMs: number;
  readonly executionMs: number;
  /** Bytes of one WebSocket message. */
  readonly socketMessageBytes: number;
  readonly socketOperations: number;
  /** Messages that a socket may send at once, and each second from then on. */
  readonly messageBurst: number;
  readonly messagesPerSecond: number;
  /** Sockets that one account, or one guest's voice, may have at once. */
  readonly socketsOfOne: number;
  /** Sockets in all. */
  readonly sockets: number;
  readonly connectionInitMs: number;
  /** How often a connection is proved alive: a ping over WebSocket, a comment line over SSE. */
  readonly heartbeatMs: number;
  /** Bytes that subscriptions leave unsent on one socket; a slower client gets the rest from the log later. */
  readonly streamBytes: number;
  /** How long a client may leave them there. */
  readonly stalledMs: number;
  /** Bytes of anything that may stay unsent on one socket… */
  readonly unsentBytes: number;
  /** …for as long as this. */
  readonly unsentMs: number;
  /** How long a load balancer has to notice that the service is no longer ready, before the service accepts nothing more. */
  readonly noticeMs: number;
  /** How long running requests may still take at a shutdown. */
  readonly drainMs: number;
  /** How long the whole shutdown may take. */
  readonly shutdownMs: number;
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  bodyBytes: 256 * 1024,
  documentTokens: 2_000,
  requestErrors: 10,
  headersMs: 10_000, // 10 seconds
  requestMs: 30_000, // 30 seconds
  executionMs: 10_000, // 10 seconds
  socketMessageBytes: 64 * 1024,
  socketOperations: 100,
  messageBurst: 300, // a client resubscribes everything at once after a reconnect
  messagesPerSecond: 50,
  socketsOfOne: 20,
  sockets: 20_000,
  connectionInitMs: 3_000, // 3 seconds
  heartbeatMs: 12_000, // 12 seconds
  streamBytes: 64 * 1024,
  stalledMs: 30_000, // 30 seconds
  unsentBytes: 1024 * 1024,
  unsentMs: 5_000, // 5 seconds
  noticeMs: 0, // a service that stands alone has no load balancer
  drainMs: 5_000, // 5 seconds
  shutdownMs: 10_000, // 10 seconds
});
