import { expect, test } from 'vitest';
import {
  ArticleDocument,
  CreatePostDocument,
  FrontPageDocument,
  UpdatePostDocument,
  ViewerDocument,
  type CreatePostInput,
  type UpdatePostInput,
} from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aPost } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database);

test('only authors and above publish, and authors change their own posts', async () => {
  const input = { title: 'T', body: 'B', publish: true };

  for (const by of [undefined, aVoice('v'), anAccount('reader')]) {
    expect(await create(input, by)).toMatchObject({ code: 'FORBIDDEN' });
  }
  const { id: postId } = await aPost(api);
  expect(await update({ postId, title: 'X' }, anAccount('another', 'AUTHOR'))).toMatchObject({ code: 'FORBIDDEN' });
  expect(await update({ postId, title: 'X' }, anAccount('reader'))).toMatchObject({ code: 'FORBIDDEN' });
  expect(await update({ postId, title: 'X' }, AN_AUTHOR)).toMatchObject({ post: { title: 'X' } });
  expect(await update({ postId, title: 'Y' }, anAccount('mod', 'MODERATOR'))).toMatchObject({ post: { title: 'Y' } });
});

test('only its author and moderators see a draft', async () => {
  const { id, slug } = await aPost(api, { publish: false });
  const seenBy = async (who?: Identity) => (await api.data([ArticleDocument, { by: { slug } }, who])).post?.id ?? null;

  expect(await seenBy()).toBeNull();
  expect(await seenBy(anAccount('another', 'AUTHOR'))).toBeNull();
  expect(await seenBy(AN_AUTHOR)).toBe(id);
  expect(await seenBy(anAccount('mod', 'MODERATOR'))).toBe(id);
  expect(await update({ postId: id, title: 'X' }, anAccount('another', 'AUTHOR'))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await update({ postId: id, publish: true }, AN_AUTHOR)).toMatchObject({
    post: { publishedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
  });
  expect(await seenBy()).toBe(id);
});

test('a slug is made from the title, with a suffix when it is taken; a requested slug must be free', async () => {
  const slugs = await Promise.all(
    Array.from({ length: 4 }, async () => (await aPost(api, { title: 'Über Wörter!' })).slug),
  );

  expect(slugs.sort()).toEqual(['ueber-woerter', 'ueber-woerter-2', 'ueber-woerter-3', 'ueber-woerter-4']);
  expect(await create({ title: 'T', body: 'B', slug: 'ueber-woerter' }, AN_AUTHOR)).toMatchObject({
    issues: [{ path: ['slug'] }],
  });
  expect(await create({ title: 'T', body: 'B', slug: 'Not a slug' }, AN_AUTHOR)).toMatchObject({
    issues: [{ path: ['slug'] }],
  });
});

test('a post that would show nothing is refused, and so is a change into one', async () => {
  const { id: postId } = await aPost(api);

  for (const body of ['&nbsp;', '# ', '[](https://example.org)', '[a]: https://example.org', '---']) {
    expect(await create({ title: 'T', body }, AN_AUTHOR)).toMatchObject({ issues: [{ path: ['body'] }] });
    expect(await update({ postId, body }, AN_AUTHOR)).toMatchObject({ issues: [{ path: ['body'] }] });
  }
  expect(await create({ title: 'T', body: '![](https://example.org/a.png)' }, AN_AUTHOR)).toMatchObject({
    __typename: 'CreatePostPayload',
  });
});

test('ten parallel retries with one key write one post', async () => {
  const input = { title: 'Once', body: 'B', publish: true, clientMutationId: 'post-1' };

  const answers = await Promise.all(Array.from({ length: 10 }, async () => await create(input, AN_AUTHOR)));

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await create({ ...input, title: 'Other' }, AN_AUTHOR)).toMatchObject({ code: 'CONFLICT' });
});

