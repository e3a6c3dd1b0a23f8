import { isRecord } from './answer.ts';
import type { ClientOptions, Credential, TransportName } from './client-options.ts';
import { systemClock, type Clock } from './clock.ts';
import { ColloquyError } from './colloquy-error.ts';

/** The headers that say who asks. The same keys go into `connection_init`. */
export type Credentials = Readonly<Record<string, string>>;

/** The options, with their defaults. */
export interface Settings {
  readonly url: URL;
  readonly fetch: typeof globalThis.fetch;
  readonly webSocketImpl: unknown;
  readonly transport: TransportName;
  readonly retries: number;
  readonly timeout: number;
  readonly silence: number;
  readonly backoff: { readonly first: number; readonly longest: number };
  readonly clock: Clock;
  /** Asks for the credentials anew. */
  readonly findCredentials: () => Promise<Credentials>;
  /** Whether asking again always gives the same. A token decides, where there is one: it is what expires. */
  readonly hasFixedCredentials: boolean;
}

export function readSettings(options: ClientOptions): Settings {
  const webSocketImpl: unknown = options.webSocketImpl ?? Reflect.get(globalThis, 'WebSocket');

  return {
    url: readUrl(options.url),
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    webSocketImpl,
    transport: options.transport ?? (webSocketImpl === undefined ? 'sse' : 'websocket'),
    retries: options.retries ?? 3,
    timeout: options.timeout ?? 30_000, // 30 seconds
    silence: options.silence ?? 30_000, // 30 seconds
    backoff: { first: options.backoff?.first ?? 500, longest: options.backoff?.longest ?? 30_000 },
    clock: options.clock ?? systemClock,
    findCredentials: () => findCredentials(options),
    hasFixedCredentials: typeof (options.token ?? options.voice) !== 'function',
  };
}

function readUrl(url: string | URL): URL {
  const page: unknown = Reflect.get(globalThis, 'location');
  return new URL(url, isRecord(page) && typeof page['href'] === 'string' ? page['href'] : undefined);
}

async function findCredentials({ token, voice }: ClientOptions): Promise<Credentials> {
  const [bearer, secret] = await Promise.all([ask(token), ask(voice)]);
  return {
    ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    ...(secret ? { 'colloquy-voice': secret } : {}),
  };
}

async function ask(credential: Credential): Promise<string | null | undefined> {
  if (typeof credential !== 'function') return credential;
  try {
    return await credential();
  } catch (cause) {
    throw new ColloquyError('The function that gives the credential failed.', { code: 'CREDENTIAL_FAILURE', cause });
  }
}
