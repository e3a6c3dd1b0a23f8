import type { PostList } from '../../data/reads/post-pages.ts';
import type { PageArgs } from '../../relay/page.ts';
import { listPosts } from '../post.ts';
import type { ServiceSession } from '../service-session.ts';
import { summarisePost } from './post-view.ts';
import type { PostSummary } from './post-view.ts';

const SUMMARY = { author: true, body: false, bodyHtml: false };

/** A page of a list, with the cursors of its neighbours; null where there is none. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly previous: string | null;
  readonly next: string | null;
}

/** A page of the published posts, newest first: all, or those of a tag (slug) or of an author (handle). */
export async function listDiscussions(
  session: ServiceSession,
  query: PageArgs & Partial<PostList>,
): Promise<ListPage<PostSummary>> {
  const { nodes, pageInfo } = await listPosts(session, { ...query, columns: SUMMARY });
  const items = await Promise.all(nodes.map(async (post) => await summarisePost(session, post)));
  return { items, ...neighboursOf(pageInfo) };
}

/** The cursors of the pages before and after a page; null where there is none. */
export function neighboursOf(pageInfo: {
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}): { previous: string | null; next: string | null } {
  return {
    previous: pageInfo.hasPreviousPage ? pageInfo.startCursor : null,
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}
