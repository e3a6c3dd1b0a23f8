import { expect, test } from 'vitest';
import { anAccount, aVoice, openTestApi } from '../../harness/api.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, AN_AUTHOR, aPost, tryComment } from '../../harness/fixtures.ts';
import { A_MODERATOR, aHeldComment, DECIDE, moderate, mutate, readQueue } from '../../harness/moderation.ts';

const database = await openTestDatabase();
const open = openTestApi(database);
const holding = openTestApi(database, { premoderate: ['ALL'] });
const WRITER = anAccount('writer');
const REGRETFUL = anAccount('regretful');

const OWN = `query ($postId: ID!) { post(by: { id: $postId }) {
  viewerHeldComments { totalCount nodes { id status body decision { action reason } comment { number } } } commentCount cursor } }`;
const WITHDRAW = `mutation ($input: WithdrawHeldCommentInput!) { answer: withdrawHeldComment(input: $input) { __typename
  ... on WithdrawHeldCommentPayload { heldComment { status decision { action reason } } } ... on Error { code message } } }`;
interface Own {
  post: {
    viewerHeldComments: { totalCount: number; nodes: Record<string, unknown>[] };
    commentCount: number;
    cursor: string;
  };
}

const own = async (postId: string, as?: Parameters<typeof aComment>[2]) =>
  (await open.data<Own, object>([OWN, { postId }, as])).post;
const decide = async (input: { heldCommentId: string; approve: boolean; reason?: string }, as = A_MODERATOR) =>
  await mutate(open, DECIDE, { input, as });

test('a held comment is nowhere but with its writer and the moderators until it is approved', async () => {
  const { id: postId } = await aPost(open);
  const before = await own(postId);
  const id = await aHeldComment(holding, { postId, body: 'Held back.' }, WRITER);

  expect(await own(postId)).toEqual({ ...before, viewerHeldComments: { totalCount: 0, nodes: [] } });
  expect((await own(postId, WRITER)).viewerHeldComments).toMatchObject({
    totalCount: 1,
    nodes: [{ id, status: 'HELD', body: 'Held back.', decision: null, comment: null }],
  });
  expect((await readQueue(open)).nodes).toContainEqual(
    expect.objectContaining({ __typename: 'HeldComment', id, heldBecause: 'PREMODERATED', body: 'Held back.' }),
  );
  const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
  for (const [as, seen] of [
    [WRITER, id],
    [A_MODERATOR, id],
    [undefined, null],
    [AN_AUTHOR, null],
    [aVoice('x'), null],
  ] as const) {
    const { node } = await open.data<{ node: { id: string } | null }, object>([NODE, { id }, as]);
    expect(node?.id ?? null).toBe(seen);
  }

  const answer = await decide({ heldCommentId: id, approve: true });
  expect(answer).toMatchObject({ __typename: 'DecideHeldCommentPayload', comment: { number: 1 } });
  expect(await own(postId, WRITER)).toMatchObject({ commentCount: 1, viewerHeldComments: { totalCount: 0 } });
  expect((await readQueue(open)).nodes.map((node) => node.id)).not.toContain(id);
});

test('its commenter takes a held comment back, and it leaves the queue; nobody else can', async () => {
  const { id: postId } = await aPost(open);
  const heldCommentId = await aHeldComment(holding, { postId, body: 'Rather not.' }, REGRETFUL);
  const withdraw = async (as?: Parameters<typeof aComment>[2]) =>
    await mutate(open, WITHDRAW, { input: { heldCommentId }, ...(as && { as }) });

  for (const as of [undefined, AN_AUTHOR, aVoice('x')]) expect(await withdraw(as)).toMatchObject({ code: 'NOT_FOUND' });
  const withdrawn = { heldComment: { status: 'WITHDRAWN', decision: { action: 'WITHDRAW', reason: null } } };
  expect(await withdraw(REGRETFUL)).toMatchObject(withdrawn);
  expect(await withdraw(REGRETFUL)).toMatchObject(withdrawn);

  expect((await own(postId, REGRETFUL)).viewerHeldComments.totalCount).toBe(0);
  expect((await readQueue(open)).nodes.map((node) => node.id)).not.toContain(heldCommentId);
  expect(await decide({ heldCommentId, approve: true })).toMatchObject({ comment: null });
});

test('a comment that was approved is not taken back as a held one', async () => {
  const { id: postId } = await aPost(open);
  const heldCommentId = await aHeldComment(holding, { postId, body: 'Soon public.' }, REGRETFUL);
  await decide({ heldCommentId, approve: true });

  const answer = await mutate(open, WITHDRAW, { input: { heldCommentId }, as: REGRETFUL });

  expect(answer).toMatchObject({ heldComment: { status: 'APPROVED' } });
  expect((await own(postId)).commentCount).toBe(1);
});

