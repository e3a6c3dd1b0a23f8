// What a comment depends on changes after it was checked, and before it is written.
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import {
  DeleteCommentDocument,
  EditCommentDocument,
  UpdatePostDocument,
  type CreateCommentInput,
} from '../../src/sdk/generated/operations.ts';
import { anAccount, aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aComment, aPost, tryComment } from '../harness/fixtures.ts';

const database = await openTestDatabase({ poolSize: 8 });
const { pool } = database;
const patience = { limits: { writerWaitMs: 60_000, executionMs: 60_000 } };
// Each instance has turns of its own: between them there is only the lock of the row.
const instances = [openTestApi(database, {}, patience), openTestApi(database, {}, patience)] as const;
const [api, other] = instances;

const outside = new pg.Client({ connectionString: pool.options.connectionString });
await outside.connect();
afterAll(() => outside.end());

test.each([
  ['the discussion is closed', `UPDATE discussion SET is_open = false WHERE post_id = $1`, 'DISCUSSION_CLOSED'],
  ['the post is unpublished', `UPDATE post SET published_at = NULL WHERE id = $1`, 'NOT_FOUND'],
  [
    'the parent is withdrawn',
    `WITH gone AS (UPDATE comment SET status = 'DELETED' WHERE post_id = $1)
     UPDATE discussion SET comment_count = 0 WHERE post_id = $1`,
    'NOT_FOUND',
  ],
])('a reply that waits for the lock while %s is refused, and nothing of it is stored', async (_, change, code) => {
  const { postId, parentId } = await aThread();

  const [answer] = await during({ postId, change }, () => [tryComment(api, { postId, parentId })]);

  expect(answer).toMatchObject({ code });
  expect(await countComments(postId)).toBe(1);
  expect(await findDifferences(pool)).toEqual([]);
});

test('a reply that waits for the lock while its parent gets another subject takes that one', async () => {
  const { postId, parentId } = await aThread();
  const change = `UPDATE comment SET subject = 'On roads' WHERE post_id = $1`;

  const [answer] = await during({ postId, change }, () => [tryComment(api, { postId, parentId })]);

  expect(answer).toMatchObject({ comment: { subject: 'Re: On roads', number: 2 } });
});

test('of two instances that wait with the same input under one key, one writes, and both have the same answer', async () => {
  const { postId, parentId } = await aThread();
  for (const who of [aVoice('both'), anAccount('both')]) {
    const input = { postId, parentId, clientMutationId: 'once' };

    const answers = await during({ postId, waiting: 2 }, () => instances.map((one) => tryComment(one, input, who)));

    expect(new Set(answers.map((answer) => 'comment' in answer && answer.comment.id)).size).toBe(1);
  }
  expect(await countComments(postId)).toBe(3);
});

test('of two instances that wait with two inputs under one key, one writes, and the other has a conflict', async () => {
  const { postId } = await aThread();
  const bodies = ['One.', 'Two.'];

  const answers = await during({ postId, waiting: 2 }, () =>
    instances.map((one, n) =>
      tryComment(one, { postId, body: bodies[n] ?? '', clientMutationId: 'two' }, aVoice('two')),
    ),
  );

  expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['ConflictError', 'CreateCommentPayload']);
});

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('comment' as const),
        who: fc.integer({ min: 0, max: 2 }),
        key: fc.integer({ min: 0, max: 5 }),
        toParent: fc.boolean(),
        copies: fc.integer({ min: 1, max: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('close' as const, 'open' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('withdraw' as const, 'edit' as const) }) },
  ),
  { minLength: 5, maxLength: 25 },
);

