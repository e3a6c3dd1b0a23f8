import type { TagRow } from '../../data/reads/tag-rows.ts';
import type { PageArgs } from '../../relay/page.ts';
import type { ServiceSession } from '../service-session.ts';
import { findTag, listTags } from '../tag.ts';
import { neighboursOf } from './list-discussions.ts';
import type { ListPage } from './list-discussions.ts';

/** A tag, and how many published posts have it. */
export interface TagView {
  readonly slug: string;
  readonly label: string;
  readonly kind: TagKind;
  readonly postCount: number;
}

export type TagKind = TagRow['kind'];

/** The tag with a slug; null where no published post has one. */
export async function findTagView(session: ServiceSession, { slug }: { slug: string }): Promise<TagView | null> {
  const tag = await findTag(session, { query: {}, slug });
  return tag && (await viewTag(session, tag));
}

/** A page of the tags of one kind by slug. */
export async function listTagViews(
  session: ServiceSession,
  query: PageArgs & { readonly kind: TagKind },
): Promise<ListPage<TagView>> {
  const { nodes, pageInfo } = await listTags(session, query);
  const items = await Promise.all(nodes.map(async (tag) => await viewTag(session, tag)));
  return { items, ...neighboursOf(pageInfo) };
}

async function viewTag({ loaders }: ServiceSession, { slug, label, kind }: TagRow): Promise<TagView> {
  return { slug, label, kind, postCount: await loaders.postCount.load({ tag: slug, author: null }) };
}