test('numbers are given at approval: what was written in between comes first', async () => {
  const { id: postId } = await aPost(open);
  const heldCommentId = await aHeldComment(holding, { postId, body: 'First.' });
  const between = await aComment(open, { postId, body: 'Between.' });

  expect(between.comment.number).toBe(1);
  expect(await decide({ heldCommentId, approve: true })).toMatchObject({ comment: { number: 2 } });
});

test('a retry gives what became of it: held, then public, or turned down', async () => {
  const { id: postId } = await aPost(open);
  const [one, other] = [
    { postId, body: 'One.', clientMutationId: 'one' },
    { postId, body: 'Other.', clientMutationId: 'other' },
  ];
  const oneId = await aHeldComment(holding, one, WRITER);
  const otherId = await aHeldComment(holding, other, WRITER);

  expect(await aHeldComment(holding, one, WRITER)).toBe(oneId);
  expect(await aHeldComment(open, one, WRITER)).toBe(oneId);
  await decide({ heldCommentId: oneId, approve: true });
  await decide({ heldCommentId: otherId, approve: false, reason: 'Off topic.' });

  expect(await tryComment(holding, one, WRITER)).toMatchObject({ comment: { number: 1, body: 'One.' } });
  expect(await tryComment(open, other, WRITER)).toMatchObject({ heldComment: { id: otherId, status: 'TURNED_DOWN' } });
  expect(await tryComment(open, { ...other, body: 'Another.' }, WRITER)).toMatchObject({ code: 'CONFLICT' });
  expect((await own(postId, WRITER)).viewerHeldComments.nodes).toMatchObject([
    { id: otherId, decision: { action: 'TURN_DOWN', reason: 'Off topic.' } },
  ]);
});

test('two moderators decide once, whatever they decide', async () => {
  const { id: postId } = await aPost(open);
  const heldCommentId = await aHeldComment(holding, { postId });
  const answers = await Promise.all(
    [true, false, true, false].map((approve) =>
      decide({ heldCommentId, approve }, anAccount(`m-${approve}`, 'MODERATOR')),
    ),
  );

  expect(new Set(answers.map(({ comment }) => JSON.stringify(comment))).size).toBe(1);
  const entries = await database.prisma.auditEntry.count({ where: { action: { in: ['APPROVE', 'TURN_DOWN'] } } });
  const decided = await database.prisma.heldComment.count({ where: { status: { in: ['APPROVED', 'TURNED_DOWN'] } } });
  expect(entries).toBe(decided);
});

test('a held reply is approved under its parent, and not under one that is hidden meanwhile', async () => {
  const { id: postId } = await aPost(open);
  const parent = (await aComment(open, { postId })).comment;
  const [one, other] = [
    await aHeldComment(holding, { postId, parentId: parent.id }),
    await aHeldComment(holding, { postId, parentId: parent.id, body: 'x' }),
  ];

  expect(await decide({ heldCommentId: one, approve: true })).toMatchObject({ comment: { number: 2 } });
  await moderate(open, { commentId: parent.id, action: 'HIDE', reason: 'Spam.' });
  expect(await decide({ heldCommentId: other, approve: true })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await decide({ heldCommentId: other, approve: false })).toMatchObject({ comment: null });
});

test.each([
  ['GUESTS', undefined, 'Text.', 'PREMODERATED'],
  ['GUESTS', WRITER, 'Text.', null],
  ['LINKS', undefined, 'See https://example.org', 'LINKS'],
  ['LINKS', undefined, 'See nothing.', null],
  ['FIRST', anAccount('newcomer'), 'Text.', 'FIRST_COMMENT'],
  ['FIRST', undefined, 'Text.', 'FIRST_COMMENT'],
  ['ALL', A_MODERATOR, 'Text.', null],
] as const)('PREMODERATE=%s for %o holds %s: %s', async (rule, as, body, because) => {
  const { id: postId } = await aPost(open);
  const answer = await tryComment(openTestApi(database, { premoderate: [rule] }), { postId, body }, as);

  if (because === null) expect(answer).toMatchObject({ __typename: 'CreateCommentPayload' });
  else expect(answer).toMatchObject({ heldComment: { heldBecause: because } });
});

test('whoever has a published comment is no newcomer; one whose comment was hidden still is', async () => {
  const { id: postId } = await aPost(open);
  const api = openTestApi(database, { premoderate: ['FIRST'] });
  const [known, hidden] = [aVoice('known'), aVoice('hidden')];
  await aComment(open, { postId }, known);
  const { comment } = await aComment(open, { postId, body: 'Spam.' }, hidden);
  await moderate(open, { commentId: comment.id, action: 'HIDE', reason: 'Spam.' });

  expect(await tryComment(api, { postId, body: 'Two.' }, known)).toMatchObject({ __typename: 'CreateCommentPayload' });
  expect(await tryComment(api, { postId, body: 'Three.' }, hidden)).toMatchObject({
    heldComment: { heldBecause: 'FIRST_COMMENT' },
  });
});