test('whatever happens at once, retries give one comment, and none is written under what did not permit it', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const { postId, parentId } = await aThread();
      const answers = new Map<string, Set<string>>();

      await Promise.all(
        plan.map(async (step, place) => {
          const one = place % 2 === 0 ? api : other;
          if (step.kind === 'comment') {
            const clientMutationId = `key-${step.key}-${String(step.toParent)}`;
            const input: CreateCommentInput = { postId, body: 'A remark.', clientMutationId };
            const whole = { ...input, ...(step.toParent && { parentId }) };
            for (const answer of await Promise.all(
              Array.from({ length: step.copies }, () => tryComment(one, whole, aVoice(`${postId}-${step.who}`))),
            )) {
              const ids = answers.get(`${step.who} ${clientMutationId}`) ?? new Set();
              answers.set(`${step.who} ${clientMutationId}`, ids.add(outcomeOf(answer)));
            }
          } else if (step.kind === 'withdraw') {
            await one.data([DeleteCommentDocument, { input: { commentId: parentId } }, AN_AUTHOR]);
          } else if (step.kind === 'edit') {
            await one.data([
              EditCommentDocument,
              { input: { commentId: parentId, subject: `On ${place}` } },
              AN_AUTHOR,
            ]);
          } else {
            await one.data([UpdatePostDocument, { input: { postId, commentsOpen: step.kind === 'open' } }, AN_AUTHOR]);
          }
        }),
      );

      // A refusal comes before the comment or not at all: every answer with a comment has the same one.
      for (const ids of answers.values()) {
        expect([...ids].filter((id) => !/^[A-Z_]+$/.test(id)).length).toBeLessThanOrEqual(1);
      }
      expect(await findDifferences(pool)).toEqual([]);
      expect(await findImpossible(postId)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

/** The id of the comment that was written, or the code of the refusal. */
function outcomeOf(answer: Awaited<ReturnType<typeof tryComment>>): string {
  if ('comment' in answer) return answer.comment.id;
  return 'code' in answer ? answer.code : 'HELD';
}

/** The comments that the log shows where the discussion was closed, or their parent withdrawn; and holes in it. */
async function findImpossible(postId: string): Promise<string[]> {
  const events = await database.prisma.event.findMany({
    where: { postId: rowOf(postId) },
    orderBy: { seq: 'asc' },
    include: { comment: true },
  });
  const faults: string[] = [];
  const withdrawn = new Set<string | null>();
  let isOpen = true;
  let last = 0;
  for (const [place, { seq, kind, comment, commentId, lastNumber }] of events.entries()) {
    if (seq !== place + 1) faults.push(`seq ${seq} at ${place + 1}`);
    if (kind === 'COMMENTS_CLOSED' || kind === 'COMMENTS_OPENED') isOpen = kind === 'COMMENTS_OPENED';
    if (kind === 'COMMENT_WITHDRAWN') withdrawn.add(commentId);
    if (kind !== 'COMMENT_ADDED') continue;
    last += 1;
    if (!isOpen) faults.push(`${seq}: closed`);
    if (comment?.parentId != null && withdrawn.has(comment.parentId)) faults.push(`${seq}: its parent is withdrawn`);
    if (comment?.number !== last || lastNumber !== last) faults.push(`${seq}: number ${String(comment?.number)}`);
  }
  return faults;
}

/** Sends while the row that writers lock is held, changes something once they wait for it, and lets them go on. */
async function during<Answer>(
  { postId, change, waiting = 1 }: { postId: string; change?: string; waiting?: number },
  send: () => Promise<Answer>[],
): Promise<Answer[]> {
  await outside.query('BEGIN');
  await outside.query('SELECT FROM discussion WHERE post_id = $1 FOR UPDATE', [rowOf(postId)]);
  const answers = send();
  while ((await countWaiting()) < waiting) await setTimeout(10);
  if (change !== undefined) await outside.query(change, [rowOf(postId)]);
  await outside.query('COMMIT');
  return await Promise.all(answers);
}

async function countWaiting(): Promise<number> {
  await outside.query('SELECT pg_stat_clear_snapshot()'); // a transaction keeps the first one that it sees
  const { rowCount } = await outside.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}

async function aThread(): Promise<{ postId: string; parentId: string }> {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId, subject: 'On wheels' }, AN_AUTHOR);
  return { postId, parentId: comment.id };
}

async function countComments(postId: string): Promise<number> {
  return await database.prisma.comment.count({ where: { postId: rowOf(postId) } });
}

function rowOf(postId: string): string {
  return Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
}
