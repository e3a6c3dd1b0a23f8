import { CachedPage } from './cached-page.ts';
import type { DemoPost } from './playground-tabs.ts';
import type { Route } from './route.ts';

interface LandingOptions {
  /** The service's address, known when it listens. */
  readonly url: () => string;
  readonly hasPlayground: boolean;
  readonly hasPublicSchema: boolean;
  readonly demo: DemoPost | null;
  /** An article's address at the publication; null: a page of the service. */
  readonly postUrl: string | null;
}

/** `/`: what this is, and where to go from here. */
export function createLandingPage(options: LandingOptions): Route {
  const page = new CachedPage(() => renderLanding(options), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
  });
  return { path: /^\/$/, handle: (request) => page.answer(request) };
}

interface Place {
  readonly href: string;
  readonly name: string;
  readonly what: string;
}

function listPlaces({ hasPlayground, hasPublicSchema, demo, postUrl }: LandingOptions): Place[] {
  return [
    ...(demo === null || postUrl !== null
      ? []
      : [
          {
            href: `/posts/${encodeURIComponent(demo.slug)}`,
            name: 'Discussion',
            what: 'the demo as readers see it; comments appear while you watch',
          },
        ]),
    ...(hasPlayground
      ? [{ href: '/graphql', name: 'Playground', what: 'queries, live comments and errors to try' }]
      : []),
    ...(hasPublicSchema
      ? [{ href: '/schema.graphql', name: 'Schema', what: 'every type and field, for people and generators' }]
      : []),
    ...(demo === null
      ? []
      : [
          {
            href: `/posts/${encodeURIComponent(demo.slug)}/comments.atom`,
            name: 'Feed',
            what: 'the newest comments of the demo, for a feed reader',
          },
        ]),
    { href: '/health', name: 'Health', what: 'whether the process lives' },
    { href: '/ready', name: 'Ready', what: 'whether the database answers too' },
  ];
}

function renderLanding(options: LandingOptions): string {
  const places = listPlaces(options).map(
    ({ href, name, what }) => `<li><a href="${href}">${name}</a><span>${what}</span></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Colloquy</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Colloquy</h1>
<p class="lead">The conversation under a publication’s articles, as a GraphQL service: posts, authors, tags, and comments
that reply to comments, with a live stream of what happens to them.</p>
<nav aria-label="Places"><ul>
${places.join('\n')}
</ul></nav>
<h2>Ask it something</h2>
<pre><code>curl -s ${escapeText(options.url())}/graphql \\
  -H 'content-type: application/json' \\
  -d '{"query":"{ posts(first: 3) { nodes { title commentCount } } }"}'</code></pre>
<h2>Next</h2>
<p>A token for an account: <code>npm run token -- --handle ada --role AUTHOR</code>, sent as
<code>Authorization: Bearer …</code>. Posts and comments of your own: <code>npm run import -- export.xml</code>.
Subscriptions run over WebSocket (<code>graphql-transport-ws</code>) and server-sent events, on the same address. The
README says the rest.</p>
</main>
</body>
</html>
`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const STYLE = `
:root { --ink: #1d1b18; --paper: #fbf9f5; --soft: #6b645b; --line: #e2dcd2; --link: #8a3b12 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece7df; --paper: #191714; --soft: #a49b8f; --line: #38332c; --link: #f0a87a }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 Georgia, 'Times New Roman', serif }
main { max-width: 40rem; margin: 0 auto; padding: 4rem 1.5rem }
h1 { font-size: 2.6rem; line-height: 1.1; margin: 0 0 1rem }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem }
.lead { font-size: 1.2rem; margin: 0 0 2rem }
ul { list-style: none; padding: 0; margin: 0; border-top: 1px solid var(--line) }
li { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .6rem 0; border-bottom: 1px solid var(--line) }
li a { flex: 0 0 8rem }
li span, p { color: var(--soft) }
.lead { color: var(--ink) }
a { color: var(--link) }
code { font: .85em/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--ink) }
pre { overflow-x: auto; border: 1px solid var(--line); padding: 1rem; border-radius: 4px }
`;
