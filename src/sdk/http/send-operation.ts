import { ColloquyError } from '../colloquy-error.ts';
import type { Credentials } from '../credentials.ts';
import type { Settings } from '../settings.ts';
import type { SentDocument } from '../typed-document.ts';
import { toUnexpectedResponse, type HttpDetails } from './graphql-response.ts';

/** A document, sent by its id where it has one, and its variables. */
export interface Operation extends SentDocument {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether it only reads. */
  readonly isRead?: boolean | undefined;
}

interface SendOptions {
  readonly credentials: Credentials;
  readonly accept: string;
  readonly signal: AbortSignal;
}

/** Sends an operation. A network failure is a `ColloquyError`; an aborted signal throws its reason. */
export async function sendOperation(settings: Settings, sent: Operation & SendOptions): Promise<Response> {
  const { query, documentId, variables, credentials, accept, signal } = sent;
  const { url, fetch } = settings;
  const address = findGetAddress(settings, sent);
  const request =
    address === null
      ? fetch(url, {
          method: 'POST',
          headers: { ...credentials, accept, 'content-type': 'application/json' },
          body: JSON.stringify({ ...(documentId === undefined ? { query } : { documentId }), variables }),
          signal,
        })
      : fetch(address, { headers: { accept }, signal });
  return await orNetworkFailure(request, signal);
}

/** Only what is the same for everybody has an address: whoever sends credentials is answered for themselves. */
function findGetAddress(
  { url, queriesByGet }: Settings,
  { documentId, variables, credentials, isRead = false }: Operation & SendOptions,
): URL | null {
  if (!queriesByGet || !isRead || documentId === undefined || Object.keys(credentials).length > 0) return null;
  const address = new URL(url);
  address.searchParams.set('documentId', documentId);
  address.searchParams.set('variables', JSON.stringify(variables));
  return address.href.length > LONGEST_ADDRESS ? null : address;
}

const LONGEST_ADDRESS = 4_000; // characters: what servers and proxies on the way take

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
