import { readData } from './answer.ts';
import { ColloquyError } from './colloquy-error.ts';
import { createPace } from './pace.ts';
import { postOperation, readJson, readOrigin, type Operation } from './post-operation.ts';
import type { Credentials, Settings } from './settings.ts';

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';
const LONGEST_PAUSE = 5_000; // 5 seconds
const LONGEST_RETRY_AFTER = 30_000; // 30 seconds

export interface Request extends Operation {
  /** Whether doing it twice is the same as doing it once. */
  readonly retry: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Those of the first attempt, if they are known already. */
  readonly credentials?: Credentials | undefined;
}

/** Sends a query or a mutation, and again where that is safe and helps: no answer came, or the service was not ready. */
export async function sendRequest<TResult>(settings: Settings, request: Request): Promise<TResult> {
  const pace = createPace({ clock: settings.clock, first: settings.backoff.first, longest: LONGEST_PAUSE });
  const signal = request.signal ?? new AbortController().signal;
  const attempts = request.retry ? settings.retries + 1 : 1;

  for (let attempt = 1; ; attempt += 1) {
    const credentials = (attempt === 1 ? request.credentials : undefined) ?? (await settings.findCredentials());
    try {
      return await sendOnce(settings, { ...request, credentials, signal });
    } catch (error) {
      if (attempt >= attempts || !(error instanceof ColloquyError) || !mayHelp(error)) throw error;
      await settings.clock.sleep((error.retryAfter ?? 0) + pace.next(), signal);
      signal.throwIfAborted();
    }
  }
}

async function sendOnce<TResult>(
  settings: Settings,
  { query, variables, credentials, signal: given }: Operation & { credentials: Credentials; signal: AbortSignal },
): Promise<TResult> {
  const timeout = AbortSignal.timeout(settings.timeout);
  const signal = AbortSignal.any([given, timeout]);
  try {
    const response = await postOperation(settings, { query, variables, credentials, accept: ACCEPT, signal });
    return readData<TResult>(await readJson(response, signal), readOrigin(response));
  } catch (error) {
    given.throwIfAborted();
    if (!timeout.aborted || error instanceof ColloquyError) throw error;
    throw new ColloquyError(`No answer in ${settings.timeout} ms.`, { code: 'NETWORK_FAILURE', cause: error });
  }
}

function mayHelp({ code, retryAfter = 0 }: ColloquyError): boolean {
  return (code === 'NETWORK_FAILURE' || code === 'SERVICE_UNAVAILABLE') && retryAfter <= LONGEST_RETRY_AFTER;
}
