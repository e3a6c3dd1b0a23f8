import type { Pool } from 'pg';
import type { Identity } from '../../session/session.ts';
import { int, select, text, uuid } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import { ofReactions } from '../reads/post-rows.ts';

/** The number of reactions of each kind; those that nobody gave may be missing. */
export type Counts = ReadonlyMap<string, number>;

const reactionCounts = statement('reactionCounts', { commentId: uuid, kind: text, count: int });
const ownReactions = statement('ownReactions', { commentId: uuid, kind: text });
const stateColumns = { postId: uuid, ...ofReactions };
const reactionStates = statement('reactionStates', stateColumns);
const commentScores = statement('commentScores', { commentId: uuid, score: int });

/** The counts of each comment, in the order of the ids. */
export async function readCounts(pool: Pool, commentIds: readonly string[]): Promise<Counts[]> {
  const rows = await readRows(
    pool,
    reactionCounts`
      SELECT n.comment_id AS "commentId", n.kind, n.count FROM reaction_count n WHERE n.comment_id = ANY(${commentIds}::uuid[])`,
  );
  const found = new Map<string, Map<string, number>>();
  for (const { commentId, kind, count } of rows) inGroup(found, commentId, new Map<string, number>()).set(kind, count);
  return commentIds.map((id) => found.get(id) ?? NO_COUNTS);
}

const NO_COUNTS: Counts = new Map();
const NO_KINDS: ReadonlySet<string> = new Set();

/** The comments that a commenter may have reacted to, and who that is. */
interface OwnQuery {
  readonly commentIds: readonly string[];
  readonly identity: Identity;
}

/** The kinds with which the commenter has reacted to each comment, in the order of the ids. */
export async function readOwnReactions(pool: Pool, { commentIds, identity }: OwnQuery): Promise<ReadonlySet<string>[]> {
  const rows = await readRows(
    pool,
    ownReactions`
      SELECT r.comment_id AS "commentId", r.kind FROM reaction r
      WHERE r.comment_id = ANY(${commentIds}::uuid[]) AND ${isOf(identity)}`,
  );
  const found = new Map<string, Set<string>>();
  for (const { commentId, kind } of rows) inGroup(found, commentId, new Set<string>()).add(kind);
  return commentIds.map((id) => found.get(id) ?? NO_KINDS);
}

/** The version of a discussion's reactions, and its pinned and its locked comments. */
export interface ReactionState {
  readonly version: number;
  readonly firstWordId: string | null;
  readonly lastWordId: string | null;
  readonly locked: readonly number[];
}

/** The state of each discussion, in the order of the posts. */
export async function readReactionStates(pool: Pool, postIds: readonly string[]): Promise<(ReactionState | null)[]> {
  const rows = await readRows(
    pool,
    reactionStates`SELECT ${select('d', stateColumns)} FROM discussion d WHERE d.post_id = ANY(${postIds}::uuid[])`,
  );
  const found = new Map(rows.map(({ postId, ...state }) => [postId, state]));
  return postIds.map((id) => found.get(id) ?? null);
}

/** The score of each comment, in the order of the ids. */
export async function readScores(pool: Pool, commentIds: readonly string[]): Promise<number[]> {
  const rows = await readRows(
    pool,
    commentScores`
      SELECT s.comment_id AS "commentId", s.score FROM comment_score s WHERE s.comment_id = ANY(${commentIds}::uuid[])`,
  );
  const found = new Map(rows.map(({ commentId, score }) => [commentId, score]));
  return commentIds.map((id) => found.get(id) ?? 0);
}

function isOf({ account, voiceHash }: Identity): Sql {
  if (account === null) return sql`r.voice_hash = ${voiceHash}`;
  const { issuer, subject } = account;
  return sql`r.author_id = (SELECT a.id FROM author a WHERE a.issuer = ${issuer} AND a.subject = ${subject})`;
}

function inGroup<Group>(groups: Map<string, Group>, key: string, empty: Group): Group {
  const known = groups.get(key);
  if (known !== undefined) return known;
  groups.set(key, empty);
  return empty;
}
