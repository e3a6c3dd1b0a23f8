import { expect, test } from 'vitest';
import { DeleteCommentDocument, UpdatePostDocument } from '../../src/sdk/generated/operations.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { decodeIdOf } from '../../src/relay/global-id.ts';
import type { Config } from '../../src/config/config.ts';
import type { Identity, Scope } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi, type TestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, AN_AUTHOR, aPost } from '../harness/fixtures.ts';
import { moderate } from '../harness/moderation.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const statements = countStatements(database);
const ada = anAccount('ada');
const eve = anAccount('eve');

const REACT = /* GraphQL */ `
  mutation ($input: ReactInput!) {
    react(input: $input) {
      __typename
      ... on ReactPayload {
        comment {
          id
          reactions {
            kind
            count
            viewerHasReacted
          }
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`;

const PAGE = /* GraphQL */ `
  query ($id: ID!) {
    post(by: { id: $id }) {
      reactionsVersion
      comments {
        nodes {
          reactions {
            kind
            count
            viewerHasReacted
          }
        }
      }
    }
  }
`;

interface Reaction {
  readonly kind: string;
  readonly count: number;
  readonly viewerHasReacted: boolean;
}

interface ReactAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly comment?: { readonly reactions: readonly Reaction[] };
}

interface Sent {
  readonly commentId: string;
  readonly kind?: string;
  readonly on?: boolean;
}

async function react(sent: Sent, identity?: Identity, of: TestApi = api): Promise<ReactAnswer> {
  const { react: answer } = await of.data<{ react: ReactAnswer }, object>([
    REACT,
    { input: { kind: 'insightful', on: true, ...sent } },
    identity,
  ]);
  return answer;
}

async function reactionsOf(postId: string, identity?: Identity, of: TestApi = api) {
  const { post } = await of.data<
    { post: { reactionsVersion: number; comments: { nodes: { reactions: Reaction[] }[] } } },
    object
  >([PAGE, { id: postId }, identity]);
  return { version: post.reactionsVersion, comments: post.comments.nodes.map(({ reactions }) => reactions) };
}

async function aThread(of: TestApi = api) {
  const { id: postId } = await aPost(of);
  const { comment } = await aComment(of, { postId });
  return { postId, commentId: comment.id };
}

function withSettings(settings: Partial<Config>): TestApi {
  return openTestApi(database, settings);
}

const none = (kind: string) => ({ kind, count: 0, viewerHasReacted: false });

test('the account that claims a voice has its reactions, but for those that it gave itself', async () => {
  const { postId, commentId } = await aThread();
  const voice = aVoice('reacting');
  const both = { ...anAccount('claims-reactions'), voiceHash: voice.voiceHash };
  for (const kind of ['insightful', 'funny'])
    await react({ commentId, kind }, voice, withSettings({ hasGuestReactions: true }));
  await react({ commentId }, { ...both, voiceHash: null });
  const counts = (await reactionsOf(postId)).comments;

  await api.data(['mutation { claimVoice { ... on ClaimVoicePayload { claimedCount } } }', {}, both]);

  expect((await reactionsOf(postId)).comments).toEqual(counts);
  const own = async (as: Identity) =>
    (await reactionsOf(postId, as)).comments.flat().map(({ viewerHasReacted }) => viewerHasReacted);
  expect(await own({ ...both, voiceHash: null })).toEqual([true, true]);
  expect(await own(voice)).toEqual([true, false]);
  const [, off] =
    (await react({ commentId, kind: 'funny', on: false }, { ...both, voiceHash: null })).comment?.reactions ?? [];
  expect(off).toEqual(none('funny'));
});

test('a locked thread takes no reactions', async () => {
  const { commentId } = await aThread();
  await moderate(api, { commentId, action: 'LOCK' });

  expect(await react({ commentId }, ada)).toMatchObject({ code: 'DISCUSSION_CLOSED' });

  await moderate(api, { commentId, action: 'UNLOCK' });
  expect(await react({ commentId }, ada)).toMatchObject({ __typename: 'ReactPayload' });
});

