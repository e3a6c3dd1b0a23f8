import { afterAll, expect, test } from 'vitest';
import { createNumbering, numberAfterRing } from '../../src/live/upkeep/numbering.ts';
import { createMemoryDoorbell } from '../../src/live/doorbell/memory-doorbell.ts';
import { SITE } from '../../src/data/log/log.ts';
import { UpdatePostDocument } from '../../src/sdk/generated/operations.ts';
import { encodeCursor } from '../../src/relay/cursor.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const memoryDoorbell = createMemoryDoorbell();
const onError = (error: unknown) => console.error(error);
const numbering = createNumbering({
  pool: database.pool,
  onNumbered: (position) => memoryDoorbell.ring({ postId: SITE, seq: position }),
  onError,
});
afterAll(() => numbering.close()); // before the database: it numbers a moment after the last ring
const api = openTestApi(database, {}, { doorbell: numberAfterRing(memoryDoorbell, numbering) });

const NEW = `subscription ($filter: PostFilter, $after: String) {
  newComments(filter: $filter, after: $after) { cursor node { id body post { id } } }
}`;

type New = AsyncIterableIterator<{
  newComments: { cursor: string; node: { id: string; body: string; post: { id: string } } };
}>;

async function follow(variables: { filter?: object; after?: string | undefined } = {}): Promise<New> {
  return (await api.follow([NEW, variables])) as New;
}

async function take(stream: New, count: number) {
  const taken = [];
  while (taken.length < count) taken.push((await stream.next()).value?.newComments);
  return taken;
}

async function siteCursor(): Promise<string> {
  const { siteCursor: cursor } = await api.data<{ siteCursor: string }, object>(['{ siteCursor }']);
  return cursor;
}

test('comments of all posts come once, those of each post in order, also after a reconnect', async () => {
  const posts = await Promise.all(Array.from({ length: 4 }, () => aPost(api)));
  const after = await siteCursor();
  const written = posts.flatMap(({ id: postId }) =>
    Array.from({ length: 5 }, async () => (await aComment(api, { postId })).comment),
  );

  const stream = await follow({ after });
  const first = await take(stream, 8);
  await stream.return?.();
  const rest = await take(await follow({ after: first.at(-1)?.cursor }), 12);

  const told = [...first, ...rest].map((event) => event?.node);
  const comments = await Promise.all(written);
  expect(new Set(told.map((node) => node?.id))).toEqual(new Set(comments.map(({ id }) => id)));
  for (const { id } of posts) {
    const ids = told.filter((node) => node?.post.id === id).map((node) => node?.id);
    const inOrder = comments.filter(({ id: one }) => ids.includes(one)).sort((a, b) => a.number - b.number);
    expect(ids).toEqual(inOrder.map(({ id: one }) => one));
  }
});

test('a filter leaves out other posts, and the position still moves on', async () => {
  const one = await aPost(api, { tags: [{ label: 'Trams' }] });
  const other = await aPost(api);
  const after = await siteCursor();
  const byTag = await follow({ after, filter: { tag: 'trams' } });
  const byAuthor = await follow({ after, filter: { author: 'an-author', tag: 'trams' } });
  const byNobody = await follow({ after, filter: { author: 'nobody' } });

  for (let index = 0; index < 60; index += 1) await aComment(api, { postId: other.id });
  await aComment(api, { postId: one.id, body: 'About trams' });

  expect((await take(byTag, 1))[0]?.node.body).toBe('About trams');
  expect((await take(byAuthor, 1))[0]?.node.body).toBe('About trams');
  for (const stream of [byTag, byAuthor, byNobody]) await stream.return?.();
});

test('comments of an unpublished post are left out', async () => {
  const hidden = await aPost(api);
  const shown = await aPost(api);
  const after = await siteCursor();
  await aComment(api, { postId: hidden.id, body: 'Hidden' });
  await api.data([UpdatePostDocument, { input: { postId: hidden.id, publish: false } }, AN_AUTHOR]);
  await aComment(api, { postId: shown.id, body: 'Shown' });

  const stream = await follow({ after });

  expect((await take(stream, 1))[0]?.node.body).toBe('Shown');
  await stream.return?.();
});

test('a cursor of another kind, of the future, or of dropped events is refused with its code', async () => {
  const codeOf = async (after: string) =>
    await follow({ after }).then(
      () => 'a stream',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
  const old = await siteCursor();

  expect(await codeOf('garbage')).toBe('BAD_CURSOR');
  expect(await codeOf(encodeCursor('SITE', { scope: 'other', key: [1] }))).toBe('BAD_CURSOR');
  expect(await codeOf(encodeCursor('SITE', { scope: '', key: [1_000_000] }))).toBe('CURSOR_EXPIRED');
  await aComment(api, { postId: (await aPost(api)).id });
  await take(await follow({ after: old }), 1);
  await database.pool.query('UPDATE site_log SET dropped_position = last_position');
  expect(await codeOf(old)).toBe('CURSOR_EXPIRED');
  await numbering.close();
});
