import type { Pool } from 'pg';
import { ModerationEventKind } from '../../generated/prisma/enums.ts';
import { enumeration, int, nullable, timestamp, uuid } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';

const queueEvents = statement('queueEvents', {
  seq: int,
  kind: enumeration('moderation_event_kind', ModerationEventKind),
  commentId: nullable(uuid),
  heldCommentId: nullable(uuid),
  decisionId: nullable(uuid),
  occurredAt: timestamp,
});
const queueEnd = statement('queueEnd', { seq: int });

/** A row of the log of the queue. */
export interface QueueEventRow {
  readonly seq: number;
  readonly kind: ModerationEventKind;
  readonly commentId: string | null;
  readonly heldCommentId: string | null;
  /** Null where something came to the queue. */
  readonly decisionId: string | null;
  readonly occurredAt: Date;
}

/** The log of the queue after a seq. */
export async function readQueueEvents(
  pool: Pool,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<QueueEventRow[]> {
  return await readRows(
    pool,
    queueEvents`
      SELECT e.seq, e.kind, e.comment_id AS "commentId", e.held_comment_id AS "heldCommentId", e.decision_id AS "decisionId",
        e.occurred_at AS "occurredAt"
      FROM moderation_event e WHERE e.seq > ${after} ORDER BY e.seq LIMIT ${limit}`,
  );
}

/** Where the log of the queue ends. */
export async function readQueueEnd(pool: Pool): Promise<number> {
  const [row] = await readRows(pool, queueEnd`SELECT l.seq FROM moderation_log l`);
  return row?.seq ?? 0;
}
