import { randomInt } from 'node:crypto';
import { atAnyPort } from '../../config/sites.ts';
import { openPage } from '../../data/by-address/open-page.ts';
import { newId } from '../../data/database/new-id.ts';
import type { AuthorRow } from '../../data/reads/author-rows.ts';
import { readPostIn } from '../../data/reads/post-rows.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { RENDERER_VERSION } from '../../text/markdown/render-markdown.ts';
import { readPageAddress, slugOfPage } from '../../text/address/page-address.ts';
import type { PageAddress } from '../../text/address/page-address.ts';
import { suffixed } from '../../text/slug.ts';
import { checkTexts } from '../../text/text.ts';
import { MAX_ADDRESS, MAX_TITLE } from '../../text/text-limits.ts';
import { findViewer } from '../account.ts';
import { requireGuests } from '../commenter.ts';
import { ConflictError, ForbiddenError, requireValid } from '../errors.ts';
import { requireNotMuted } from '../moderation/muted.ts';
import { requireMay } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';
import { rememberPost } from '../writing/remember.ts';
import { write } from '../writing/write.ts';
import { findPostByUrl } from './find-page.ts';

const SUFFIXES = 4; // tried in their order; then one by chance, for a page that is one of many of its path
const ATTEMPTS = 8;

interface OpenDiscussionInput {
  readonly url: string;
  readonly title: string;
}

/**
 * The post of the page at an address, which is made where there is none yet: of all who ask at once, one makes it.
 *
 * @throws {ValidationError}; {ForbiddenError} for whoever may not comment, for a page that is under none of `SITES`, and for one whose post
 *   was taken back.
 */
export async function openDiscussion(session: ServiceSession, { url, title }: OpenDiscussionInput): Promise<PostRow> {
  requireMay(session, 'openDiscussion');
  requireGuests(session);
  const address = readPageAddress(url);
  const expected = `Expected an address of http or https, of at most ${MAX_ADDRESS} characters.`;
  requireValid([
    ...(address === null ? [{ path: ['url'], message: expected }] : []),
    ...checkTexts([[title, { path: ['title'], max: MAX_TITLE, singleLine: true }]]),
  ]);
  const opener = await findViewer(session);
  await requireNotMuted(session, opener);

  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const post = await findPostByUrl(session, { url });
    if (post !== null) return post;
    const page = address === null ? null : placeUnderSite(session.config.sites, address);
    if (page === null) throw new ForbiddenError('Pages of this site have no discussions here: see SITES.');

    const slug = chooseSlug(page.key, attempt);
    const opened = await writePage(session, { page, title, slug, opener });
    if (opened !== null) return opened;
    // What another has written meanwhile is read anew, or it is there and not to be seen.
    if (await isTaken(session, page)) await requireVisible(session, url);
  }
  throw new ConflictError('Other discussions of pages like this one are being opened; try again.');
}

/** A page of the site, under the origin by which the operator names that. */
export function placeUnderSite(
  sites: readonly string[],
  { url, key, site, path }: PageAddress,
): Pick<PageAddress, 'url' | 'key'> | null {
  const { origin } = new URL(url);
  if (sites.includes(origin) || sites.includes(atAnyPort(origin))) return { url, key };
  const named = sites.find((listed) => readPageAddress(listed)?.site === site);
  return named === undefined ? null : { url: named + path, key };
}

function chooseSlug(key: string, attempt: number): string {
  return suffixed(slugOfPage(key), attempt <= SUFFIXES ? attempt : randomInt(10_000, 1_000_000));
}

interface NewPost {
  readonly page: Pick<PageAddress, 'url' | 'key'>;
  readonly title: string;
  readonly slug: string;
  readonly opener: AuthorRow | null;
}

/** Null where another has the address or the slug. */
async function writePage(session: ServiceSession, { page, title, slug, opener }: NewPost): Promise<PostRow | null> {
  const id = newId();
  const now = session.now();
  const actorId = opener?.id ?? null;
  const { post } = await write(session, async (tx, { mayBeDone }) => {
    const isDone = await openPage(tx, { ...page, id, slug, title, rendererVersion: RENDERER_VERSION, actorId, now });
    const post = isDone || mayBeDone ? await readPostIn(tx, id) : null;
    return { post, postId: id, seq: post?.discussion.seq ?? null };
  });
  return post && rememberPost(session, { post, author: null, tags: [] });
}

async function isTaken({ database }: ServiceSession, { key }: Pick<PageAddress, 'key'>): Promise<boolean> {
  return (await database.prisma.post.count({ where: { pageKey: key } })) > 0;
}

async function requireVisible(session: ServiceSession, url: string): Promise<void> {
  if ((await findPostByUrl(session, { url })) !== null) return;
  throw new ForbiddenError('The discussion of this page was closed to readers.');
}
