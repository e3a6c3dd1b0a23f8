import { countTags, readTagPage } from '../data/reads/tag-rows.ts';
import type { TagRow } from '../data/reads/tag-rows.ts';
import { whereVisibleTag } from '../data/reads/visibility.ts';
import { toConnection } from '../relay/connection.ts';
import type { Connection } from '../relay/connection.ts';
import { decodeCursor, encodeCursor } from '../relay/cursor.ts';
import { readPage } from '../relay/page.ts';
import type { PageArgs } from '../relay/page.ts';
import { isSlug } from '../text/slug.ts';
import type { ServiceSession } from './service-session.ts';

/** The tag with a slug; null if there is none, or if no published post has it. `query` is what plugin-prisma selects. */
export async function findTag(
  { database }: ServiceSession,
  { query, slug }: { query: object; slug: string },
): Promise<TagRow | null> {
  if (!isSlug(slug)) return null;
  return await database.prisma.tag.findUnique({ ...query, where: { slug, ...whereVisibleTag } });
}

/** A page of tags by slug: all, or those of one kind. */
export async function listTags(
  { database: { prisma } }: ServiceSession,
  { kind, ...args }: PageArgs & { kind: TagRow['kind'] | null },
): Promise<Connection<TagRow>> {
  const scope = kind ?? '';
  const page = readPage(args, (cursor) => decodeCursor(cursor, { kind: 'TAGS', scope })[0]);
  return toConnection(await readTagPage(prisma, { kind, page }), {
    cursorOf: ({ slug }) => encodeCursor('TAGS', { scope, key: [slug] }),
    totalCount: async () => await countTags(prisma, kind),
  });
}
