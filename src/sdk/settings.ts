import type { ClientOptions, TransportName } from './client-options.ts';
import { systemClock, type Clock } from './clock.ts';
import { findCredentials, type Credentials } from './credentials.ts';
import { createDocumentIds, type DocumentIds } from './document-ids.ts';
import { isRecord } from './is-record.ts';

/** The options of a client, with their defaults. */
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
  readonly documentIds: DocumentIds;
  readonly queriesByGet: boolean;
  readonly findCredentials: () => Promise<Credentials>;
  /** Whether `findCredentials` always gives the same. Where there is a token, it decides: a token is what expires. */
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
    documentIds: createDocumentIds({ isOn: options.documentIds ?? false }),
    queriesByGet: options.queriesByGet ?? false,
    findCredentials: () => findCredentials(options),
    hasFixedCredentials: typeof (options.token ?? options.voice) !== 'function',
  };
}

function readUrl(url: string | URL): URL {
  const page: unknown = Reflect.get(globalThis, 'location');
  return new URL(url, isRecord(page) && typeof page['href'] === 'string' ? page['href'] : undefined);
}
