import { CachedPage } from './cached-page.ts';
import { textResponse, type Route } from './route.ts';

interface ServicePages {
  /** Prints the schema as SDL. */
  readonly printSchema: () => string;
  readonly hasPublicSchema: boolean;
  /** Whether the database answers and no shutdown has begun. */
  isReady(): Promise<boolean>;
}

/** Pages for machines: whether the process lives, whether it can work, and the schema. */
export function createServicePages({ printSchema, hasPublicSchema, isReady }: ServicePages): Route[] {
  const sdl = new CachedPage(printSchema, {
    'content-type': 'text/plain; charset=utf-8',
  });
  return [
    { path: /^\/health$/, handle: () => textResponse('alive\n', { headers: NOT_KEPT }) },
    { path: /^\/ready$/, handle: async () => answerReady(await isReady()) },
    ...(hasPublicSchema ? [{ path: /^\/schema\.graphql$/, handle: (request: Request) => sdl.answer(request) }] : []),
  ];
}

const NOT_KEPT = { 'cache-control': 'no-store' };

function answerReady(isReady: boolean): Response {
  if (isReady) return textResponse('ready\n', { headers: NOT_KEPT });
  return textResponse('not ready\n', { status: 503, headers: { ...NOT_KEPT, 'retry-after': '1' } });
}
