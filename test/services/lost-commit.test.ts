// The connection to the database breaks around the commit: what is stored is answered as stored, and where nobody knows, the
// client is told so.
import pg from 'pg';
import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  CreateCommentDocument,
  CreatePostDocument,
  DeleteCommentDocument,
  EditCommentDocument,
  UpdatePostDocument,
} from '../../src/sdk/generated/operations.ts';
import { someRates } from '../execution/rates-harness.ts';
import { aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aComment, aPost } from '../harness/fixtures.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';

const network = await startTcpProxy();
afterAll(() => network.stop());
let server = 0;
const database = await openTestDatabase({
  poolSize: 2,
  queryMs: 2_000, // 2 seconds
  via(port) {
    server = port;
    network.aimAt(port);
    return network.port;
  },
});
const api = openTestApi(database);
const voice = aVoice('a-voice');

/** A column of the answer of the statement that writes a comment, which is sent after the commit. */
const ADDED = 'topLevelPlaces';

beforeEach(async () => {
  network.aimAt(server);
  await untilBack();
});

/** The pool finds its broken connections by using them. */
async function untilBack(): Promise<void> {
  const answers = () => database.pool.query('SELECT 1').then(Boolean, () => false);
  while (!(await answers()));
}

test('a comment whose commit lost its answer is answered as stored, and is there once', async () => {
  const { id: postId } = await aPost(api);

  const cut = network.cutAtAnswer(ADDED);
  const { comment } = await aComment(api, { postId, body: 'Still here.' });
  await cut;

  expect(comment).toMatchObject({ number: 1, body: 'Still here.' });
  expect(await numbersOf(postId)).toEqual([1]);
});

test.each(['breaks', 'is ended by PostgreSQL'])(
  'a comment whose connection %s while it waits for the lock is there once, and answered',
  async (how) => {
    const { id: postId } = await aPost(api);
    const outside = await connectOutside();
    await outside.query('BEGIN');
    await outside.query('SELECT FROM discussion WHERE post_id = $1 FOR UPDATE', [rowOf(postId)]);
    const waiters = async () => {
      await outside.query('SELECT pg_stat_clear_snapshot()'); // a transaction keeps the first one that it sees
      const { rows } = await outside.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows.map(({ pid }) => pid);
    };
    const until = async (isSo: (pids: number[]) => boolean) => {
      for (;;) {
        const pids = await waiters();
        if (isSo(pids)) return pids;
      }
    };
    const answer = aComment(api, { postId, body: 'Through all.' });

    const [first] = await until(({ length }) => length > 0);
    // The first backend does not see that its client has gone, and goes on as well.
    if (how === 'breaks') network.cut();
    else await outside.query('SELECT pg_terminate_backend($1)', [first]);
    await until((pids) => pids.some((pid) => pid !== first));
    await outside.query('COMMIT');
    await outside.end();

    expect((await answer).comment).toMatchObject({ number: 1, body: 'Through all.' });
    expect(await numbersOf(postId)).toEqual([1]);
  },
);

test('where the database stays away the client is told that the comment may be stored, and a retry gets the first', async () => {
  const { id: postId } = await aPost(api);
  const input = { postId, body: 'Perhaps.', clientMutationId: 'a-key' };

  const cut = network.cutAtAnswer(ADDED, { refuses: true });
  const lost = await api.result([CreateCommentDocument, { input }, voice]);
  await cut;
  network.aimAt(server);
  const { comment } = await aComment(api, input, voice);

  expect(lost).not.toHaveProperty('data');
  expect(lost.errors).toMatchObject([{ message: expect.stringContaining('may be stored') }]);
  expect(comment).toMatchObject({ number: 1, body: 'Perhaps.' });
  expect(await numbersOf(postId)).toEqual([1]);
});

test('a text that may be stored counts as written', async () => {
  const rated = openTestApi(database, {}, { rates: someRates() });
  const { id: postId } = await aPost(api);
  const input = { postId, body: 'Once, perhaps.' };

  const cut = network.cutAtAnswer(ADDED, { refuses: true });
  await rated.codes([CreateCommentDocument, { input }, voice]);
  await cut;
  network.aimAt(server);
  await untilBack();

  expect(await rated.codes([CreateCommentDocument, { input }, voice])).toEqual(['RATE_LIMITED']);
});

