import { createHash } from 'node:crypto';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { CachedPage } from './cached-page.ts';
import { createPlaygroundTabs, type DemoPost, type PlaygroundTab } from './playground-tabs.ts';

// GraphiQL brings everything in its page; what would still reach out is refused by the browser.
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

// A tab is moved back to where it was first drawn while it has the focus, from under the pointer that clicks it: with
// several tabs at the start, none could be opened.
const STILL_TABS = '<style>.graphiql-tab { transform: none !important }</style>';

/** The page that a browser gets at `/graphql`: 9 MB, and nothing from elsewhere. */
export function createPlayground(demo: DemoPost | null): (request: Request) => Promise<Response> {
  const page = new CachedPage(() => renderPlayground(demo === null ? null : createPlaygroundTabs(demo)), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
  });
  return (request) => page.answer(request);
}

function renderPlayground(tabs: PlaygroundTab[] | null): string {
  const page = renderGraphiQL({
    title: 'Colloquy',
    endpoint: '/graphql',
    subscriptionsProtocol: 'SSE', // over WebSocket the headers pane would not reach the service
    shouldPersistHeaders: false, // a token does not stay behind in the browser
    ...(tabs === null ? {} : { defaultTabs: tabs }),
  });
  return page.replace('<div id="root"></div>', () => `<div id="root"></div>${STILL_TABS}${forgetOldTabs(tabs)}`);
}

/**
 * GraphiQL shows the tabs of the last visit, if there was one, instead of ours. They are forgotten where ours are new:
 * those of another demo hold ids that mean nothing here.
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
