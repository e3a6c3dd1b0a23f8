import { notGraphQL } from './answer.ts';
import { ColloquyError } from './colloquy-error.ts';
import type { Credentials, Settings } from './settings.ts';

/** What is sent: the document's text, and its variables. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface PostOptions {
  readonly credentials: Credentials;
  readonly accept: string;
  readonly signal: AbortSignal;
}

/** Posts an operation. A network that fails is a `ColloquyError`; an aborted signal throws its reason. */
export async function postOperation(
  settings: Settings,
  { query, variables, credentials, accept, signal }: Operation & PostOptions,
): Promise<Response> {
  return await orNetworkFailure(
    settings.fetch(settings.url, {
      method: 'POST',
      headers: { ...credentials, accept, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal,
    }),
    signal,
  );
}

/** Reads an answer of JSON. */
export async function readJson(response: Response, signal: AbortSignal): Promise<unknown> {
  const text = await orNetworkFailure(response.text(), signal);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notGraphQL(readOrigin(response));
  }
}

export function readOrigin(response: Response): { status: number; retryAfter: number | undefined } {
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