test('what the answer usually holds needs no database after the commit', async () => {
  const { id: postId } = await aPost(api);
  const source = `mutation ($input: CreateCommentInput!) {
    createComment(input: $input) {
      ... on CreateCommentPayload {
        cursor
        comment { number url viewerCanEdit author { displayName } post { title commentCount cursor commentsOpen } }
      }
    }
  }`;

  const cut = network.cutAtAnswer(ADDED, { passes: true, refuses: true });
  const { data, errors } = await api.result([source, { input: { postId, body: 'Stored.' } }, AN_AUTHOR]);
  await cut;

  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    createComment: { comment: { number: 1, viewerCanEdit: true, post: { commentCount: 1, commentsOpen: true } } },
  });
});

test('where a part of the answer cannot be read, the client is told that the comment is stored', async () => {
  const { id: postId } = await aPost(api);
  const source = `mutation ($input: CreateCommentInput!) {
    createComment(input: $input) {
      ... on CreateCommentPayload { comment { number post { comments(first: 5) { nodes { id } } } } }
    }
  }`;

  const cut = network.cutAtAnswer(ADDED, { passes: true, refuses: true });
  const result = await api.result([source, { input: { postId, body: 'Stored.' } }]);
  await cut;
  network.aimAt(server);

  expect(result.data).toEqual({ createComment: null });
  expect(result.errors).toMatchObject([
    {
      message: expect.stringContaining('The write is done'),
      extensions: { code: 'SERVICE_UNAVAILABLE', isDone: true },
    },
  ]);
  expect(await numbersOf(postId)).toEqual([1]);
});

test('an edit, a withdrawal, a new post and a change of it are answered as done, and are done once', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId }, voice);
  const after = async <Result, Variables>(operation: Parameters<typeof api.data<Result, Variables>>[0]) => {
    const cut = network.cutAtAnswer('COMMIT');
    const data = await api.data(operation);
    await cut;
    return data;
  };

  const edited = await after([EditCommentDocument, { input: { commentId: comment.id, body: 'Better.' } }, voice]);
  const deleted = await after([DeleteCommentDocument, { input: { commentId: comment.id } }, voice]);
  const updated = await after([UpdatePostDocument, { input: { postId, commentsOpen: false } }, AN_AUTHOR]);
  const created = await after([
    CreatePostDocument,
    { input: { title: 'Once', slug: 'once', body: 'Text.', publish: true, tags: [{ label: 'A tag' }] } },
    AN_AUTHOR,
  ]);

  expect(edited.editComment).toMatchObject({ comment: { body: 'Better.' } });
  expect(deleted.deleteComment).toMatchObject({ comment: { status: 'DELETED' } });
  expect(updated.updatePost).toMatchObject({ post: { commentsOpen: false } });
  expect(created.createPost).toMatchObject({ post: { slug: 'once' } });
  expect(await kindsOf(postId)).toEqual([
    'POST_PUBLISHED',
    'COMMENT_ADDED',
    'COMMENT_EDITED',
    'COMMENT_WITHDRAWN',
    'COMMENTS_CLOSED',
  ]);
});

test('on a network that has silently gone a comment is answered with 503, and the next one is written', async () => {
  const { id: postId } = await aPost(api);
  await aComment(api, { postId });

  network.freeze();
  const { errors } = await api.result([CreateCommentDocument, { input: { postId, body: 'Into the void.' } }]);
  await untilBack();

  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['SERVICE_UNAVAILABLE']);
  expect((await aComment(api, { postId })).comment.number).toBe(2);
});

/** Beside the network whose faults the test causes. */
async function connectOutside(): Promise<pg.Client> {
  const url = new URL(database.pool.options.connectionString ?? '');
  url.port = String(server);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

async function numbersOf(postId: string): Promise<(number | null)[]> {
  const where = { postId: rowOf(postId) };
  return (await database.prisma.comment.findMany({ where, orderBy: { number: 'asc' } })).map(({ number }) => number);
}

async function kindsOf(postId: string): Promise<string[]> {
  const where = { postId: rowOf(postId) };
  return (await database.prisma.event.findMany({ where, orderBy: { seq: 'asc' } })).map(({ kind }) => kind);
}

function rowOf(postId: string): string {
  return Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
}
