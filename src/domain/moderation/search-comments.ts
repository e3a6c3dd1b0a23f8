import { countFoundComments, readFoundComments } from '../../data/administered/search.ts';
import type { CommentStatus } from '../../generated/prisma/enums.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { badUserInput, CodedError } from '../../errors/coded-error.ts';
import { emptyConnection, toConnection } from '../../relay/connection.ts';
import type { Connection } from '../../relay/connection.ts';
import { decodeCursor, encodeCursor } from '../../relay/cursor.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { readPage } from '../../relay/page.ts';
import type { PageArgs } from '../../relay/page.ts';
import { explain, may } from '../../session/policy.ts';
import { checkTexts } from '../../text/text.ts';
import type { ServiceSession } from '../service-session.ts';

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
  const { database, identity, loaders } = session;
  if (!may(identity, 'searchComments')) throw new CodedError('FORBIDDEN', explain('searchComments'));
  const since = days ?? DEFAULT_SEARCH_DAYS;
  if (since < 1 || since > MOST_DAYS)
    throw badUserInput(`Expected \`days\` to be from 1 to ${MOST_DAYS}; found ${since}.`);
  const [fault] = checkTexts([[text, { path: ['text'], max: LONGEST_TEXT }]]);
  if (fault !== undefined) throw badUserInput(fault.message);

  const writerId = byWriterOf === null ? null : decodeIdOf('Comment', byWriterOf);
  const writer = writerId === null ? null : await loaders.comment.load(writerId);
  const post = postId === null ? null : decodeIdOf('Post', postId);
  const scope = '';
  const page = readPage(args, (cursor) => decodeCursor(cursor, { kind: 'SEARCH', scope })[0]);
  const cursorOf = ({ id }: CommentRow) => encodeCursor('SEARCH', { scope, key: [id] });
  if ((byWriterOf !== null && writer === null) || (postId !== null && post === null)) return emptyConnection();
  const filter = { text, writer, postId: post, status, since: new Date(session.now().getTime() - since * DAY) };
  const slice = await readFoundComments(database.pool, { filter, page });
  return toConnection(slice, { cursorOf, totalCount: async () => await countFoundComments(database.pool, filter) });
}
