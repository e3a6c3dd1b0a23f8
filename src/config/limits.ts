/** A number that bounds the service: what applies without a setting, its unit, and what it bounds. */
interface Limit {
  readonly standard: number;
  readonly unit: string;
  readonly meaning: string;
}

// Each is a setting: `documentTokens` is LIMIT_DOCUMENT_TOKENS in the environment. docs/limits.md lists them; a test compares.
export const LIMITS = {
  // Requests
  bodyBytes: limit(256 * 1024, 'bytes', 'The body of a request'),
  importMegabytes: limit(2_048, 'MB', 'The files of an import that is sent to the service'),
  documentTokens: limit(2_000, 'tokens', 'A document; this bounds the recursion of the parser'),
  documentDefinitions: limit(50, 'definitions', 'The operations and fragments of a document'),
  documentAliases: limit(30, 'aliases', 'The aliased fields of a document'),
  documentDirectives: limit(20, 'directives', 'The directives of a document'),
  documentLines: limit(1_000, 'lines', 'A document: the place of an error is counted in lines'),
  documentRepeats: limit(50, 'fields', 'The fields of a document that are selected twice of the same object'),
  documentDepth: limit(50, 'levels', 'The fields within fields of an operation, through its fragments'),
  variableValues: limit(1_000, 'values', 'The values in the variables of an operation'),
  price: limit(20_000, 'objects', 'The objects that an operation can return, counted before it runs'),
  replies: limit(5_000, 'comments', 'The nested replies that an operation reads'),
  values: limit(250_000, 'values', 'The values that an operation returns'),
  answerBytes: limit(8 * 1024 * 1024, 'bytes', 'The texts that an operation returns'),
  requestErrors: limit(10, 'errors', 'The errors that the answer to a faulty request lists'),
  resultErrors: limit(100, 'errors', 'The errors beside the data of an answer'),
  headersMs: limit(10_000, 'ms', 'The time in which the headers of a request must arrive'),
  requestMs: limit(
    30_000,
    'ms',
    'The time in which a whole request must arrive; the files of an import may take longer',
  ),
  executionMs: limit(10_000, 'ms', 'The time that the execution of an operation may take'),

  // Rates, of one account or of one guest’s voice
  readsPerMinute: limit(200, 'operations', 'The queries and subscriptions in a minute'),
  readBurst: limit(50, 'operations', 'The queries and subscriptions in the time of a burst'),
  readBurstMs: limit(10_000, 'ms', 'The time of a burst of queries and subscriptions'),
  costPerMinute: limit(50_000, 'objects', 'The prices of the operations in a minute'),
  writeBurst: limit(10, 'writes', 'The mutations in a burst'),
  writeMs: limit(2_000, 'ms', 'The time for each mutation of a burst: 10 writes in 20 seconds by default'),
  writesPerHour: limit(500, 'writes', 'The mutations in an hour'),
  repeatedTextMs: limit(300_000, 'ms', 'The time in which the same comment is not taken twice'),
  addressMultiple: limit(10, 'times', 'What an address may do, and hold open, as a multiple of what one voice may'),
  rateKeys: limit(100_000, 'counters', 'The counters of rates in memory; the one used longest ago gives way'),
  rateStoreMs: limit(250, 'ms', 'The time in which Redis must count, before the process counts by itself'),

  // Connections
  tcpConnections: limit(25_000, 'connections', 'The TCP connections of the process, whatever is sent over them'),
  tcpConnectionsOfAddress: limit(
    1_000,
    'connections',
    'The TCP connections of one address, unless it is a trusted proxy’s',
  ),
  keptBytes: limit(32 * 1024 * 1024, 'bytes', 'The answers that are kept for the next who asks the same; 0 keeps none'),
  unreadBytes: limit(128 * 1024 * 1024, 'bytes', 'The answers left unread by all clients; beyond it the oldest is cut'),
  dearPrice: limit(2_000, 'objects', 'The price from which a query is dear'),
  dearAtOnce: limit(4, 'queries', 'The dear queries that run at once, at least one; no other query waits'),
  dearWaiting: limit(100, 'queries', 'The dear queries that wait; beyond it they are refused'),

  // Sockets and streams
  eventPrice: limit(1_000, 'objects', 'The objects that one event of a subscription can return'),
  openEventPrices: limit(
    5_000,
    'objects',
    'The prices of one event of each subscription that one account or voice holds open',
  ),
  eventsAtOnce: limit(8, 'executions', 'The executions of events that run at once, at least one; the others wait'),
  socketMessageBytes: limit(64 * 1024, 'bytes', 'A WebSocket message'),
  socketOperations: limit(100, 'operations', 'The operations that are open at once on a socket'),
  operationIdChars: limit(128, 'characters', 'The id that a client gives to an operation of a socket'),
  socketExecutions: limit(4, 'operations', 'The queries and mutations of a socket that run at once; the others wait'),
  messageBurst: limit(300, 'messages', 'The messages that a socket may send at once'),
  messagesPerSecond: limit(50, 'messages', 'The messages that a socket may send each second after a burst'),
  connectionsOfOne: limit(20, 'connections', 'The sockets and SSE streams of one account, or of one guest’s voice'),
  connections: limit(20_000, 'connections', 'The sockets and SSE streams of the process'),
  connectionInitMs: limit(3_000, 'ms', 'The time in which a socket must send `connection_init`'),
  recheckMs: limit(60_000, 'ms', 'The interval in which the API token of an open stream or socket is looked for again'),
  heartbeatMs: limit(12_000, 'ms', 'The interval of the pings over WebSocket and of the comment lines over SSE'),
  streamBytes: limit(64 * 1024, 'bytes', 'The events left unsent on a socket or stream; the rest waits in the log'),
  stalledMs: limit(
    30_000,
    'ms',
    'The time that a client may take to read 128 KiB of an answer, or the events that wait for it, or to send more of the files of an import',
  ),
  unsentBytes: limit(1024 * 1024, 'bytes', 'Everything left unsent on a socket; it is not read from meanwhile'),
  unsentMs: limit(5_000, 'ms', 'The time for which a client may leave that much unread'),

  // Writers, and the database
  writersWaiting: limit(500, 'writers', 'The writers that wait for their turn on one post'),
  writersWaitingInAll: limit(2_000, 'writers', 'The writers that wait for, or have, their turn on any post'),
  writerWaitMs: limit(5_000, 'ms', 'The time for which a writer waits for its turn, and then for a connection'),
  writerConnectionsPercent: limit(50, 'percent', 'The connections to the database that writers may hold'),
  queryMs: limit(7_000, 'ms', 'The time in which PostgreSQL must answer; it ends a statement by itself after 5,000'),

  // Texts
  renderInPlaceCharacters: limit(300, 'characters', 'A text that is rendered at once, without a thread'),
  renderThreads: limit(2, 'threads', 'The threads that render longer texts; at least one'),
  renderQueue: limit(100, 'texts', 'The texts that wait for a thread'),
  renderMs: limit(8_000, 'ms', 'The time that a thread may take for a text, its own start included'),
  renderMegabytes: limit(256, 'MB', 'The memory of a thread'),

  // The end of the process
  noticeMs: limit(0, 'ms', 'The time for a load balancer to notice that the service is no longer ready'),
  drainMs: limit(5_000, 'ms', 'The time for which running requests may go on at a shutdown'),
  shutdownMs: limit(10_000, 'ms', 'The time that a shutdown may take'),
} as const satisfies Readonly<Record<string, Limit>>;

