import { countFoundComments, readFoundComments } from '../../data/administered/search.ts';
import type { CommentStatus } from '../../generated/prisma/enums.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { badUserInput } from '../../errors/coded-error.ts';
import type { Connection } from '../../relay/connection.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import type { PageArgs } from '../../relay/page.ts';
import { checkTexts } from '../../text/text.ts';
import type { ServiceSession } from '../service-session.ts';
import { EMPTY_SLICE } from '../../relay/page.ts';
import { findComment } from '../comment.ts';
import { listById } from '../../relay/list-by-id.ts';
import { requireReader } from '../permission.ts';

export const DEFAULT_SEARCH_DAYS = 30;
const MOST_DAYS = 366;
const LONGEST_TEXT = 200; // code points
const DAY = 86_400_000; // milliseconds

interface SearchQuery extends PageArgs {
  readonly text?: string | null | undefined;
  /** Whoever wrote this comment, account or voice. */
  readonly byWriterOf?: string | null | undefined;
  readonly postId?: string | null | undefined;
  readonly status?: CommentStatus | null | undefined;
  readonly days?: number | null | undefined;
}

/** Comments of the last days, newest first, those that are no longer shown too. */
export async function searchComments(
  session: ServiceSession,
  { text = null, byWriterOf = null, postId = null, status = null, days, ...args }: SearchQuery,
): Promise<Connection<CommentRow>> {
  requireReader(session, 'searchComments');
  const since = days ?? DEFAULT_SEARCH_DAYS;
  if (since < 1 || since > MOST_DAYS)
    throw badUserInput(`Expected \`days\` to be from 1 to ${MOST_DAYS}; found ${since}.`);
  const [fault] = checkTexts([[text, { path: ['text'], max: LONGEST_TEXT }]]);
  if (fault !== undefined) throw badUserInput(fault.message);

  const { pool } = session.database;
  const writer = byWriterOf === null ? null : await findComment(session, { id: byWriterOf });
  const post = postId === null ? null : decodeIdOf('Post', postId);
  const isNone = (byWriterOf !== null && writer === null) || (postId !== null && post === null);
  const filter = { text, writer, postId: post, status, since: new Date(session.now().getTime() - since * DAY) };
  return await listById({ kind: 'SEARCH', scope: '' }, args, {
    read: async (page) => (isNone ? EMPTY_SLICE : await readFoundComments(pool, { filter, page })),
    count: async () => (isNone ? 0 : await countFoundComments(pool, filter)),
  });
}
