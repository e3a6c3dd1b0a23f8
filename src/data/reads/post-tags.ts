import type { TagKind } from '../../generated/prisma/enums.ts';
import type { Transaction } from '../database/transaction.ts';

/** Files a post under exactly these tags, in this order; those that do not exist yet are made, those that do stay as they are. */
export async function replaceTags(
  tx: Transaction,
  { postId, tags }: { postId: string; tags: readonly { slug: string; label: string; kind: TagKind }[] },
): Promise<void> {
  // Sorted, so that two posts which make the same tags at once wait for each other and do not lock up.
  const sorted = [...tags].sort((a, b) => (a.slug < b.slug ? -1 : 1));
  await tx.tag.createMany({ data: sorted, skipDuplicates: true });
  const rows = await tx.tag.findMany({ where: { slug: { in: tags.map(({ slug }) => slug) } }, select: { id: true, slug: true } });
  const places = new Map(tags.map(({ slug }, place) => [slug, place]));

  await tx.postTag.deleteMany({ where: { postId } });
  await tx.postTag.createMany({ data: rows.map(({ id, slug }) => ({ postId, tagId: id, place: places.get(slug) ?? 0 })) });
}
