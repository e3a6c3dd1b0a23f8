import { createHash } from 'node:crypto';
import { requireAuthor } from '../domain/author.ts';
import { commenterOf } from '../domain/commenter.ts';
import { readDiscussion } from '../domain/discussion.ts';
import { cursorOfPost, findPost } from '../domain/post.ts';
import type { ServiceSession, Services } from '../domain/service-session.ts';
import { createContext } from '../graphql/context.ts';
import { encodeGlobalId } from '../relay/global-id.ts';
import { NOBODY } from '../session/session.ts';
import type { View } from './comment-html.ts';
import { writeDiscussionPage } from './discussion-html.ts';
import { DISCUSSION_SCRIPT } from './discussion-script.ts';
import { DISCUSSION_STYLE } from './discussion-style.ts';
import { readRequestId } from '../http/request-id.ts';
import { textResponse, type Route } from './route.ts';

const MOST = 1_000; // places on a page

/** A post and its discussion for readers, where the publication has no page of its own. It goes on by itself. */
export function createDiscussionPage(services: Services): Route {
  return {
    path: /^\/posts\/(?<slug>[^/]+)$/,
    async handle(request, { slug = '' }) {
      const requestId = readRequestId(request.headers);
      const { session } = createContext(services, {
        identity: NOBODY,
        viewpoint: NOBODY,
        requestId,
        now: () => new Date(),
      });
      const isThread = new URL(request.url).searchParams.get('view') === 'thread';
      const page = await renderPage(session, { slug, view: isThread ? 'thread' : 'time' });
      if (page === null) return textResponse('There is no such post.\n', { status: 404 });
      return new Response(request.method === 'HEAD' ? null : page, { headers: HEADERS });
    },
  };
}

async function renderPage(
  session: ServiceSession,
  { slug, view }: { slug: string; view: View },
): Promise<string | null> {
  const { config, addresses, loaders } = session;
  const post = config.postUrl === null ? await findPost(session, { slug }) : null;
  if (post === null) return null;

  const [author, tags, discussion] = await Promise.all([
    requireAuthor(session, { id: post.authorId }),
    loaders.tagsOfPost.load(post.id),
    readDiscussion(session, { post, order: view === 'thread' ? 'THREAD' : 'TIME', most: MOST }),
  ]);
  return writeDiscussionPage({
    ...discussion,
    post,
    author,
    tags,
    view,
    id: encodeGlobalId('Post', post.id),
    cursor: cursorOfPost(post),
    url: addresses.ofPost(post.slug),
    hasPlayground: config.hasPlayground,
    commenterOf: (comment) => commenterOf(session, comment),
  });
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${hashOf(DISCUSSION_SCRIPT)}`,
    `style-src ${hashOf(DISCUSSION_STYLE)}`,
    'img-src http: https: data:', // an article's pictures stand where its author put them
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
};
