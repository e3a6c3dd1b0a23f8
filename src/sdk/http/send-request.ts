import { createBackoff } from '../backoff.ts';
import { ColloquyError } from '../colloquy-error.ts';
import type { Credentials } from '../credentials.ts';
import type { Settings } from '../settings.ts';
import { readData } from './graphql-response.ts';
import { sendOperation, readHttpDetails, readJson, type Operation } from './send-operation.ts';

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';
const LONGEST_PAUSE = 5_000; // 5 seconds
const LONGEST_RETRY_AFTER = 30_000; // 30 seconds

interface Request extends Operation {
  /** Whether sending it twice is the same as sending it once. */
  readonly retry: boolean;
  readonly signal?: AbortSignal | undefined;
  /** The credentials of the first attempt, where they are known already. */
  readonly credentials?: Credentials | undefined;
}

/** Sends a query or a mutation. Sends it again where that is safe, and it was not answered, or refused for a short time. */
export async function sendRequest<TResult>(settings: Settings, request: Request): Promise<TResult> {
  const backoff = createBackoff({ clock: settings.clock, first: settings.backoff.first, longest: LONGEST_PAUSE });
  const signal = request.signal ?? new AbortController().signal;
  const attempts = request.retry ? settings.retries + 1 : 1;

  for (let attempt = 1; ; attempt += 1) {
    const credentials = (attempt === 1 ? request.credentials : undefined) ?? (await settings.findCredentials());
    try {
      return await sendDocument(settings, { ...request, credentials, signal });
    } catch (error) {
      if (attempt >= attempts || !(error instanceof ColloquyError) || !isTransient(error)) throw error;
      await settings.clock.sleep((error.retryAfter ?? 0) + backoff.nextPause(), signal);
      signal.throwIfAborted();
    }
  }
}

interface Attempt extends Operation {
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
}

/** A service that does not know a document has executed nothing: its text can be sent at once, also that of a mutation. */
async function sendDocument<TResult>(settings: Settings, attempt: Attempt): Promise<TResult> {
  const { documentIds } = settings;
  const sent = documentIds.choose(attempt);
  try {
    return await sendOnce(settings, sent);
  } catch (error) {
    if (!documentIds.isUnknown(error, sent)) throw error;
    return await sendOnce(settings, documentIds.choose(attempt));
  }
}

async function sendOnce<TResult>(settings: Settings, { signal: given, ...attempt }: Attempt): Promise<TResult> {
  const timeout = AbortSignal.timeout(settings.timeout);
  const signal = AbortSignal.any([given, timeout]);
  try {
    const response = await sendOperation(settings, { ...attempt, accept: ACCEPT, signal });
    return readData<TResult>(await readJson(response, signal), readHttpDetails(response));
  } catch (error) {
    given.throwIfAborted();
    if (!timeout.aborted || error instanceof ColloquyError) throw error;
    const message = `Expected a response within ${settings.timeout} ms, and found none.`;
    throw new ColloquyError(message, { code: 'NETWORK_FAILURE', cause: error });
  }
}

const TRANSIENT_CODES = new Set(['NETWORK_FAILURE', 'SERVICE_UNAVAILABLE', 'RATE_LIMITED']);

function isTransient({ code, retryAfter = 0 }: ColloquyError): boolean {
  return TRANSIENT_CODES.has(code) && retryAfter <= LONGEST_RETRY_AFTER;
}
