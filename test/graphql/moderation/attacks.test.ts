// What was found by attacking, each once.
import { expect, test } from 'vitest';
import { ClaimVoiceDocument, DeleteCommentDocument } from '../../../src/sdk/generated/operations.ts';
import { anAccount, aVoice, openTestApi } from '../../harness/api.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, aPost, AN_AUTHOR, tryComment } from '../../harness/fixtures.ts';
import {
  A_MODERATOR,
  aHeldComment,
  DECIDE,
  FLAG,
  moderate,
  MUTE,
  mutate,
  readQueue,
} from '../../harness/moderation.ts';
import { countStatements } from '../../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const holding = openTestApi(database, { premoderate: ['ALL'] });
const WRITER = anAccount('writer');

test('what is the viewer’s own of a page costs a few statements, and writes no author', async () => {
  const { id: postId } = await aPost(api);
  for (let number = 0; number < 10; number += 1) await aComment(api, { postId, body: `Number ${number}.` });
  const PAGE = `query ($postId: ID!) { post(by: { id: $postId }) { viewerHeldComments { totalCount } comments(first: 50) { nodes {
    viewerHasFlagged viewerFlag { id } post { viewerHeldComments(first: 1) { totalCount } } } } } }`;
  const authors = await database.prisma.author.count();
  const statements = countStatements(database);
  await api.data([PAGE, { postId }, anAccount('never-seen')]);
  statements.stop();

  expect(statements.texts.length, statements.texts.join('\n')).toBeLessThan(8);
  expect(await database.prisma.author.count()).toBe(authors);
});

test('a locked comment that is withdrawn can be unlocked', async () => {
  const { id: postId } = await aPost(api);
  const { id: commentId } = (await aComment(api, { postId }, WRITER)).comment;
  const child = (await aComment(api, { postId, parentId: commentId })).comment.id;
  await moderate(api, { commentId, action: 'LOCK' });
  await api.data([DeleteCommentDocument, { input: { commentId } }, WRITER]);

  expect(await moderate(api, { commentId, action: 'UNLOCK' })).toMatchObject({ __typename: 'ModerateCommentPayload' });
  expect(await tryComment(api, { postId, parentId: child })).toMatchObject({ __typename: 'CreateCommentPayload' });
});

test('one key is written once, held or public, whichever comes first', async () => {
  const { id: postId } = await aPost(api);
  for (let round = 0; round < 5; round += 1) {
    const input = { postId, clientMutationId: `both-${round}`, body: `Round ${round}.` };
    const answers = await Promise.all([holding, api, holding, api].map((one) => tryComment(one, input, WRITER)));
    expect(new Set(answers.map((answer) => answer.__typename)).size, JSON.stringify(answers)).toBe(1);
  }
});

test('a held comment whose key was used elsewhere, as after a claim, is approved without it', async () => {
  const { id: postId } = await aPost(api);
  const [voice, account] = [aVoice('claimed'), anAccount('claimer')];
  const heldCommentId = await aHeldComment(holding, { postId, clientMutationId: 'k', body: 'Held.' }, voice);
  await aComment(api, { postId, clientMutationId: 'k', body: 'Public.' }, account);
  const { claimVoice } = await api.data([ClaimVoiceDocument, {}, { ...account, voiceHash: voice.voiceHash }]);

  expect(claimVoice).toMatchObject({ claimedCount: 0 });
  const OWN = 'query ($postId: ID!) { post(by: { id: $postId }) { viewerHeldComments { nodes { id } } } }';
  expect(await api.data([OWN, { postId }, account])).toEqual({
    post: { viewerHeldComments: { nodes: [{ id: heldCommentId }] } },
  });
  expect(await mutate(api, DECIDE, { input: { heldCommentId, approve: true }, as: A_MODERATOR })).toMatchObject({
    comment: { number: 2 },
  });
});

