import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { underLock, RENDERING_LOCK } from '../../src/data/database/advisory-locks.ts';
import { readOutdatedTexts, replaceHtml } from '../../src/data/reads/outdated-texts.ts';
import { startRerendering } from '../../src/live/upkeep/rerendering.ts';
import type { RerenderingOptions } from '../../src/live/upkeep/rerendering.ts';
import { RENDERER_VERSION } from '../../src/text/markdown/render-markdown.ts';
import { createRenderer } from '../../src/text/renderer.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog } from '../harness/log.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const { pool, prisma } = database;
const renderer = createRenderer({
  limits: DEFAULT_LIMITS,
  onError(error) {
    throw error;
  },
});
afterAll(() => renderer.close());
const OLD = RENDERER_VERSION - 1;
const TOO_DEEP = '> '.repeat(60);

beforeEach(async () => {
  await pool.query('DELETE FROM post');
});

test('posts and comments of an older renderer get new HTML, and nothing else changes', async () => {
  const postId = await aPost({ body: '![A picture](https://example.com/a.png)' });
  await someComments(45, { postId, body: '*Hello*' });
  const before = await readAll();

  const { rendered } = start({ step: 10 });

  expect(await rendered()).toBe(46);
  const after = await readAll();
  expect(after).toEqual({
    posts: before.posts.map((post) => ({
      ...post,
      bodyHtml: '<p dir="auto"><img src="https://example.com/a.png" alt="A picture"></p>',
      rendererVersion: RENDERER_VERSION,
    })),
    comments: before.comments.map((comment) => ({
      ...comment,
      bodyHtml: '<p dir="auto"><em>Hello</em></p>',
      rendererVersion: RENDERER_VERSION,
    })),
    events: [],
  });
});

test('texts of this or a newer renderer are unchanged, and checking them costs one statement', async () => {
  const postId = await aPost({ body: 'A post', version: RENDERER_VERSION });
  await someComments(3, { postId, body: '*Hello*', version: RENDERER_VERSION });
  await someComments(3, { postId, body: '*Hello*', version: RENDERER_VERSION + 1 });
  const before = await readAll();
  const statements = countStatements(database);
  let looks = 0;
  const looked = new EventEmitter();

  const { rerendering } = start({
    random() {
      looks += 1;
      looked.emit(String(looks));
      return 1;
    },
  });
  await once(looked, '4'); // the delays before four runs: three have ended, or are under way

  await rerendering.close();
  statements.stop();
  expect(statements.count).toBeGreaterThan(0);
  expect(statements.count).toBeLessThanOrEqual(looks);
  expect(await readAll()).toEqual(before);
});

test('a text that the renderer refuses keeps its HTML, is reported once, and does not delay the others', async () => {
  const postId = await aPost({ body: 'A post', version: RENDERER_VERSION });
  const [refusedId] = await someComments(1, { postId, body: TOO_DEEP });
  await someComments(3, { postId, body: '*Hello*' });
  const refused: string[] = [];

  const { rendered, rerendering } = start({
    step: 1,
    onRefused: ({ text, error }) => void refused.push(`${text.id}: ${String(error)}`),
  });
  expect(await rendered()).toBe(3);
  await someComments(1, { postId, body: '*Hello*' });
  expect(await rendered()).toBe(1); // a later run

  await rerendering.close();
  expect(refused).toEqual([expect.stringContaining(`${String(refusedId)}: TextTooComplexError`)]);
  expect(await prisma.comment.findUnique({ where: { id: String(refusedId) } })).toMatchObject({
    body: TOO_DEEP,
    bodyHtml: '<p>Old</p>',
  });
});

test('an edit between reading a text and replacing its HTML is not lost', async () => {
  const postId = await aPost({ body: 'A post', version: RENDERER_VERSION });
  const [id = ''] = await someComments(1, { postId, body: 'First' });
  const [text] = await readOutdatedTexts(pool, { version: RENDERER_VERSION, limit: 1 });
  if (text === undefined) throw new Error('There is no outdated text.');
  const edited = { body: 'Second', bodyHtml: '<p>Second</p>', rendererVersion: RENDERER_VERSION };
  await prisma.comment.update({ where: { id }, data: edited });

  expect(await replaceHtml(pool, { text, version: RENDERER_VERSION, html: '<p>First</p>' })).toBe(false);

  // An edit by an older instance is kept too, and is still to be rendered.
  await prisma.comment.update({ where: { id }, data: { ...edited, rendererVersion: OLD } });
  expect(await replaceHtml(pool, { text, version: RENDERER_VERSION, html: '<p>First</p>' })).toBe(false);
  expect(await prisma.comment.findUnique({ where: { id } })).toMatchObject({ bodyHtml: '<p>Second</p>' });
});

