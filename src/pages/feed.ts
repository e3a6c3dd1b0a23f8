import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Database } from '../data/database/database.ts';
import { readDiscussionFeed } from '../data/reads/feed.ts';
import type { Addresses } from '../config/addresses.ts';
import { isSlug } from '../text/slug.ts';
import { writeAtom } from './atom.ts';
import { textResponse, type Route } from './route.ts';

const SIZE = 50;

interface FeedOptions {
  readonly database: Pick<Database, 'pool'>;
  readonly addresses: Addresses;
  readonly config: Pick<Config, 'guestName'>;
}

/** The newest comments of a post for feed readers, which come often: what has not changed is answered with 304. */
export function createFeedRoute({ database, addresses, config }: FeedOptions): Route {
  return {
    path: /^\/posts\/(?<slug>[^/]+)\/comments\.atom$/,
    async handle(request, { slug = '' }) {
      const feed = isSlug(slug) ? await readDiscussionFeed(database.pool, { slug, size: SIZE }) : null;
      if (feed === null) return textResponse('There is no such post.\n', { status: 404 });

      const body = writeAtom(feed, { addresses, guestName: config.guestName });
      const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
      const headers = {
        etag,
        'last-modified': feed.changedAt.toUTCString(),
        'cache-control': 'public, no-cache',
      };
      if (isKnown(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
      return new Response(request.method === 'HEAD' ? null : body, {
        headers: { ...headers, 'content-type': 'application/atom+xml; charset=utf-8' },
      });
    },
  };
}

/** Whether the client has this very answer: `*`, or one of a list of tags, of which a proxy may have made a weak one. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return [...ifNoneMatch.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, tag]) => tag === etag);
}