test('a reaction is counted once, however often it is given, and gone when it is taken away', async () => {
  const { postId, commentId } = await aThread();

  const first = await react({ commentId }, ada);
  const again = await react({ commentId }, ada);
  const funny = await react({ commentId, kind: 'funny' }, eve);

  expect(first).toMatchObject({
    __typename: 'ReactPayload',
    comment: { id: commentId, reactions: [{ kind: 'insightful', count: 1, viewerHasReacted: true }, none('funny')] },
  });
  expect(again).toEqual(first);
  expect(funny.comment?.reactions).toEqual([
    { kind: 'insightful', count: 1, viewerHasReacted: false },
    { kind: 'funny', count: 1, viewerHasReacted: true },
  ]);
  expect(await reactionsOf(postId, ada)).toEqual({
    version: 2,
    comments: [
      [
        { kind: 'insightful', count: 1, viewerHasReacted: true },
        { kind: 'funny', count: 1, viewerHasReacted: false },
      ],
    ],
  });

  const off = await react({ commentId, on: false }, ada);
  const offAgain = await react({ commentId, on: false }, ada);

  expect(off.comment?.reactions).toEqual([none('insightful'), { kind: 'funny', count: 1, viewerHasReacted: false }]);
  expect(offAgain).toEqual(off);
  expect((await reactionsOf(postId)).version).toBe(3);
});

test('a reaction is no event of the log', async () => {
  const { postId, commentId } = await aThread();
  const cursorOf = async () =>
    await api.data(['query ($id: ID!) { post(by: { id: $id }) { cursor } }', { id: postId }]);
  const before = await cursorOf();

  await react({ commentId }, ada);

  expect(await cursorOf()).toEqual(before);
});

test('the answer to a new comment has the reactions of its post, which no write of comments reads', async () => {
  const { postId, commentId } = await aThread();
  await react({ commentId }, ada);
  const source = `mutation ($input: CreateCommentInput!) {
    createComment(input: $input) {
      ... on CreateCommentPayload { comment { reactions { count } post { reactionsVersion firstWord { number } } } }
    }
  }`;

  expect(await api.data([source, { input: { postId, body: 'A remark.' } }])).toEqual({
    createComment: {
      comment: { reactions: [{ count: 0 }, { count: 0 }], post: { reactionsVersion: 1, firstWord: null } },
    },
  });
});

test('guests may not react, unless a setting lets those with a voice', async () => {
  const open = withSettings({ hasGuestReactions: true });
  const { postId, commentId } = await aThread();

  expect(await react({ commentId }, aVoice('a-guest'))).toMatchObject({ __typename: 'ForbiddenError' });
  expect(await react({ commentId }, undefined, open)).toMatchObject({ __typename: 'ForbiddenError' });
  await react({ commentId }, aVoice('a-guest'), open);
  await react({ commentId }, aVoice('a-guest'), open);
  await react({ commentId }, aVoice('another'), open);
  for (const [service, guestsCanReact] of [
    [api, false],
    [open, true],
  ] as const) {
    const source = 'query ($id: ID!) { post(by: { id: $id }) { guestsCanReact } }';
    expect(await service.data([source, { id: postId }])).toEqual({ post: { guestsCanReact } });
  }

  const seen = { kind: 'insightful', count: 2, viewerHasReacted: true };
  expect((await reactionsOf(postId, aVoice('a-guest'))).comments).toEqual([[seen, none('funny')]]);
  expect((await reactionsOf(postId)).comments).toEqual([[{ ...seen, viewerHasReacted: false }, none('funny')]]);
});

test('the kinds are those of the settings, in their order', async () => {
  const { postId, commentId } = await aThread();
  const other = withSettings({ reactions: ['sad', 'insightful'] });
  const silent = withSettings({ reactions: [] });

  await react({ commentId, kind: 'sad' }, ada, other);

  expect((await reactionsOf(postId, ada, other)).comments).toEqual([
    [{ kind: 'sad', count: 1, viewerHasReacted: true }, none('insightful')],
  ]);
  expect((await reactionsOf(postId, ada, silent)).comments).toEqual([[]]);
  expect(await react({ commentId }, ada, silent)).toMatchObject({ __typename: 'ValidationError' });
});

test.each(['', 'sad', 'Insightful', 'a'.repeat(100_000), '\u0000', '__proto__'])(
  'an unknown kind is refused',
  async (kind) => {
    const { commentId } = await aThread();

    expect(await react({ commentId, kind }, ada)).toMatchObject({ __typename: 'ValidationError', code: 'VALIDATION' });
  },
);

test('a withdrawn comment has no reactions and takes none, and an unknown one is not found', async () => {
  const { postId, commentId } = await aThread();
  await react({ commentId }, ada);
  await api.data([DeleteCommentDocument, { input: { commentId } }, anAccount('mo', 'MODERATOR')]);

  expect((await reactionsOf(postId, ada)).comments).toEqual([[none('insightful'), none('funny')]]);
  expect(await react({ commentId }, eve)).toMatchObject({ __typename: 'NotFoundError' });
  expect(await react({ commentId, on: false }, ada)).toMatchObject({ __typename: 'NotFoundError' });
  expect(await react({ commentId: 'garbage' }, ada)).toMatchObject({ __typename: 'NotFoundError' });
});

