import type { Pool } from 'pg';
import type { PrismaClient, Tag } from '../../generated/prisma/client.ts';
import { slicePage } from '../../relay/page.ts';
import type { Page, Slice } from '../../relay/page.ts';
import { TagKind } from '../../generated/prisma/enums.ts';
import { enumeration, select, text, timestamp, uuid } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { whereVisibleTag } from './visibility.ts';

export type TagRow = Tag;

const tagColumns = { id: uuid, slug: text, label: text, kind: enumeration('tag_kind', TagKind), createdAt: timestamp };

const columns = select('t', tagColumns);
const tagsOfPosts = statement('tagsOfPosts', { postId: uuid, ...tagColumns });

export async function readTags(prisma: PrismaClient, ids: readonly string[]): Promise<TagRow[]> {
  return await prisma.tag.findMany({ where: { id: { in: [...ids] }, ...whereVisibleTag } });
}

/** The tags of each post, in the order in which its author named them. */
export async function readTagsOfPosts(pool: Pool, postIds: readonly string[]): Promise<TagRow[][]> {
  const rows = await readRows(
    pool,
    tagsOfPosts`
      SELECT pt.post_id AS "postId", ${columns}
      FROM post_tag pt JOIN tag t ON t.id = pt.tag_id
      WHERE pt.post_id = ANY(${postIds}::uuid[])
      ORDER BY pt.post_id, pt.place, t.slug`,
  );
  const tags = new Map(postIds.map((id) => [id, new Array<TagRow>()]));
  for (const { postId, ...tag } of rows) tags.get(postId)?.push(tag);
  return [...tags.values()];
}

/**
 * A page of all tags by slug, or of one kind; the key is a slug. Prisma's own `cursor` names a row, and finds nothing after
 * one that is gone.
 */
export async function readTagPage(
  prisma: PrismaClient,
  { kind, page }: { kind: TagRow['kind'] | null; page: Page<string> },
): Promise<Slice<TagRow>> {
  const { isForward, size, key } = page;
  const rows = await prisma.tag.findMany({
    where: { ...ofKind(kind), ...(key !== null && { slug: isForward ? { gt: key } : { lt: key } }) },
    orderBy: { slug: isForward ? 'asc' : 'desc' },
    take: size + 1,
  });
  return slicePage(rows, page);
}

export async function countTags(prisma: PrismaClient, kind: TagRow['kind'] | null): Promise<number> {
  return await prisma.tag.count({ where: ofKind(kind) });
}

function ofKind(kind: TagRow['kind'] | null) {
  return { ...whereVisibleTag, ...(kind !== null && { kind }) };
}

/** Replaces the tags of a post, in this order, and returns them. Missing tags are created; existing ones stay as they are. */
export async function replaceTags(
  tx: Transaction,
  { postId, tags }: { postId: string; tags: readonly { slug: string; label: string; kind: TagKind }[] },
): Promise<TagRow[]> {
  // Sorted, so that two posts that create the same tags at once wait for each other without a deadlock.
  const sorted = [...tags].sort((a, b) => (a.slug < b.slug ? -1 : 1));
  await tx.tag.createMany({ data: sorted, skipDuplicates: true });
  const rows = await tx.tag.findMany({ where: { slug: { in: tags.map(({ slug }) => slug) } } });
  const places = new Map(tags.map(({ slug }, place) => [slug, place]));
  const placeOf = ({ slug }: TagRow) => places.get(slug) ?? 0;

  await tx.postTag.deleteMany({ where: { postId } });
  await tx.postTag.createMany({ data: rows.map((tag) => ({ postId, tagId: tag.id, place: placeOf(tag) })) });
  return rows.sort((a, b) => placeOf(a) - placeOf(b));
}
