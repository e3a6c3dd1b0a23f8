import { basePathOf } from '../config/addresses.ts';
import { markup } from '../text/markup.ts';
import { CachedPage } from './cached-page.ts';
import { createDocumentKind } from './document.ts';
import { writeFacts } from './head.ts';
import type { DemoPost } from './playground/playground-tabs.ts';
import type { Route } from './route.ts';

interface LandingOptions {
  /** The service's address, known once it listens. */
  readonly url: () => string;
  readonly isProduction: boolean;
  readonly hasPlayground: boolean;
  readonly hasPublicSchema: boolean;
  /** Whether a document that a visitor makes up is refused. */
  readonly hasTrustedOnly: boolean;
  readonly demo: DemoPost | null;
  /** An article's address at the publication; null: a page of the service. */
  readonly postUrl: string | null;
}

const TITLE = 'Colloquy';
const DESCRIPTION = 'The conversation under a publication’s articles, as a GraphQL service with live comments.';

/** `/`: what the service is, and where to go from here. */
export function createLandingPage(options: LandingOptions): Route {
  const page = new CachedPage(() => renderLanding(options), DOCUMENT.headers);
  return { path: /^\/$/, handle: (request) => page.answer(request) };
}

interface Place {
  readonly isThere: boolean;
  /** Below the path of the service's address. */
  readonly path: string;
  readonly name: string;
  readonly what: string;
}

function listPlaces({ hasPlayground, hasPublicSchema, demo, postUrl }: LandingOptions): Place[] {
  const hasPosts = postUrl === null;
  const demoPath = demo === null ? '' : `/posts/${encodeURIComponent(demo.slug)}`;
  const places = [
    {
      isThere: demo !== null && hasPosts,
      path: demoPath,
      name: 'Discussion',
      what: 'the demo as readers see it; comments appear while you watch',
    },
    { isThere: hasPosts, path: '/posts', name: 'Posts', what: 'everything that is published here, newest first' },
    { isThere: hasPosts, path: '/tags', name: 'Tags', what: 'the topics and companies that posts are filed under' },
    { isThere: hasPlayground, path: '/graphql', name: 'Playground', what: 'queries, live comments and errors to try' },
    {
      isThere: hasPublicSchema,
      path: '/schema.graphql',
      name: 'Schema',
      what: 'every type and field, for people and generators',
    },
    {
      isThere: demo !== null,
      path: `${demoPath}/comments.atom`,
      name: 'Feed',
      what: 'the newest comments of the demo, for a feed reader',
    },
    { isThere: true, path: '/health', name: 'Health', what: 'whether the process lives' },
    { isThere: true, path: '/ready', name: 'Ready', what: 'whether the database answers too' },
  ];
  return places.filter(({ isThere }) => isThere);
}

function renderLanding(options: LandingOptions): string {
  const url = options.url();
  const places = listPlaces(options).map(
    ({ path, name, what }) => markup`<li><a href="${basePathOf(url)}${path}">${name}</a><span>${what}</span></li>
`,
  );
  return DOCUMENT.write({
    title: TITLE,
    head: writeFacts({ title: TITLE, description: DESCRIPTION, url: `${url}/`, type: 'website' }),
    body: markup`<main id="main">
<h1>Colloquy</h1>
<p class="lead">The conversation under a publication’s articles, as a GraphQL service: posts, authors, tags, and comments
that reply to comments, with a live stream of what happens to them.</p>
<nav aria-label="Places"><ul>
${places}</ul></nav>
${options.hasTrustedOnly ? TRUSTED_ONLY : writeExample(url)}
<p>Subscriptions run over WebSocket (<code>graphql-transport-ws</code>) and server-sent events, on the same address.</p>
${options.isProduction ? null : FOR_DEVELOPERS}
</main>`,
  });
}

function writeExample(url: string) {
  return markup`<h2>Ask it something</h2>
<pre><code>curl -s ${url}/graphql \\
  -H 'content-type: application/json' \\
  -d '{"query":"{ posts(first: 3) { nodes { title commentCount } } }"}'</code></pre>`;
}

const TRUSTED_ONLY = markup`<h2>Ask it something</h2>
<p>The service executes only documents that its operator has registered.</p>`;

/** Commands that need a clone, which the public of a site does not have. */
const FOR_DEVELOPERS = markup`<h2>Next</h2>
<p>A token for an account: <code>npm run token -- --handle ada --role AUTHOR</code>, sent as
<code>Authorization: Bearer …</code>. Posts and comments of your own: <code>npm run import -- export.xml</code>. The README
has the details.</p>`;

const DOCUMENT = createDocumentKind({
  style: `
main { max-width: 40rem; padding-block: 4rem }
h1 { font-size: 2.6rem; margin-bottom: 1rem }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem }
ul { list-style: none; padding: 0; margin: 0; border-top: 1px solid var(--line) }
li { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .6rem 0; border-bottom: 1px solid var(--line) }
li a { flex: 0 0 8rem }
li span { flex: 1 1 18rem }
li span, p { color: var(--soft) }
.lead { font-size: 1.2rem; margin-bottom: 2rem; color: var(--ink) }
code { font: .85em/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--ink) }
pre { white-space: pre-wrap; border: 1px solid var(--line); padding: 1rem; border-radius: 4px }
`,
});