test('a closed discussion takes no reactions', async () => {
  const { postId, commentId } = await aThread();
  await api.data([UpdatePostDocument, { input: { postId, commentsOpen: false } }, AN_AUTHOR]);

  expect(await react({ commentId }, ada)).toMatchObject({ __typename: 'DiscussionClosedError' });
});

test('an API token needs the scope WRITE to react', async () => {
  const { commentId } = await aThread();
  const program = (...scopes: readonly Scope[]): Identity => ({
    account: ada.account && { ...ada.account, scopes },
    voiceHash: null,
  });
  const input = { commentId, kind: 'funny', on: true };

  expect(await api.codes([REACT, { input }, program('READ')])).toEqual(['FORBIDDEN']);
  expect(await react(input, program('READ', 'WRITE'))).toMatchObject({ __typename: 'ReactPayload' });
});

test('reactions of many at once, and of one at once, are counted as their rows are', async () => {
  const { postId, commentId } = await aThread();
  const readers = Array.from({ length: 12 }, (_, number) => anAccountOf(number));

  await Promise.all([...readers, ...readers].map(async (reader) => await react({ commentId }, reader)));
  await Promise.all(readers.slice(0, 5).map(async (reader) => await react({ commentId, on: false }, reader)));

  const { rows } = await database.pool.query('SELECT FROM reaction WHERE comment_id = $1', [
    decodeIdOf('Comment', commentId),
  ]);
  expect(rows).toHaveLength(7);
  expect(await reactionsOf(postId)).toMatchObject({ version: 17, comments: [[{ count: 7 }, { count: 0 }]] });
});

test('an answer that is used again is never older than a reaction', async () => {
  const { postId, commentId } = await aThread();
  for (let time = 1; time <= 3; time += 1) await reactionsOf(postId);
  statements.reset();
  await reactionsOf(postId);
  expect(statements.texts).toEqual([expect.stringContaining('site_version')]);

  for (let count = 1; count <= 3; count += 1) {
    await react({ commentId }, anAccountOf(count));
    const { comments } = await reactionsOf(postId);
    expect(comments[0]?.[0]).toMatchObject({ count });
  }
});

test('a reaction costs two statements, with the counts of its answer', async () => {
  const { commentId } = await aThread();
  await react({ commentId, kind: 'funny' }, ada);

  statements.reset();
  await react({ commentId }, ada);

  expect(statements.count, statements.texts.join('\n')).toBe(2);
});

test('reactions cost a page one statement, one more for an account, and none where they are not selected', async () => {
  const plain = openTestApi(database, {}, { limits: { keptBytes: 0 } });
  const { id: postId } = await aPost(plain);
  for (let number = 1; number <= 5; number += 1) {
    const { comment } = await aComment(plain, { postId });
    await react({ commentId: comment.id }, ada);
  }
  const costOf = async (identity?: Identity, source = PAGE) => {
    statements.reset();
    await plain.data([source, { id: postId }, identity]);
    return statements.count;
  };
  const bare = await costOf(undefined, 'query ($id: ID!) { post(by: { id: $id }) { comments { nodes { id } } } }');

  expect(await costOf()).toBe(bare + 1);
  expect(await costOf(ada)).toBe(bare + 2);
});

test('verify recounts what reactions count, and names each figure that is wrong', async () => {
  const { postId, commentId } = await aThread();
  await react({ commentId }, ada);
  const id = decodeIdOf('Comment', commentId);
  const isOfThis = (one: { readonly id: string }) => [id, decodeIdOf('Post', postId)].includes(one.id);
  expect(await findDifferences(database.pool)).toEqual([]);

  await database.pool.query('UPDATE reaction_count SET count = 4 WHERE comment_id = $1', [id]);
  await database.pool.query('UPDATE comment_score SET score = 3, version = 9 WHERE comment_id = $1', [id]);
  const found = (await findDifferences(database.pool)).filter(isOfThis);
  await database.pool.query('DELETE FROM reaction_count WHERE comment_id = $1', [id]);
  await database.pool.query('DELETE FROM comment_score WHERE comment_id = $1', [id]);
  const missing = (await findDifferences(database.pool)).filter(isOfThis);

  expect(found.map(({ counter, stored, counted }) => [counter, stored, counted]).sort()).toEqual([
    ['comment_score.score', 3, 1],
    ['discussion.version', 1, 9],
    ['reaction_count.count (insightful)', 4, 1],
  ]);
  expect(missing.map(({ counter, stored, counted }) => [counter, stored, counted]).sort()).toEqual([
    ['comment_score.score', 0, 1],
    ['reaction_count.count (insightful)', 0, 1],
  ]);
});
