import type { Logger } from 'pino';
import { answerResult } from './answer.ts';
import type { Engine } from '../execution/engine.ts';
import { readHeaderCredentials, readIdentity, type CredentialKeys } from '../execution/identity/credentials.ts';
import type { Origin } from '../execution/rates/client-address.ts';
import type { Peer } from './http-server.ts';
import type { Yoga } from './yoga.ts';
import { answerPreflight, requireAllowedOrigin } from './cors.ts';
import { commonHeaders } from './common-headers.ts';
import { HttpFault } from './http-fault.ts';
import { maskError } from '../execution/masking.ts';
import { negotiate } from './negotiate.ts';
import type { Origins } from '../execution/origins.ts';
import { readRequestId } from './request-id.ts';
import { EventSink } from './events/event-sink.ts';
import { CLIENT_LEFT, Observation } from '../observe/observation.ts';
import { identify } from '../execution/identity/identify.ts';
import type { Observer } from '../observe/observer.ts';
import type { Identity } from '../session/session.ts';
import type { AnswerNotFound } from '../pages/not-found.ts';
import { findRoute, nameRouteOf, textResponse, type Route } from '../pages/route.ts';

/** How every request is told apart, whichever way it goes: whose page sent it, who asks, and from where. */
export interface ClientRules {
  readonly origins: () => Origins;
  /** Finds the address that a client is counted under. */
  readonly readAddress: (origin: Origin) => string;
  readonly keys: CredentialKeys;
  readonly now: () => Date;
  readonly observer: Observer;
}

interface HandlerOptions extends ClientRules {
  readonly engine: Pick<Engine, 'requireFewFaulty' | 'countRefused'>;
  readonly yoga: Yoga;
  readonly routes: readonly Route[];
  /** The page that a browser gets at `/graphql`; null where there is none. */
  readonly playground: ((request: Request) => Promise<Response>) | null;
  readonly answerNotFound: AnswerNotFound;
  readonly logger: Logger;
  /** Whether a shutdown has begun, which new requests are told. */
  readonly isEnding: () => boolean;
}

const GRAPHQL = '/graphql';
const CLOSED_REQUEST = 499; // as nginx has it: nobody reads it

export type Handle = (request: Request, connection?: Peer) => Promise<Response>;

/** Answers every request: through a port with its connection, or in process. */
export function createHandler(options: HandlerOptions): Handle {
  return async (request, connection) => {
    const startedAt = performance.now();
    const requestId = readRequestId(request.headers);
    const observation = new Observation(options.observer, { requestId, door: 'http' });
    const answering = { ...options, requestId, connection, observation, pathname: new URL(request.url).pathname };
    const response = finish(await answer(request, answering), { request, requestId, origins: options.origins() });
    options.observer.request({
      requestId,
      method: request.method,
      route: nameRouteOf(options.routes, answering.pathname),
      status: response.status,
      durationMs: performance.now() - startedAt,
      isOperation: observation.isOver,
    });
    return response;
  };
}

interface Answering extends HandlerOptions {
  readonly requestId: string;
  readonly connection: Peer | undefined;
  readonly pathname: string;
  readonly observation: Observation;
}

async function answer(request: Request, options: Answering): Promise<Response> {
  const { pathname, observation } = options;
  try {
    if (request.method === 'OPTIONS') return answerPreflight(request, options.origins());
    if (pathname === GRAPHQL) return await answerGraphql(request, options);
    return await answerRoute(request, options);
  } catch (error) {
    if (request.signal.aborted && pathname === GRAPHQL) observation.end(CLIENT_LEFT);
    if (request.signal.aborted) return new Response(null, { status: CLOSED_REQUEST }); // Yoga fails with the signal's reason
    return answerFailure(error, { ...options, request });
  }
}

async function answerRoute(request: Request, answering: Answering): Promise<Response> {
  const { routes, answerNotFound, pathname, requestId, connection } = answering;
  const found = findRoute(routes, pathname);
  if (found === null) return answerNotFound(request);
  const { route, params } = found;
  if (route.method === 'POST') requireChange(request, answering);
  else if (request.method !== 'GET' && request.method !== 'HEAD') {
    return textResponse('This is read by GET.\n', { status: 405, headers: { allow: 'GET, HEAD, OPTIONS' } });
  }
  const address = addressOf(request, answering);
  const identifySender = async () => await identifyAt(address, request, answering);
  const awaitBody = () => connection?.awaitBody?.();
  return await route.handle(request, { params, requestId, address, identify: identifySender, awaitBody });
}

/** What changes something is sent by POST, by a page that may, and not to a service that ends. @throws {HttpFault} */
function requireChange(request: Request, { origins, isEnding }: Answering): void {
  if (request.method !== 'POST') {
    throw new HttpFault('Expected POST.', { status: 405, headers: { allow: 'POST, OPTIONS' } });
  }
  requireAllowedOrigin(request, origins());
  requireRunning(isEnding);
}

/** @throws {HttpFault} once a shutdown has begun. */
function requireRunning(isEnding: () => boolean): void {
  if (isEnding()) throw new HttpFault('The service is shutting down.', { status: 503, code: 'SERVICE_UNAVAILABLE' });
}

async function answerGraphql(request: Request, options: Answering): Promise<Response> {
  const { yoga, playground, keys, now, requestId, observation } = options;
  if (request.method !== 'GET' && request.method !== 'POST') {
    throw new HttpFault('Expected GET or POST.', { status: 405, headers: { allow: 'GET, POST, OPTIONS' } });
  }
  if (request.method === 'POST') requireAllowedOrigin(request, options.origins());
  const accept = request.headers.get('accept');
  if (playground !== null && request.method === 'GET' && accept?.includes('text/html')) return playground(request);
  requireRunning(options.isEnding);
  const accepted = negotiate(accept);
  if (accepted.json === null && !accepted.takesStream) {
    throw new HttpFault('Expected `Accept` to take application/graphql-response+json or application/json.', {
      status: 406,
    });
  }

  const address = addressOf(request, options);
  const identity = await identifyAt(address, request, options);
  const lastEventId = request.headers.get('last-event-id');
  const { signal } = request;
  return yoga.fetch(request, {
    accepted,
    verify: async () => await readIdentity(readHeaderCredentials(request.headers), { ...keys, now: now() }),
    operation: { identity, address, requestId, observation, signal, lastEventId, sink: new EventSink(signal) },
  });
}

async function identifyAt(
  address: string | null,
  { headers }: Request,
  { keys, now, engine }: Answering,
): Promise<Identity> {
  return await identify(headers, { address, keys, now, engine });
}

function addressOf({ headers }: Request, { connection, readAddress }: Answering): string | null {
  const forwardedFor = headers.get('x-forwarded-for');
  return connection === undefined ? null : readAddress({ ...connection, forwardedFor });
}

function answerFailure(error: unknown, answering: Answering & { request: Request }): Response {
  const { request, requestId, logger, pathname, observation } = answering;
  const result = { errors: [maskError(error, { requestId, logger })] };
  if (pathname === GRAPHQL) observation.answer(result);
  if (error instanceof HttpFault && error.rule !== null) observation.breaks(error.rule);
  return answerResult(result, {
    accepted: negotiate(request.headers.get('accept')),
    ...(error instanceof HttpFault && { status: error.status, headers: error.headers }),
  });
}

function finish(
  response: Response,
  { request, requestId, origins }: { request: Request; requestId: string; origins: Origins },
): Response {
  const { headers } = response;
  headers.append('vary', 'origin');
  for (const [name, value] of Object.entries(commonHeaders(request, { requestId, origins }))) headers.set(name, value);
  return response;
}