test('the same mute by several moderators at once is one that lasts', async () => {
  const { id: postId } = await aPost(api);
  const { id: commentId } = (await aComment(api, { postId }, aVoice('often'))).comment;
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => mutate(api, MUTE, { input: { commentId, reason: 'Loud.' }, as: A_MODERATOR })),
  );

  expect(answers.map(({ __typename }) => __typename)).toEqual(Array.from({ length: 4 }, () => 'MuteCommenterPayload'));
  expect(await database.prisma.mute.count({ where: { endedAt: null, voiceHash: aVoice('often').voiceHash } })).toBe(1);
});

test('a muted voice writes nothing beside an account, and a muted author no posts', async () => {
  const { id: postId } = await aPost(api);
  const voice = aVoice('muted');
  const { id } = (await aComment(api, { postId }, voice)).comment;
  await mutate(api, MUTE, { input: { commentId: id, reason: 'Loud.' }, as: A_MODERATOR });
  expect(await tryComment(api, { postId }, { ...anAccount('fresh'), voiceHash: voice.voiceHash })).toMatchObject({
    code: 'FORBIDDEN',
  });

  const author = anAccount('muted-author', 'AUTHOR');
  const { id: own } = (await aComment(api, { postId, body: 'By an author.' }, author)).comment;
  await mutate(api, MUTE, { input: { commentId: own, reason: 'Loud.' }, as: A_MODERATOR });
  const POST = 'mutation ($input: CreatePostInput!) { createPost(input: $input) { __typename ... on Error { code } } }';
  expect(await mutate(api, POST, { input: { title: 'A title', body: 'A body.' }, as: author })).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await mutate(api, POST, { input: { title: 'A title', body: 'A body.' }, as: AN_AUTHOR })).toMatchObject({
    __typename: 'CreatePostPayload',
  });
});

test('the subject of a hidden comment does not live on in replies, and what replies have of others stays', async () => {
  const { id: postId } = await aPost(api);
  const top = (await aComment(api, { postId, subject: 'Fine' })).comment.id;
  const bad = (await aComment(api, { postId, parentId: top, subject: 'Mr Smith is a thief' })).comment.id;
  const reply = (await aComment(api, { postId, parentId: bad })).comment;
  const own = (await aComment(api, { postId, parentId: bad, subject: 'Not so' })).comment;
  const beside = (await aComment(api, { postId, parentId: top })).comment;
  expect(reply.subject).toBe('Re: Mr Smith is a thief');
  await moderate(api, { commentId: bad, action: 'HIDE', reason: 'Libel.' });

  const SUBJECT = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Comment { subject } } }';
  expect(await api.data([SUBJECT, { ids: [reply.id, own.id, beside.id, top] }])).toEqual({
    nodes: [{ subject: null }, { subject: 'Not so' }, { subject: 'Re: Fine' }, { subject: 'Fine' }],
  });
  await moderate(api, { commentId: bad, action: 'RESTORE' });
  expect(await api.data([SUBJECT, { ids: [bad] }])).toEqual({ nodes: [{ subject: 'Mr Smith is a thief' }] });
  await moderate(api, { commentId: beside.id, action: 'HIDE', reason: 'Off topic.' });
  await moderate(api, { commentId: beside.id, action: 'RESTORE' });
  expect(await api.data([SUBJECT, { ids: [beside.id] }])).toEqual({ nodes: [{ subject: 'Re: Fine' }] });
});