test('closing stops it between two texts, and the rest is rendered after the next start', async () => {
  const postId = await aPost({ body: 'A post', version: RENDERER_VERSION });
  await someComments(40, { postId, body: '*Hello*' });
  const first = start({ step: 10, pause: 1_000_000 });
  await expect.poll(() => countOutdated()).toBe(30);

  await first.rerendering.close();
  expect(await countOutdated()).toBe(30);

  const second = start({});
  expect(await second.rendered()).toBe(30);
});

test('closing does not wait for the rest of a step', async () => {
  const postId = await aPost({ body: 'A post', version: RENDERER_VERSION });
  await someComments(40, { postId, body: TOO_DEEP });
  const told = new EventEmitter();
  const { rerendering } = start({ step: 40, onRefused: () => void told.emit('refused') });
  await once(told, 'refused');

  await rerendering.close();

  expect(await countOutdated()).toBeGreaterThan(30);
});

test.runIf(database.kind === 'postgres')('only one of two instances works at a time', async () => {
  const postId = await aPost({ body: 'A post', version: RENDERER_VERSION });
  await someComments(3, { postId, body: '*Hello*' });

  await underLock(pool, {
    key: RENDERING_LOCK,
    async work() {
      expect(await underLock(pool, { key: RENDERING_LOCK, work: async () => true })).toBeNull();
      const { rerendering } = start({ onRendered: fail });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await rerendering.close();
    },
  });
  expect(await countOutdated()).toBe(3);

  const { rendered } = start({});
  expect(await rendered()).toBe(3);
});

test('a failure is reported, and the next run renders the rest', async () => {
  const postId = await aPost({ body: 'A post', version: RENDERER_VERSION });
  await someComments(1, { postId, body: TOO_DEEP });
  await someComments(2, { postId, body: '*Hello*' });

  const { rendered, failed } = start({
    onRefused() {
      throw new Error('No log.');
    },
  });

  expect(String(await failed())).toContain('No log.');
  expect(await rendered()).toBe(2);
});

test('a check for outdated texts reads an index, however many texts there are', async () => {
  const postId = await aPost({ body: 'A post', version: RENDERER_VERSION });
  await someComments(5_000, { postId, body: 'Hello', version: RENDERER_VERSION });
  await pool.query('ANALYZE comment');

  const { rows } = await pool.query(`EXPLAIN SELECT id FROM comment WHERE renderer_version < ${RENDERER_VERSION}
    ORDER BY renderer_version LIMIT 1`);

  expect(JSON.stringify(rows)).toContain('comment_renderer_version_idx');
});

async function aPost({ body, version = OLD }: { body: string; version?: number }): Promise<string> {
  const postId = await aLog(pool);
  await prisma.post.update({
    where: { id: postId },
    data: { body, bodyHtml: '<p>Old</p>', rendererVersion: version },
  });
  return postId;
}

async function someComments(
  count: number,
  { postId, body, version = OLD }: { postId: string; body: string; version?: number },
): Promise<string[]> {
  const { lastNumber } = await prisma.discussion.findUniqueOrThrow({ where: { postId } });
  const data = Array.from({ length: count }, (_, index) => {
    const number = lastNumber + index + 1;
    return { id: randomUUID(), postId, number, path: [number], body, bodyHtml: '<p>Old</p>', rendererVersion: version };
  });
  await prisma.comment.createMany({ data });
  await prisma.discussion.update({ where: { postId }, data: { lastNumber: lastNumber + count } });
  return data.map(({ id }) => id);
}

async function readAll() {
  return {
    posts: await prisma.post.findMany(),
    comments: await prisma.comment.findMany({ orderBy: { number: 'asc' } }),
    events: await prisma.event.findMany(),
  };
}

async function countOutdated(): Promise<number> {
  return (await readOutdatedTexts(pool, { version: RENDERER_VERSION, limit: 1_000 })).length;
}

/** A rerendering that runs without pauses, and what it reports. */
function start(options: Partial<RerenderingOptions>) {
  const told = new EventEmitter();
  const rerendering = startRerendering({
    pool,
    renderer,
    random: () => 1,
    onRendered: (count) => void told.emit('rendered', count),
    onRefused: () => {},
    onError: (error) => void told.emit('failed', error),
    every: 20,
    pause: 0,
    ...options,
  });
  onTestFinished(async () => await rerendering.close());
  const next = async (name: string): Promise<unknown> => (await once(told, name))[0];
  return { rerendering, rendered: async () => await next('rendered'), failed: async () => await next('failed') };
}

function fail(): never {
  throw new Error('Nothing was to be rendered.');
}