test('a post has its own rule, else its tags, else the site', async () => {
  const SET = `mutation ($input: SetPremoderationInput!) { setPremoderation(input: $input) {
    __typename ... on SetPremoderationPayload { premoderation } ... on Error { code } } }`;
  const set = async (input: object, as = A_MODERATOR) => await mutate(open, SET, { input, as });
  const tags = [{ label: 'Hot', kind: 'TOPIC' as const }];
  const { id: postId } = await aPost(open, { tags });
  const { nodes } = (
    await open.data<{ tags: { nodes: { id: string; slug: string }[] } }, object>(['{ tags { nodes { id slug } } }'])
  ).tags;
  const tagId = nodes.find(({ slug }) => slug === 'hot')?.id;
  const written = async (api = open) => (await tryComment(api, { postId, body: crypto.randomUUID() })).__typename;

  expect([await written(open), await written(holding)]).toEqual(['CreateCommentPayload', 'CommentHeldPayload']);
  expect(await set({ tagId, premoderation: ['ALL'] })).toMatchObject({ premoderation: ['ALL'] });
  expect(await written(open)).toBe('CommentHeldPayload');
  await set({ postId, premoderation: [] });
  expect([await written(open), await written(holding)]).toEqual(['CreateCommentPayload', 'CreateCommentPayload']);
  await set({ postId, premoderation: null });
  await set({ tagId, premoderation: null });
  expect([await written(open), await written(holding)]).toEqual(['CreateCommentPayload', 'CommentHeldPayload']);

  expect(await set({ postId, tagId, premoderation: [] })).toMatchObject({ code: 'VALIDATION' });
  expect(await set({ postId, premoderation: [] }, AN_AUTHOR)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await set({ postId: tagId, premoderation: [] })).toMatchObject({ code: 'NOT_FOUND' });
});

test('blocked words and filled traps hold; parts of words do not', async () => {
  const { id: postId } = await aPost(open);
  const api = openTestApi(database, { blockedWords: new Set(['casino', 'größe']) });

  for (const body of ['Best CASINO!', 'ｃａｓｉｎｏ', 'GRÖSSE? Größe!']) {
    expect(await tryComment(api, { postId, body })).toMatchObject({ heldComment: { heldBecause: 'BLOCKED_WORD' } });
  }
  expect(await tryComment(api, { postId, body: 'Casinos, casinoes.' })).toMatchObject({
    __typename: 'CreateCommentPayload',
  });
  expect(await tryComment(api, { postId, guestName: 'casino' })).toMatchObject({
    heldComment: { heldBecause: 'BLOCKED_WORD' },
  });
  expect(await tryComment(open, { postId, honeypot: 'https://spam.example' })).toMatchObject({
    heldComment: { heldBecause: 'SUSPECTED_SPAM' },
  });
  expect(await tryComment(open, { postId, honeypot: '' })).toMatchObject({ __typename: 'CreateCommentPayload' });
});

test('readers and authors decide nothing', async () => {
  const { id: postId } = await aPost(open);
  const heldCommentId = await aHeldComment(holding, { postId }, WRITER);

  for (const as of [WRITER, AN_AUTHOR, aVoice('x')]) {
    expect(await decide({ heldCommentId, approve: true }, as)).toMatchObject({ code: 'FORBIDDEN' });
  }
});

test('an edit cannot make public what would have been held, except by a moderator', async () => {
  const { id: postId } = await aPost(open);
  const api = openTestApi(database, { blockedWords: new Set(['casino']), premoderate: ['LINKS'] });
  const { id: commentId } = (await aComment(api, { postId, body: 'Fine.' }, WRITER)).comment;
  const EDIT =
    'mutation ($input: EditCommentInput!) { editComment(input: $input) { __typename ... on EditCommentPayload { comment { body } } ... on Error { code } } }';
  const edit = async (input: object, as = WRITER, by = api) =>
    await mutate(by, EDIT, { input: { commentId, ...input }, as });

  expect(await edit({ body: 'A casino!' })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await edit({ subject: 'Casino' })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await edit({ body: 'See https://example.org' })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await edit({ body: 'Any.' }, WRITER, holding)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await edit({ body: 'Still fine.' })).toMatchObject({ comment: { body: 'Still fine.' } });
  expect(await edit({ body: 'A casino, says a moderator.' }, A_MODERATOR)).toMatchObject({
    __typename: 'EditCommentPayload',
  });
});
