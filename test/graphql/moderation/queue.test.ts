import { expect, test } from 'vitest';
import { DeleteCommentDocument } from '../../../src/sdk/generated/operations.ts';
import { anAccount, aVoice, openTestApi } from '../../harness/api.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, AN_AUTHOR, aPost, tryComment } from '../../harness/fixtures.ts';
import { countStatements } from '../../harness/statements.ts';
import * as moderation from '../../harness/moderation.ts';
import {
  A_MODERATOR,
  aHeldComment,
  DECIDE,
  FLAG,
  moderate,
  MODERATION_EVENTS,
  MUTE,
  mutate,
  readQueue,
} from '../../harness/moderation.ts';

const database = await openTestDatabase();
const api = openTestApi(database, { hasGuestReactions: true });
const holding = openTestApi(database, { premoderate: ['ALL'] });
const READER = anAccount('reader');

const flag = async (input: object, as: Parameters<typeof aComment>[2] = READER) =>
  await mutate(api, FLAG, { input, as });
const cursor = async (as = A_MODERATOR) =>
  (await api.data<{ moderationCursor: string }, object>(['{ moderationCursor }', {}, as])).moderationCursor;

interface Event {
  readonly __typename: string;
  readonly cursor: string;
}

async function readEvents(after: string, count: number, document = MODERATION_EVENTS): Promise<Event[]> {
  const stream = await api.follow<{ moderationEvents: Event }, object>([document, { after }, A_MODERATOR]);
  const events: Event[] = [];
  for await (const { moderationEvents } of stream) if (events.push(moderationEvents) === count) break;
  return events;
}

test('a flag waits until a moderator answers it, and its maker reads the answer', async () => {
  const { id: postId } = await aPost(api);
  const { id } = (await aComment(api, { postId })).comment;
  const OWN = `query ($id: ID!) { comment(id: $id) { viewerHasFlagged flagCount viewerFlag { reason note resolvedAt decision { action reason } } } }`;
  const read = async (as?: typeof READER) => (await api.data<{ comment: object }, object>([OWN, { id }, as])).comment;

  expect(await flag({ commentId: id, reason: 'SPAM' })).toMatchObject({ comment: { id, viewerHasFlagged: true } });
  await flag({ commentId: id, reason: 'ILLEGAL', note: 'A libel.' });
  await flag({ commentId: id, reason: 'ABUSE' }, aVoice('a'));
  const item = (await readQueue(api)).nodes.find((node) => node.id === id);
  expect(item).toMatchObject({
    __typename: 'Comment',
    flagCount: 2,
    flags: { nodes: [{ reason: 'ABUSE' }, { reason: 'ILLEGAL', note: 'A libel.' }] },
  });
  expect(await read(READER)).toMatchObject({
    flagCount: null,
    viewerFlag: { reason: 'ILLEGAL', resolvedAt: null, decision: null },
  });
  expect(await read()).toEqual({ viewerHasFlagged: false, flagCount: null, viewerFlag: null });

  await moderate(api, { commentId: id, action: 'HIDE', reason: 'Is libel.' });
  expect((await readQueue(api)).nodes.map((node) => node.id)).not.toContain(id);
  expect(await read(READER)).toMatchObject({
    viewerHasFlagged: false,
    viewerFlag: { reason: 'ILLEGAL', decision: { action: 'HIDE', reason: 'Is libel.' } },
  });
});

test('what a flag needs', async () => {
  const { id: postId } = await aPost(api);
  const { id: commentId } = (await aComment(api, { postId })).comment;

  expect(await flag({ commentId, reason: 'ILLEGAL' })).toMatchObject({ code: 'VALIDATION' });
  expect(await flag({ commentId, reason: 'OTHER', note: '' })).toMatchObject({ code: 'VALIDATION' });
  expect(await flag({ commentId, reason: 'SPAM', note: 'x'.repeat(1_001) })).toMatchObject({ code: 'VALIDATION' });
  expect(await mutate(api, FLAG, { input: { commentId, reason: 'SPAM' } })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await flag({ commentId: 'nonsense', reason: 'SPAM' })).toMatchObject({ code: 'NOT_FOUND' });
  await moderate(api, { commentId, action: 'HIDE', reason: 'Spam.' });
  expect(await flag({ commentId, reason: 'SPAM' })).toMatchObject({ code: 'NOT_FOUND' });
});

