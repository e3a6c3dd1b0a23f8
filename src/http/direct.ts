// The short way of the request that is asked most: a query or a mutation by POST, answered with JSON. Everything else, and whatever
// is not as it should be, goes the long way through Yoga, before anything was executed: so this way has no refusals of its own.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationTypeNode } from 'graphql';
import type { Limits } from '../config/limits.ts';
import { resolveOperation } from '../execution/documents/documents.ts';
import type { Engine } from '../execution/engine.ts';
import type { WrittenResult } from '../execution/executor/json-text.ts';
import type { OperationRequest } from '../execution/operation.ts';
import type { Origins } from '../execution/origins.ts';
import { Observation } from '../observe/observation.ts';
import type { Sink } from '../live/delivery/subscriber.ts';
import { describeAnswer, type Answer } from './answer.ts';
import type { ClientRules } from './handler.ts';
import { commonHeaders } from './common-headers.ts';
import { identify } from '../execution/identity/identify.ts';
import { IncomingHeaders } from './incoming-headers.ts';
import { negotiate, type Accepted } from './negotiate.ts';
import { readRequestId } from './request-id.ts';
import { isJsonType, parseParams } from './request-params.ts';

export interface DirectOptions extends ClientRules {
  readonly engine: Engine;
}

/** What became of a request: its answer, or its body where it has to go the long way. */
type Direct = { readonly answer: Answer } | { readonly body: Buffer; readonly signal: AbortSignal };

const NO_STREAM: Sink = {
  send() {
    throw new Error('Expected a query or a mutation to send no events.');
  },
};

/** What a client takes that asks the short way, by the head of its request alone; null for every other. */
export function acceptDirect(
  { method, url, headers }: IncomingMessage,
  { bodyBytes }: Pick<Limits, 'bodyBytes'>,
): Accepted | null {
  if (method !== 'POST' || url !== '/graphql' || headers['content-encoding'] !== undefined) return null;
  const length = headers['content-length'];
  if (length === undefined || !(Number(length) <= bodyBytes) || !isJsonType(headers['content-type'])) return null;
  const accepted = negotiate(headers.accept ?? null);
  return accepted.json !== null && !accepted.takesStream ? accepted : null;
}

/** Reads a request that {@link acceptDirect} takes, and answers a valid query or mutation of a client that is known. */
export async function answerDirect(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: DirectOptions & { readonly accepted: Accepted },
): Promise<Direct> {
  const startedAt = performance.now();
  const body = await readWhole(incoming);
  const headers = new IncomingHeaders(incoming.headers);
  const requestId = readRequestId(headers);
  const observation = new Observation(options.observer, { requestId, door: 'http' });

  const signal = signalOf(outgoing);
  const peer = incoming.socket.remoteAddress;
  const address = options.readAddress({ peer, forwardedFor: headers.get('x-forwarded-for') });
  const prepared = await prepare(headers, { ...options, body, address });
  if (prepared === null) return { body, signal };
  const { identity, request, definition } = prepared;
  observation.identify(definition);
  const operation = { identity, address, requestId, observation, lastEventId: null, sink: NO_STREAM };
  const result = await options.engine.execute({ ...operation, signal }, request);

  const answer = describe(result, { accepted: options.accepted, headers, requestId, origins: options.origins() });
  options.observer.request({
    ...{ requestId, method: 'POST', route: '/graphql', status: answer.status },
    durationMs: performance.now() - startedAt,
    isOperation: observation.isOver,
  });
  return { answer };
}

/** The same request for the long way, with the body that was read. */
export function toRequest(
  { headers, url = '' }: IncomingMessage,
  { body, signal }: { readonly body: Buffer; readonly signal: AbortSignal },
): Request {
  const given = Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((one) => [name, one] as const),
  );
  return new Request(`http://${headers.host ?? 'localhost'}${url}`, {
    ...{ method: 'POST', body: new Uint8Array(body), signal },
    headers: given.filter(([name]) => name !== 'connection' && name !== 'transfer-encoding').map(([...pair]) => pair),
  });
}

async function readWhole(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(incoming, 'end').catch(() => undefined); // the long way says that a part of it is missing
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

/** Null where anything is amiss: the long way says what. */
async function prepare(
  headers: IncomingHeaders,
  { body, address, engine, origins, keys, now }: DirectOptions & { readonly body: Buffer; readonly address: string },
) {
  const origin = headers.get('origin');
  if (origin !== null && !origins().isAllowed(origin)) return null;
  try {
    const identity = await identify(headers, { address, keys, now, engine });
    const params = parseParams(body, engine);
    if (params === null) return null;
    const { query, operationName, variables } = params;
    const document = engine.parse(query, { identity, address });
    const definition = resolveOperation(document, operationName);
    if (definition.operation === OperationTypeNode.SUBSCRIPTION || engine.validate(document).length > 0) return null;
    return { identity, definition, request: { document, operationName, variables } satisfies OperationRequest };
  } catch {
    return null;
  }
}

function signalOf(outgoing: ServerResponse): AbortSignal {
  const left = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) left.abort();
  });
  return left.signal;
}

function describe(
  result: WrittenResult,
  {
    accepted,
    headers,
    requestId,
    origins,
  }: { accepted: Accepted; headers: IncomingHeaders; requestId: string; origins: Origins },
): Answer {
  const answer = describeAnswer(result, { accepted });
  return {
    ...answer,
    headers: { ...answer.headers, ...commonHeaders({ headers }, { requestId, origins }), vary: 'accept, origin' },
  };
}