/** What a client may ask for at most, and how long things may take, in the units of {@link LIMITS}. */
export type Limits = { readonly [Name in keyof typeof LIMITS]: number };

export const DEFAULT_LIMITS: Limits = Object.freeze(mapLimits(({ standard }) => standard));

const PREFIX = 'LIMIT_';
const MOST = 2 ** 31 - 1; // the longest timer of Node

/** The limits that an environment sets, and its faults, each with its cure. */
export function readLimits(env: Readonly<Record<string, string>>): {
  readonly limits: Partial<Limits>;
  readonly faults: readonly string[];
} {
  const names = new Map(Object.keys(LIMITS).map((name) => [variableOf(name), name]));
  const given = Object.entries(env).filter(([variable]) => variable.startsWith(PREFIX));
  const unknown = given.filter(([variable]) => !names.has(variable));
  const invalid = given.filter(([variable, text]) => names.has(variable) && !isCount(text));
  return {
    limits: Object.fromEntries(
      given.flatMap(([variable, text]) => {
        const name = names.get(variable);
        return name === undefined || !isCount(text) ? [] : [[name, Number(text)]];
      }),
    ),
    faults: [
      ...unknown.map(([variable]) => `${variable}: expected a limit of docs/limits.md; there is none of this name`),
      ...invalid.map(([variable]) => `${variable}: expected a whole number from 0 to ${MOST}`),
    ],
  };
}

/** The environment variable of a limit: `documentTokens` is set by `LIMIT_DOCUMENT_TOKENS`. */
export function variableOf(name: string): string {
  return PREFIX + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function isCount(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= MOST;
}

function limit(standard: number, unit: string, meaning: string): Limit {
  return { standard, unit, meaning };
}

function mapLimits(valueOf: (limit: Limit) => number): Limits;
function mapLimits(valueOf: (limit: Limit) => number): object {
  return Object.fromEntries(Object.entries(LIMITS).map(([name, found]) => [name, valueOf(found)]));
}