test('many flags at once are one of each reader, and one item', async () => {
  const { id: postId } = await aPost(api);
  const { id: commentId } = (await aComment(api, { postId })).comment;
  const readers = ['a', 'b', 'c'].map((name) => aVoice(name));
  await Promise.all([...readers, ...readers].map((as) => flag({ commentId, reason: 'SPAM' }, as)));

  const { nodes } = await readQueue(api, { filter: { postId } });
  expect(nodes).toMatchObject([{ id: commentId, flagCount: 3 }]);
});

test('the queue is oldest first, by kind, by post and in pages', async () => {
  const { id: postId } = await aPost(api);
  const ids: string[] = [];
  for (let number = 0; number < 5; number += 1) {
    if (number % 2 === 0) ids.push(await aHeldComment(holding, { postId, body: `Held ${number}.` }));
    else {
      const { id } = (await aComment(api, { postId })).comment;
      await flag({ commentId: id, reason: 'SPAM' });
      ids.push(id);
    }
  }
  const of = async (filter: object, page: { first?: number; after?: string } = {}) =>
    await readQueue(api, { filter: { postId, ...filter }, ...page });

  expect((await of({})).nodes.map(({ id }) => id)).toEqual(ids);
  expect((await of({ kind: 'HELD' })).nodes.map(({ id }) => id)).toEqual([ids[0], ids[2], ids[4]]);
  expect(await of({ kind: 'FLAGGED' })).toMatchObject({ totalCount: 2 });
  const first = (await of({}, { first: 2 })) as { pageInfo: { endCursor: string } };
  await mutate(api, DECIDE, { input: { heldCommentId: ids[0], approve: false }, as: A_MODERATOR });
  expect((await of({}, { after: first.pageInfo.endCursor })).nodes.map(({ id }) => id)).toEqual(ids.slice(2));
  expect(await api.codes([moderation.QUEUE, { first: 1, after: first.pageInfo.endCursor }, A_MODERATOR])).toEqual([
    'BAD_CURSOR',
  ]);
});

test('nobody but moderators reads or follows the queue', async () => {
  for (const as of [undefined, READER, AN_AUTHOR, aVoice('x')]) {
    expect(await api.codes([moderation.QUEUE, { first: 1 }, as])).toEqual(['FORBIDDEN']);
    expect(await api.codes(['{ moderationCursor }', {}, as])).toEqual(['FORBIDDEN']);
    expect(await api.codes([moderation.AUDIT, { first: 1 }, as])).toEqual(['FORBIDDEN']);
    expect(await api.codes(['{ searchComments { nodes { id } } }', {}, as])).toEqual(['FORBIDDEN']);
    expect(await api.codes(['{ mutes { nodes { id } } }', {}, as])).toEqual(['FORBIDDEN']);
    await expect(api.follow([MODERATION_EVENTS, {}, as])).rejects.toThrow('MODERATOR');
  }
});

