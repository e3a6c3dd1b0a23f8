import { readPagePost } from '../../data/by-address/page-posts.ts';
import type { PageKey } from '../../data/by-address/page-posts.ts';
import { WHOLE_POST } from '../../data/reads/post-rows.ts';
import type { PostColumns, PostRow } from '../../data/reads/post-rows.ts';
import { isSlug } from '../../text/slug.ts';
import { readPageAddress } from '../../text/address/page-address.ts';
import type { PageAddress } from '../../text/address/page-address.ts';
import type { ServiceSession } from '../service-session.ts';

const ANY_SLUG = 'any-slug-of-colloquy';

/** The post of the page at an address, in any of its spellings; null if there is none, or the viewer may not see it. */
export async function findPostByUrl(
  session: ServiceSession,
  { url, columns = WHOLE_POST }: { url: string; columns?: PostColumns },
): Promise<PostRow | null> {
  const page = findKeyOfPage(session, url);
  if (page === null) return null;
  const post = await readPost(session, { page, columns });
  return post === null ? null : session.loaders.post.keep(post);
}

async function readPost(
  { publicPages, viewpoint, database }: ServiceSession,
  query: { page: PageKey; columns: PostColumns },
): Promise<PostRow | null> {
  if (viewpoint.account === null) return await publicPages.read(query);
  return await readPagePost(database.pool, { ...query, identity: viewpoint });
}

/** What the page at an address is found by; null for what is no address. */
export function findKeyOfPage(session: Pick<ServiceSession, 'addresses'>, url: string): PageKey | null {
  const address = readPageAddress(url);
  return address === null ? null : createKeyOfPage(session)(address);
}

/**
 * Tells what the page at an address is found by. It may be that of a post of our own: then it has the slug where `POST_URL` has it, which
 * is looked for once for all addresses.
 */
export function createKeyOfPage({ addresses }: Pick<ServiceSession, 'addresses'>): (address: PageAddress) => PageKey {
  const own = readPageAddress(addresses.ofPost({ slug: ANY_SLUG, pageUrl: null }));
  const [before = '', ...rest] = own?.key.split(ANY_SLUG) ?? [];
  const [after] = rest;
  return ({ key }) => {
    if (after === undefined || rest.length > 1 || !key.startsWith(before) || !key.endsWith(after))
      return { key, slug: null };
    const slug = key.slice(before.length, key.length - after.length);
    return { key, slug: isSlug(slug) ? slug : null };
  };
}
