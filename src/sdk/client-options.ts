import type { Clock } from './clock.ts';

/** A secret, or a function that is asked for it before each request and each connection. Nothing: none is sent. */
export type Credential =
  string | null | undefined | (() => string | null | undefined | Promise<string | null | undefined>);

/** How subscriptions travel. */
export type TransportName = 'websocket' | 'sse';

/** The options of `createClient`. */
export interface ClientOptions {
  /** The address of the service's `/graphql`. In a browser it may be relative to the page. */
  readonly url: string | URL;
  /** An account's bearer token, without the word "Bearer". */
  readonly token?: Credential;
  /** A guest's secret, of at least 128 bits: `createVoice()` makes one. Keep it; it is what makes a comment the guest's own. */
  readonly voice?: Credential;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Stands in for the global `WebSocket`; Node before 22 has none (the class of the package `ws` serves). */
  readonly webSocketImpl?: unknown;
  /** Default: `websocket` where there is a WebSocket, else `sse`. */
  readonly transport?: TransportName | undefined;
  /** How often a request that can be repeated safely is repeated. Default: 3. */
  readonly retries?: number | undefined;
  /** How many milliseconds one attempt of a request may take. Default: 30,000. */
  readonly timeout?: number | undefined;
  /** How many milliseconds a stream's connection may say nothing, not even a heartbeat, before it counts as dead. Default: 30,000. */
  readonly silence?: number | undefined;
  /** The first and the longest pause before a connection is made again, in milliseconds. Default: 500 and 30,000. */
  readonly backoff?: { readonly first?: number | undefined; readonly longest?: number | undefined } | undefined;
  /** Time and chance, for tests. */
  readonly clock?: Clock | undefined;
}

/** The options of one request. */
export interface RequestOptions {
  /** Gives the request up: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether the request may be sent again when no answer came. Default: true for a query, false for a mutation. Say true
   * for a mutation only if doing it twice is the same as doing it once.
   */
  readonly retry?: boolean | undefined;
}
