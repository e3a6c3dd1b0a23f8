// What is imported is an archive: it is there for whoever reads or follows its post, and news to nobody.
import { afterAll, expect, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { SITE } from '../../src/data/log/log.ts';
import { createReaderPages } from '../../src/pages/reader-pages.ts';
import { createMemoryDoorbell } from '../../src/live/doorbell/memory-doorbell.ts';
import { createNumbering, numberAfterRing } from '../../src/live/upkeep/numbering.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment } from '../harness/fixtures.ts';
import { aFile, anExport, anItem, runImport, type PostParts } from './harness.ts';

const database = await openTestDatabase();
const memoryDoorbell = createMemoryDoorbell();
const numbering = createNumbering({
  pool: database.pool,
  onNumbered: (position) => memoryDoorbell.ring({ postId: SITE, seq: position }),
  onError: (error) => console.error(error),
});
afterAll(() => numbering.close()); // before the database: it numbers a moment after the last ring
const api = openTestApi(database, {}, { doorbell: numberAfterRing(memoryDoorbell, numbering) });
const { fetch, close } = createInProcessServer({
  ...serverOptions(api),
  routes: createReaderPages(api.services),
});
afterAll(close);

const SITE_STREAM = 'subscription ($after: String) { newComments(after: $after) { cursor node { body } } }';
const POST_STREAM =
  'subscription ($postId: ID!, $after: String) { commentAdded(postId: $postId, after: $after) { node { body } } }';

async function bring(...posts: PostParts[]): Promise<void> {
  const file = await aFile(anExport(posts.map(anItem).join('\n'), { site: 'https://archive.example' }));
  await runImport(database, { file });
}

interface Found {
  readonly siteCursor: string;
  readonly post: { readonly id: string; readonly cursor: string; readonly commentCount: number };
}

const FIND = 'query ($slug: String!) { siteCursor post(by: { slug: $slug }) { id cursor commentCount } }';

test('a hundred comments of another year are not told as new, and are there for whoever follows their post', async () => {
  const old = Array.from({ length: 100 }, (_, at) => ({ id: at + 2, content: `Old ${at + 2}` }));
  await bring({ slug: 'archive', comments: [{ id: 1 }] });
  const { siteCursor, post } = await api.data<Found, object>([FIND, { slug: 'archive' }]);
  const ofSite = await api.follow<unknown, object>([SITE_STREAM, { after: siteCursor }]);
  const ofPost = await api.follow<unknown, object>([POST_STREAM, { postId: post.id, after: post.cursor }]);

  await bring({ slug: 'archive', comments: [{ id: 1 }, ...old] });
  await aComment(api, { postId: post.id, body: 'New' });

  expect((await ofSite.next()).value).toMatchObject({ newComments: { node: { body: 'New' } } });
  const told = [];
  while (told.length < 101) told.push((await ofPost.next()).value);
  expect(told).toEqual(
    [...old.map(({ content }) => content), 'New'].map((body) => ({ commentAdded: { node: { body } } })),
  );
  const unread =
    'query ($id: ID!, $cursor: String!) { post(by: { id: $id }) { commentCount commentCountAfter(cursor: $cursor) } }';
  expect(await api.data([unread, { id: post.id, cursor: post.cursor }])).toEqual({
    post: { commentCount: 102, commentCountAfter: 1 },
  });
});

test('a slug that changed leads on to where the post stands now', async () => {
  await bring({ id: 2, slug: '%d0%bf%d1%80%d0%b8%d0%b2%d0%b5%d1%82' }, { id: 3, slug: 'my_old_post' });

  const moved = await Promise.all(
    ['/posts/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82', '/posts/my_old_post?view=thread', '/posts/nowhere'].map(
      async (path) => await fetch(new Request(`http://localhost:4000${path}`, { redirect: 'manual' })),
    ),
  );

  expect(moved.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
    [308, '/posts/privet'],
    [308, '/posts/my-old-post?view=thread'],
    [404, null],
  ]);
});
