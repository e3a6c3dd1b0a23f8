import { createHash } from 'node:crypto';
import { CachedPage } from '../cached-page.ts';
import { createModerationTabs } from './moderation-tabs.ts';
import { createPlaygroundTabs, type DemoPost, type PlaygroundTab } from './playground-tabs.ts';

// The page contains all of GraphiQL; the browser refuses what would still load from elsewhere.
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

// GraphiQL moves a focused tab back to where it was first drawn, away from the pointer that clicks it: with several tabs at
// the start, none could be opened.
const STILL_TABS = '<style>.graphiql-tab { transform: none !important }</style>';

interface PlaygroundOptions {
  /** The post that the tabs are about; null where GraphiQL opens with its own. */
  readonly demo: DemoPost | null;
  /** The path of the service's address, without a slash at its end. */
  readonly basePath: string;
}

/** The page that a browser gets at `/graphql`: 9 MB, and nothing from elsewhere. */
export function createPlayground({ demo, basePath }: PlaygroundOptions): (request: Request) => Promise<Response> {
  const tabs = demo === null ? null : [...createPlaygroundTabs(demo), ...createModerationTabs(demo)];
  const page = new CachedPage(() => renderPlayground({ tabs, endpoint: `${basePath}/graphql` }), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
  });
  return (request) => page.answer(request);
}

async function renderPlayground({
  tabs,
  endpoint,
}: {
  tabs: PlaygroundTab[] | null;
  endpoint: string;
}): Promise<string> {
  // Loaded with the first visit: its 9 MB would make every start slower.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({
    title: 'Colloquy',
    endpoint,
    subscriptionsProtocol: 'SSE', // over WebSocket the headers pane would not reach the service
    shouldPersistHeaders: false, // a token does not stay behind in the browser
    ...(tabs === null ? {} : { defaultTabs: tabs }),
  });
  return page.replace('<div id="root"></div>', () => `<div id="root"></div>${STILL_TABS}${forgetOldTabs(tabs)}`);
}

/**
 * GraphiQL restores the tabs of the last visit instead of the default ones. They are removed where the default ones have
 * changed: the tabs of another demo hold ids that do not exist here.
 */
function forgetOldTabs(tabs: PlaygroundTab[] | null): string {
  const version = createHash('sha256').update(JSON.stringify(tabs)).digest('hex').slice(0, 16);
  return `
<script>
  try {
    if (localStorage.getItem('colloquy:tabs') !== '${version}') {
      for (const key of ['tabState', 'query', 'variables', 'headers']) localStorage.removeItem('graphiql:' + key);
      localStorage.setItem('colloquy:tabs', '${version}');
    }
  } catch {}
</script>`;
}
