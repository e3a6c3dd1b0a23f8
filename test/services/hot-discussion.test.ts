// Many write on one post at once, on a small pool: each is told what was done, and readers find a connection.
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { CreateCommentDocument, PostCursorDocument } from '../../src/sdk/generated/operations.ts';
import { aVoice, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aPost, tryComment } from '../harness/fixtures.ts';

const WRITERS = 100;

const database = await openTestDatabase({ poolSize: 4 });
const { pool } = database;
// A slow machine is slow, not wrong.
const patience = { writerWaitMs: 60_000, executionMs: 60_000 };
const api = openTestApi(database, {}, { limits: patience });
const crowded = openTestApi(database, {}, { limits: { ...patience, writersWaiting: 2 } });

// Beside the pool, of which the test takes nothing away.
const outside = new pg.Client({ connectionString: pool.options.connectionString });
await outside.connect();
afterAll(() => outside.end());

test('of a hundred writers at once each is stored and told so, under a number of its own', async () => {
  const { id: postId } = await aPost(api);

  const answers = await Promise.all(
    Array.from({ length: WRITERS }, (_, n) => tryComment(api, { postId, body: `Remark ${n}.` }, aVoice(`voice-${n}`))),
  );

  const numbers = answers.map((answer) => ('comment' in answer ? answer.comment.number : answer.__typename));
  expect(new Set(numbers)).toEqual(new Set(Array.from({ length: WRITERS }, (_, n) => n + 1)));
  expect(await countComments(postId)).toBe(WRITERS);
});

test('a writer who finds too many others waiting gets 503, and nothing of it is stored', async () => {
  const { id: postId } = await aPost(crowded);
  const server = createInProcessServer(serverOptions(crowded));
  const release = await lock(postId);
  const first = tryComment(crowded, { postId });
  await untilWaiting(1);
  const waiting = [tryComment(crowded, { postId }), tryComment(crowded, { postId })];

  const refused = await server.fetch(aRequest(postId));

  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({
    errors: [{ message: expect.stringContaining('Nothing was written'), extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
  await release();
  await Promise.all([first, ...waiting]);
  expect(await countComments(postId)).toBe(3);
  await server.close();
});

test('a comment whose client leaves while it waits for its turn is not written', async () => {
  const { id: postId } = await aPost(api);
  const release = await lock(postId);
  const first = tryComment(api, { postId });
  await untilWaiting(1);
  const client = new AbortController();
  const left = api.result([CreateCommentDocument, { input: { postId, body: 'Too late.' } }], client.signal);

  client.abort();
  const { errors } = await left;
  await release();
  await first;

  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['SERVICE_UNAVAILABLE']);
  expect(await countComments(postId)).toBe(1);
});

test('writers of many posts leave connections to readers, and so do the many writers of one', async () => {
  const posts = await Promise.all(Array.from({ length: 6 }, () => aPost(api)));
  const other = await aPost(api);
  const release = await lock(...posts.map(({ id }) => id));
  const answers = posts.flatMap(({ id: postId }) => [tryComment(api, { postId }), tryComment(api, { postId })]);
  await untilWaiting(2);

  const { post } = await api.data([PostCursorDocument, { postId: other.id }]);

  expect(post).not.toBeNull();
  expect(await waitingWriters()).toBe(2);
  await release();
  expect((await Promise.all(answers)).map(({ __typename }) => __typename)).toEqual(
    Array.from({ length: 12 }, () => 'CreateCommentPayload'),
  );
});

function aRequest(postId: string): Request {
  return new Request('http://127.0.0.1/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: CreateCommentDocument.toString(),
      variables: { input: { postId, body: 'One more.' } },
    }),
  });
}

/** Holds the rows that writers lock. @returns how to release them. */
async function lock(...postIds: string[]): Promise<() => Promise<void>> {
  await outside.query('BEGIN');
  await outside.query('SELECT 1 FROM discussion WHERE post_id = ANY($1) FOR UPDATE', [postIds.map(rowOf)]);
  return async () => void (await outside.query('COMMIT'));
}

async function untilWaiting(count: number): Promise<void> {
  while ((await waitingWriters()) < count) await setTimeout(10);
}

async function waitingWriters(): Promise<number> {
  const { rows } = await outside.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

async function countComments(postId: string): Promise<number> {
  return await database.prisma.comment.count({ where: { postId: rowOf(postId) } });
}

function rowOf(postId: string): string {
  return Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
}
