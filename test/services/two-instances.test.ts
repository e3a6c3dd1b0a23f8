import { expect, inject, test } from 'vitest';
import { createHub, type Hub } from '../../src/live/hub.ts';
import { createPostgresDoorbell } from '../../src/live/postgres-doorbell.ts';
import { createBroadcast } from '../../src/live/broadcast.ts';
import { createCommentFeed } from '../../src/live/comment-feed.ts';
import { LiveSource } from '../../src/live/live-source.ts';
import { createPace } from '../../src/live/pace.ts';
import { NOBODY } from '../../src/session/session.ts';
import { withDatabase } from '../harness/database-template.ts';
import { openTestApi, createTestServices } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';

const NEVER = 1_000_000; // milliseconds: only the bell wakes

const database = await openTestDatabase();
const databaseUrl = await addressOf();

test('what is written at one instance is heard at another, in order, without a poll', async () => {
  const { api, postId, stream, close } = await twoInstances();

  await Promise.all(Array.from({ length: 20 }, async () => await aComment(api, { postId })));

  expect(await take(stream, 20)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  await close();
});

test('a listener whose connection is cut comes back and has missed nothing', async () => {
  const { api, postId, stream, close } = await twoInstances();
  await aComment(api, { postId });
  expect(await take(stream, 1)).toEqual([1]);

  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query LIKE 'SELECT pg\_notify%')`,
  );
  await aComment(api, { postId });
  await aComment(api, { postId });

  expect(await take(stream, 2)).toEqual([2, 3]);
  await close();
});

test('a ring that is none, or of nobody’s post, disturbs nothing', async () => {
  const { api, postId, stream, close } = await twoInstances();

  for (const payload of [
    '',
    'garbage',
    `${'x'.repeat(36)} 1`,
    '01234567-89ab-7def-8123-456789abcdef 5',
    `${'0'.repeat(8)} -1`,
  ]) {
    await database.pool.query('SELECT pg_notify($1, $2)', ['colloquy_ring', payload]);
  }
  await aComment(api, { postId });

  expect(await take(stream, 1)).toEqual([1]);
  await close();
});

test('without any bell the slow poll finds what was written', async () => {
  const api = openTestApi(database);
  const { id } = await aPost(api);
  const deaf = createHub({ pool: database.pool, doorbell: silentBell(), onError: report, pollEvery: 20 });
  const stream = follow(deaf, id);
  const next = take(stream, 1);

  await aComment(api, { postId: id });

  expect(await next).toEqual([1]);
  await stream.return?.();
  deaf.close();
});

/** One that writes and one that listens, each with a bell of its own on the same database. */
async function twoInstances() {
  const writer = createPostgresDoorbell({ databaseUrl, onError: ignore });
  const listener = createPostgresDoorbell({ databaseUrl, onError: ignore });
  const hub = createHub({ pool: database.pool, doorbell: listener, onError: report, pollEvery: NEVER });
  const api = openTestApi(database, {}, { ...createTestServices(database), doorbell: writer });
  const { id: postId } = await aPost(api);
  const stream = follow(hub, postId);
  const close = async () => {
    await stream.return?.();
    hub.close();
    await Promise.all([writer.close(), listener.close()]);
  };
  return { api, postId, stream, close };
}

function follow(hub: Hub, postId: string) {
  const row = Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
  const feed = createCommentFeed(database.pool, {
    postId: row,
    viewpoint: { key: 'everybody', identity: NOBODY },
  });
  const broadcast = createBroadcast({ hub, pace: createPace(), onError: report });
  const start = { after: 0, end: 0, opening: [] };
  return new LiveSource({ hub, broadcast, feed, start, viewpoint: NOBODY })[Symbol.asyncIterator]();
}

async function take(stream: AsyncIterator<{ position: number }>, count: number): Promise<number[]> {
  const numbers: number[] = [];
  while (numbers.length < count) {
    const { value, done } = await stream.next();
    if (done === true) break;
    numbers.push(value.position);
  }
  return numbers;
}

async function addressOf(): Promise<string> {
  const template = inject('databaseTemplate');
  if (template.kind !== 'postgres') throw new Error('Run it with npm run test:services.');
  const { rows } = await database.pool.query<{ name: string }>('SELECT current_database() AS name');
  return withDatabase(template.serverUrl, rows[0]?.name ?? '');
}

function silentBell() {
  return { ring: () => undefined, listen: () => undefined, close: () => Promise.resolve() };
}

function ignore(): void {
  // A cut connection is what these tests are about.
}

function report(error: unknown): void {
  console.error(error);
}
