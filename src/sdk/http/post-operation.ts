import { ColloquyError } from '../colloquy-error.ts';
import type { Credentials } from '../credentials.ts';
import type { Settings } from '../settings.ts';
import type { SentDocument } from '../typed-document.ts';
import { toUnexpectedResponse, type HttpDetails } from './graphql-response.ts';

/** A document, sent by its id where it has one, and its variables. */
export interface Operation extends SentDocument {
  readonly variables: Readonly<Record<string, unknown>>;
}

interface PostOptions {
  readonly credentials: Credentials;
  readonly accept: string;
  readonly signal: AbortSignal;
}

/** Posts an operation. A network failure is a `ColloquyError`; an aborted signal throws its reason. */
export async function postOperation(
  settings: Settings,
  { query, documentId, variables, credentials, accept, signal }: Operation & PostOptions,
): Promise<Response> {
  return await orNetworkFailure(
    settings.fetch(settings.url, {
      method: 'POST',
      headers: { ...credentials, accept, 'content-type': 'application/json' },
      body: JSON.stringify({ ...(documentId === undefined ? { query } : { documentId }), variables }),
      signal,
    }),
    signal,
  );
}

/** Reads the JSON of a response. */
export async function readJson(response: Response, signal: AbortSignal): Promise<unknown> {
  const text = await orNetworkFailure(response.text(), signal);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw toUnexpectedResponse(readHttpDetails(response));
  }
}

export function readHttpDetails(response: Response): HttpDetails {
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return { status: response.status, retryAfter: Number.isNaN(seconds) ? undefined : seconds * 1_000 };
}

async function orNetworkFailure<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    signal.throwIfAborted();
    throw new ColloquyError('The service cannot be reached.', { code: 'NETWORK_FAILURE', cause });
  }
}