test('a decision is told where it stands: not after a restore, nor of a withdrawal of one’s own', async () => {
  const { id: postId } = await aPost(api);
  const DECISION = 'query ($id: ID!) { comment(id: $id) { decision { action } } }';
  const decision = async (id: string) =>
    (await api.data<{ comment: object }, object>([DECISION, { id }, WRITER])).comment;
  const one = (await aComment(api, { postId, body: 'One.' }, WRITER)).comment.id;
  await moderate(api, { commentId: one, action: 'HIDE', reason: 'A mistake.' });
  await moderate(api, { commentId: one, action: 'RESTORE' });
  await api.data([DeleteCommentDocument, { input: { commentId: one } }, WRITER]);
  expect(await decision(one)).toEqual({ decision: null });

  const two = (await aComment(api, { postId, body: 'Two.' }, WRITER)).comment.id;
  await mutate(api, FLAG, { input: { commentId: two, reason: 'SPAM' }, as: aVoice('f') });
  await api.data([DeleteCommentDocument, { input: { commentId: two } }, WRITER]);
  expect(await decision(two)).toEqual({ decision: null });

  const three = (await aComment(api, { postId, body: 'Three.' }, WRITER)).comment.id;
  await api.data([DeleteCommentDocument, { input: { commentId: three, reason: 'No.' } }, A_MODERATOR]);
  expect(await decision(three)).toEqual({ decision: { action: 'WITHDRAW' } });
});

test('a dismissed report does not come back, unless the text has changed', async () => {
  const { id: postId } = await aPost(api);
  const { id: commentId } = (await aComment(api, { postId }, WRITER)).comment;
  const flag = async () => await mutate(api, FLAG, { input: { commentId, reason: 'SPAM' }, as: aVoice('again') });
  const waits = async () => (await readQueue(api, { filter: { postId } })).nodes.length;
  const events = async () => await database.prisma.moderationEvent.count();
  await flag();
  const before = await events();
  await flag();
  expect([await waits(), await events()]).toEqual([1, before]);
  await moderate(api, { commentId, action: 'DISMISS_FLAGS' });
  await flag();
  expect(await waits()).toBe(0);

  const EDIT = 'mutation ($input: EditCommentInput!) { editComment(input: $input) { __typename } }';
  await mutate(api, EDIT, { input: { commentId, body: 'Changed.' }, as: WRITER });
  await flag();
  expect(await waits()).toBe(1);
});

test('neither markup nor characters without a width hide a blocked word', async () => {
  const { id: postId } = await aPost(api);
  const strict = openTestApi(database, { blockedWords: new Set(['viagra']), premoderate: ['LINKS'] });
  for (const body of ['vi\u00adagra', 'vi\u200bagra', 'vi**a**gra', 'vi&#97;gra', 'VI*AGR*A']) {
    expect([body, await tryComment(strict, { postId, body })]).toMatchObject([
      body,
      { heldComment: { heldBecause: 'BLOCKED_WORD' } },
    ]);
  }
  expect(await tryComment(strict, { postId, subject: 'https://spam.example' })).toMatchObject({
    heldComment: { heldBecause: 'LINKS' },
  });
  expect(await tryComment(strict, { postId, guestName: 'www.spam.example' })).toMatchObject({
    heldComment: { heldBecause: 'LINKS' },
  });
});

test('ids that are none find nothing', async () => {
  const SEARCH = 'query ($id: ID!) { searchComments(filter: { byWriterOf: $id }) { nodes { id } } }';
  expect(await api.data([SEARCH, { id: 'x' }, A_MODERATOR])).toEqual({ searchComments: { nodes: [] } });
});

test('an edit that changes nothing passes, whatever has become a rule since', async () => {
  const { id: postId } = await aPost(api);
  const { id: commentId } = (await aComment(api, { postId, body: 'As it is.', subject: 'A casino' }, WRITER)).comment;
  const EDIT = 'mutation ($input: EditCommentInput!) { editComment(input: $input) { __typename } }';
  const edit = async (input: object, by = holding) =>
    (await mutate(by, EDIT, { input: { commentId, ...input }, as: WRITER })).__typename;

  expect([await edit({ body: 'As it is.' }), await edit({})]).toEqual(['EditCommentPayload', 'EditCommentPayload']);
  const strict = openTestApi(database, { blockedWords: new Set(['casino']) });
  expect(await edit({ subject: null }, strict)).toBe('EditCommentPayload');
});