test('the stream tells of what came and what left, each once, also after a break', async () => {
  const after = await cursor();
  const { id: postId } = await aPost(api);
  const heldCommentId = await aHeldComment(holding, { postId });
  const { id: commentId } = (await aComment(api, { postId })).comment;
  await flag({ commentId, reason: 'SPAM' });
  await flag({ commentId, reason: 'ABUSE' }, aVoice('a'));
  await moderate(api, { commentId, action: 'DISMISS_FLAGS' });
  await moderate(api, { commentId, action: 'DISMISS_FLAGS' });
  await mutate(api, DECIDE, { input: { heldCommentId, approve: true }, as: A_MODERATOR });

  const all = await readEvents(after, 5);
  expect(all.map(({ __typename }) => __typename)).toEqual([
    ...['CommentHeldEvent', 'CommentFlaggedEvent', 'CommentFlaggedEvent', 'ItemResolvedEvent', 'ItemResolvedEvent'],
  ]);
  expect(await readEvents(all[1]?.cursor ?? '', 3)).toEqual(all.slice(2));
  const DETAILS = `subscription ($after: String) { moderationEvents(after: $after) { cursor
    item { ... on HeldComment { id comment { number } } ... on Comment { id status } } ... on ItemResolvedEvent { auditEntry { action } } } }`;
  expect(await readEvents(all[2]?.cursor ?? '', 2, DETAILS)).toMatchObject([
    { item: { id: commentId, status: 'PUBLISHED' }, auditEntry: { action: 'DISMISS_FLAGS' } },
    { item: { id: heldCommentId, comment: { number: 2 } }, auditEntry: { action: 'APPROVE' } },
  ]);
});

test('a moderator who follows is told of what is held from now on', async () => {
  const stream = await api.follow<{ moderationEvents: Event }, object>([MODERATION_EVENTS, {}, A_MODERATOR]);
  const { id: postId } = await aPost(api);
  // Two instances have a doorbell each; without a ring it is the poll that finds it.
  const next = stream.next();
  await flag({ commentId: (await aComment(api, { postId })).comment.id, reason: 'SPAM' });

  expect((await next).value).toMatchObject({ moderationEvents: { __typename: 'CommentFlaggedEvent' } });
  await stream.return?.();
});

test('a writer who withdraws a flagged comment takes it from the queue', async () => {
  const { id: postId } = await aPost(api);
  const { id: commentId } = (await aComment(api, { postId }, aVoice('w'))).comment;
  await flag({ commentId, reason: 'SPAM' });
  await api.data([DeleteCommentDocument, { input: { commentId } }, aVoice('w')]);

  expect((await readQueue(api, { filter: { postId } })).nodes).toEqual([]);
});

test('a muted account and a muted voice write, edit and flag nothing, and are told why; until it is ended', async () => {
  const { id: postId } = await aPost(api);
  const END =
    'mutation ($input: EndMuteInput!) { endMute(input: $input) { __typename ... on EndMutePayload { mute { endedAt } } ... on Error { code } } }';
  for (const as of [anAccount('loud'), aVoice('loud')]) {
    const { id: commentId } = (await aComment(api, { postId, body: `Loud ${as.voiceHash}` }, as)).comment;
    const answer = await mutate(api, MUTE, { input: { commentId, reason: 'Too loud.' }, as: A_MODERATOR });
    expect(answer).toMatchObject({ mute: { until: null, reason: 'Too loud.' } });

    expect(await tryComment(api, { postId }, as)).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('Too loud.'),
    });
    expect(await flag({ commentId, reason: 'SPAM' }, as)).toMatchObject({ code: 'FORBIDDEN' });
    const REACT =
      'mutation ($input: ReactInput!) { react(input: $input) { __typename ... on Error { code message } } }';
    expect(await mutate(api, REACT, { input: { commentId, kind: 'funny', on: true }, as })).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('Too loud.'),
    });
    const EDIT =
      'mutation ($input: EditCommentInput!) { editComment(input: $input) { __typename ... on Error { code } } }';
    expect(await mutate(api, EDIT, { input: { commentId, body: 'Changed.' }, as })).toMatchObject({
      code: 'FORBIDDEN',
    });

    const { mute } = answer as unknown as { mute: { id: string } };
    expect(await mutate(api, END, { input: { muteId: mute.id }, as: A_MODERATOR })).toMatchObject({
      mute: { endedAt: expect.anything() },
    });
    expect(await tryComment(api, { postId, body: crypto.randomUUID() }, as)).toMatchObject({
      __typename: 'CreateCommentPayload',
    });
  }
});

