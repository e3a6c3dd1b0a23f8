import type { Clock } from './clock.ts';

/** A secret, or a function that is called for it before each request and each connection. Without a value, none is sent. */
export type Credential =
  string | null | undefined | (() => string | null | undefined | Promise<string | null | undefined>);

/** The transport of subscriptions: `websocket` (graphql-transport-ws) or `sse` (server-sent events). */
export type TransportName = 'websocket' | 'sse';

/** The options of `createClient`. */
export interface ClientOptions {
  /** The address of the service's `/graphql`. In a browser it may be relative to the page. */
  readonly url: string | URL;
  /** An account's bearer token, without the word "Bearer". Default: none. */
  readonly token?: Credential;
  /**
   * A guest's secret of at least 128 bits; `createVoice()` makes one. Store it: only the same voice can edit and delete the
   * guest's comments. Default: none.
   */
  readonly voice?: Credential;
  /** The function that sends requests. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The WebSocket class, such as that of the package `ws`. Default: the global `WebSocket`, which Node before 22 lacks. */
  readonly webSocketImpl?: unknown;
  /**
   * Whether a document is sent by its id instead of its text: those of the client, and your own if their code generator gave
   * them one (`persistedDocuments`). A document that the service does not know is sent again as text, and always from then
   * on. Default: false.
   */
  readonly documentIds?: boolean | undefined;
  /**
   * Whether queries without credentials that are sent by their id go by GET: a browser then does not ask another origin for
   * leave first, and an answer that has not changed is not sent again. Default: false.
   */
  readonly queriesByGet?: boolean | undefined;
  /** The transport of subscriptions. Default: `websocket` where there is a WebSocket class, else `sse`. */
  readonly transport?: TransportName | undefined;
  /** The number of times that a request which is safe to repeat is sent again. Default: 3. */
  readonly retries?: number | undefined;
  /** The longest time for one attempt of a request, in milliseconds. Default: 30,000. */
  readonly timeout?: number | undefined;
  /**
   * The longest time without any message on a stream's connection, heartbeats included, in milliseconds; after it the
   * connection counts as lost. Default: 30,000.
   */
  readonly silence?: number | undefined;
  /**
   * The pauses before a new attempt, in milliseconds: `first` limits the first one, `longest` limits all of them. Each is
   * random between 0 and a limit that doubles with every attempt. Default: 500 and 30,000.
   */
  readonly backoff?: { readonly first?: number | undefined; readonly longest?: number | undefined } | undefined;
  /** The source of time and randomness, for tests. Default: that of the platform. */
  readonly clock?: Clock | undefined;
}

/** The options of one request. */
export interface RequestOptions {
  /** Cancels the request: its promise rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether the request may be sent again when no response came. Default: true for a query, for `claimVoice`, `react`, `openDiscussion` and
   * `withdrawHeldComment`, and for `createComment` and `createPost` (with a token or a voice); false for every other mutation. Set it for a mutation only if doing it twice
   * is the same as doing it once.
   */
  readonly retry?: boolean | undefined;
}