test('missing tags are created, kept in order, and found under one slug', async () => {
  const tags = [
    { label: 'Wind power', kind: 'TOPIC' as const },
    { label: 'Acme', kind: 'COMPANY' as const },
    { label: 'wind  POWER', kind: 'TOPIC' as const },
  ];

  const { id: postId, tags: found } = await aPost(api, { tags });
  await update(
    {
      postId,
      tags: [
        { label: 'Acme', kind: 'TOPIC' },
        { label: 'Rail', kind: 'TOPIC' },
      ],
    },
    AN_AUTHOR,
  );

  expect(found).toMatchObject([{ label: 'Wind power' }, { label: 'Acme', kind: 'COMPANY' }]);
  const { post } = await api.data([ArticleDocument, { by: { id: postId } }]);
  expect(post).toMatchObject({ topics: [{ label: 'Rail' }], companies: [{ label: 'Acme' }] });
});

test('the front page is in order of publication with every filter, and a cursor survives its row', async () => {
  const author = anAccount('columnist', 'AUTHOR');
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const input = {
      title: `Column ${n}`,
      body: 'B',
      publish: true,
      tags: [{ label: n % 2 ? 'Odd' : 'Even', kind: 'TOPIC' as const }],
    };
    const created = await create(input, author);
    if (created?.__typename === 'CreatePostPayload') ids.unshift(created.post.id);
  }
  const filter = { author: 'columnist' };
  const page = async (variables: { first?: number; after?: string | null; filter: object }) =>
    (await api.data([FrontPageDocument, variables])).posts;

  const first = await page({ filter, first: 2 });
  await update({ postId: ids[1] ?? '', publish: false }, author);
  const rest = await page({ filter, first: 10, after: first.pageInfo.endCursor ?? null });

  expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
  expect(first.nodes.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(rest.nodes.map(({ id }) => id)).toEqual(ids.slice(2));
  expect((await page({ filter: { author: 'columnist', tag: 'even' } })).nodes).toHaveLength(3);
  expect((await page({ filter: { tag: 'nothing' } })).nodes).toHaveLength(0);
  expect(await api.codes([FrontPageDocument, { after: first.pageInfo.endCursor }])).toEqual(['BAD_CURSOR']);
});

test('an account gets its row on first use, with a suffix when the handle is taken, and keeps it', async () => {
  await database.prisma.author.create({
    data: { handle: 'zoe', displayName: 'Zoë (imported)', source: 'test', externalId: '1' },
  });
  const zoe = anAccount('zoe', 'MODERATOR');

  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => (await api.data([ViewerDocument, {}, zoe])).viewer),
  );

  expect(new Set(answers.map((viewer) => JSON.stringify(viewer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ handle: 'zoe-2', role: 'MODERATOR' });
  expect((await api.data([ViewerDocument, {}])).viewer).toBeNull();
});

async function create(input: CreatePostInput, by?: Identity) {
  return (await api.data([CreatePostDocument, { input }, by])).createPost;
}

async function update(input: UpdatePostInput, by?: Identity) {
  return (await api.data([UpdatePostDocument, { input }, by])).updatePost;
}

test('the thirtieth post with one title is written like the first', async () => {
  const slugs = new Set<string>();
  for (let week = 0; week < 30; week += 1) slugs.add((await aPost(api, { title: 'Letters' })).slug);

  expect(slugs.size).toBe(30);
});

test('the tags of a draft are hidden', async () => {
  const { id: postId } = await aPost(api, { publish: false, tags: [{ label: 'Secret Corp', kind: 'COMPANY' }] });
  const source = '{ tag(slug: "secret-corp") { id } tags(kind: COMPANY, first: 100) { nodes { label } } }';
  const isSeen = async () => {
    const { tag, tags } = await api.data<{ tag: object | null; tags: { nodes: { label: string }[] } }, object>([
      source,
    ]);
    return [tag !== null, tags.nodes.some(({ label }) => label === 'Secret Corp')];
  };

  expect(await isSeen()).toEqual([false, false]);
  await update({ postId, publish: true }, AN_AUTHOR);
  expect(await isSeen()).toEqual([true, true]);
});

test('a filter that matches nothing returns an empty list, whatever its value', async () => {
  for (const filter of [{ tag: 'a\0' }, { author: '\ud800' }, { tag: '' }, { author: 'x'.repeat(10_000) }]) {
    const { posts } = await api.data([FrontPageDocument, { filter }]);

    expect(posts).toMatchObject({ totalCount: 0, nodes: [] });
  }
});