test('a mute ends at its time; another one takes the place of the first', async () => {
  const { id: postId } = await aPost(api);
  const as = aVoice('for-a-time');
  const { id: commentId } = (await aComment(api, { postId }, as)).comment;
  const mute = async (input: object, by = A_MODERATOR) =>
    await mutate(api, MUTE, { input: { commentId, reason: 'Loud.', ...input }, as: by });

  expect(await mute({ until: '2001-01-01T00:00:00Z' })).toMatchObject({ code: 'VALIDATION' });
  expect(await mute({ heldCommentId: commentId })).toMatchObject({ code: 'VALIDATION' });
  expect(await mute({}, READER)).toMatchObject({ code: 'FORBIDDEN' });
  await mute({});
  await mute({ until: new Date(Date.now() + 3_600_000).toISOString() });
  expect(await tryComment(api, { postId }, as)).toMatchObject({ code: 'FORBIDDEN' });
  await database.prisma.mute.updateMany({ data: { until: new Date(Date.now() - 1_000) } });
  expect(await tryComment(api, { postId, body: 'Again.' }, as)).toMatchObject({ __typename: 'CreateCommentPayload' });
});

test('a search finds what is hidden, by text, writer, post and status', async () => {
  const { id: postId } = await aPost(api);
  const as = aVoice('searched');
  const one = (await aComment(api, { postId, body: 'A 100% _rare_ Word.' }, as)).comment.id;
  const two = (await aComment(api, { postId, body: 'Another.' }, as)).comment.id;
  const three = (await aComment(api, { postId, body: 'rare word of somebody else' })).comment.id;
  await moderate(api, { commentId: one, action: 'HIDE', reason: 'Spam.' });
  const SEARCH =
    'query ($filter: CommentSearch) { searchComments(filter: $filter, first: 10) { totalCount nodes { id } } }';
  const search = async (filter: object) => {
    const { searchComments } = await api.data<
      { searchComments: { totalCount: number; nodes: { id: string }[] } },
      object
    >([SEARCH, { filter: { postId, ...filter } }, A_MODERATOR]);
    expect(searchComments.totalCount).toBe(searchComments.nodes.length);
    return searchComments.nodes.map(({ id }) => id);
  };

  expect(await search({})).toEqual([three, two, one]);
  expect(await search({ text: 'RARE' })).toEqual([three, one]);
  expect(await search({ text: '100% _rare_' })).toEqual([one]);
  expect(await search({ byWriterOf: one })).toEqual([two, one]);
  expect(await search({ status: 'HIDDEN' })).toEqual([one]);
  expect(await search({ postId: 'nonsense' })).toEqual([]);
  expect(await api.codes([SEARCH, { filter: { days: 0 } }, A_MODERATOR])).toEqual(['BAD_USER_INPUT']);
});

test('the flags of a page of comments are read together, each list with its own pages', async () => {
  const { id: postId } = await aPost(api);
  const ids: string[] = [];
  for (let number = 0; number < 6; number += 1) {
    const { id } = (await aComment(api, { postId })).comment;
    ids.push(id);
    for (let by = 0; by < number % 3; by += 1) await flag({ commentId: id, reason: 'SPAM' }, aVoice(`flags-${by}`));
  }
  const FLAGS = `query ($postId: ID!) { post(by: { id: $postId }) { comments(first: 10) { nodes {
    flagCount flags(first: 1) { totalCount nodes { reason } pageInfo { hasNextPage } } } } } }`;
  const statements = countStatements(database);
  const { post } = await api.data<{ post: { comments: { nodes: object[] } } }, object>([
    FLAGS,
    { postId },
    A_MODERATOR,
  ]);
  statements.stop();

  expect(post.comments.nodes).toEqual(
    ids.map((_, number) => ({
      flagCount: number % 3,
      flags: {
        totalCount: number % 3,
        nodes: number % 3 === 0 ? [] : [{ reason: 'SPAM' }],
        pageInfo: { hasNextPage: number % 3 === 2 },
      },
    })),
  );
  expect(statements.texts.length, statements.texts.join('\n')).toBeLessThan(7);
});
