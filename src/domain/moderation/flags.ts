import { readFlag } from '../../data/administered/flags.ts';
import type { FlagRow } from '../../data/administered/flags.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { Connection } from '../../relay/connection.ts';
import type { PageArgs } from '../../relay/page.ts';
import { may } from '../../session/policy.ts';
import type { ServiceSession } from '../service-session.ts';
import { findOwnFlag } from './flag-comment.ts';
import { listById } from '../../relay/list-by-id.ts';

/** The flags of a comment, newest first, those that were answered too; null for viewers who may not read them. */
export async function listFlags(
  { identity, loaders }: ServiceSession,
  { comment, ...args }: PageArgs & { readonly comment: CommentRow },
): Promise<Connection<FlagRow> | null> {
  if (!may(identity, 'readFlags')) return null;
  const { allFlagCount, flagPage } = loaders.administered;
  const { id: commentId } = comment;
  return await listById({ kind: 'FLAGS', scope: commentId }, args, {
    read: async (page) => await flagPage.load({ commentId, page }),
    count: async () => await allFlagCount.load(commentId),
  });
}

/** How many flags of a comment wait; null for viewers who may not read them. */
export async function countWaitingFlags(session: ServiceSession, { id }: CommentRow): Promise<number | null> {
  return may(session.identity, 'readFlags') ? await session.loaders.administered.flagCount.load(id) : null;
}

/** A flag; null where the viewer neither made it nor may read all of them. */
export async function findFlag(session: ServiceSession, id: string): Promise<FlagRow | null> {
  const flag = await readFlag(session.database.prisma, id);
  if (flag === null || may(session.identity, 'readFlags')) return flag;
  const own = await findOwnFlag(session, { id: flag.commentId });
  return own?.id === flag.id ? flag : null;
}
