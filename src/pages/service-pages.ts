import { CachedPage } from './cached-page.ts';
import { textResponse, type Route } from './route.ts';

interface ServicePages {
  /** Prints the schema as SDL. */
  readonly printSchema: () => string;
  readonly hasPublicSchema: boolean;
  readReadiness(): Promise<Readiness>;
}

/** What an instance needs to work, and what it can do without. */
export interface Readiness {
  /** Whether the database answers with every migration, and no shutdown has begun. */
  readonly isReady: boolean;
  readonly database: 'up' | 'away';
  readonly migrations: 'applied' | 'missing' | 'unknown';
  /** What wakes the streams of other instances. */
  readonly doorbell: 'up' | 'away';
}

/** Pages for machines: whether the process lives, whether it can work, and the schema. */
export function createServicePages({ printSchema, hasPublicSchema, readReadiness }: ServicePages): Route[] {
  const sdl = new CachedPage(printSchema, {
    'content-type': 'text/plain; charset=utf-8',
  });
  return [
    { path: /^\/health$/, handle: () => textResponse('alive\n', { headers: NOT_KEPT }) },
    { path: /^\/ready$/, handle: async () => answerReady(await readReadiness()) },
    ...(hasPublicSchema ? [{ path: /^\/schema\.graphql$/, handle: (request: Request) => sdl.answer(request) }] : []),
  ];
}

const NOT_KEPT = { 'cache-control': 'no-store' };

function answerReady({ isReady, ...parts }: Readiness): Response {
  const text = `${JSON.stringify({ status: isReady ? 'ready' : 'not ready', ...parts })}\n`;
  const headers = { ...NOT_KEPT, 'content-type': 'application/json' };
  if (isReady) return textResponse(text, { headers });
  return textResponse(text, { status: 503, headers: { ...headers, 'retry-after': '1' } });
}
