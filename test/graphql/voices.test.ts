import { getNamedType, GraphQLObjectType, isLeafType, isRequiredArgument } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { DeleteCommentDocument } from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aComment, aPost, type WrittenPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const statements = countStatements(database);

const MODERATOR = anAccount('moira', 'MODERATOR');
const PROGRAM = withScopes(anAccount('moira', 'AUTHOR'));
const DRAWN = /^http:\/\/127\.0\.0\.1:4000\/avatars\/[0-9a-f]{32}\.svg$/;

function withScopes({ account, voiceHash }: Identity): Identity {
  return { account: account && { ...account, scopes: ['READ', 'WRITE'] }, voiceHash };
}

/** The comments of a post, in their order. */
async function readComments<Node>(slug: string, fields: string, identity?: Identity): Promise<readonly Node[]> {
  interface Found {
    readonly post: { readonly comments: { readonly nodes: readonly Node[] } };
  }
  const source = `query ($slug: String!) { post(by: { slug: $slug }) { comments(first: 100) { nodes ${fields} } } }`;
  const { post } = await api.data<Found, object>([source, { slug }, identity]);
  return post.comments.nodes;
}

async function readVoiceIds(slug: string, identity?: Identity): Promise<(string | null)[]> {
  const comments = await readComments<{ voiceId: string | null }>(slug, '{ voiceId }', identity);
  return comments.map(({ voiceId }) => voiceId);
}

async function readAvatars(slug: string, identity?: Identity): Promise<(string | undefined)[]> {
  const comments = await readComments<{ author: { avatarUrl: string } | null }>(
    slug,
    '{ author { avatarUrl } }',
    identity,
  );
  return comments.map(({ author }) => author?.avatarUrl);
}

test('a voice has one picture under a post and another under the next, and a guest without a voice one each time', async () => {
  const [post, other] = [await aPost(api), await aPost(api)];
  for (const voice of [aVoice('a'), aVoice('b'), aVoice('a'), undefined, undefined])
    await aComment(api, { postId: post.id }, voice);
  await aComment(api, { postId: other.id }, aVoice('a'));

  const [a, b, again, nobody, noOne] = await readAvatars(post.slug);
  const [elsewhere] = await readAvatars(other.slug);

  expect(again).toBe(a);
  expect(new Set([a, b, nobody, noOne, elsewhere]).size).toBe(5);
  for (const url of [a, b, nobody, noOne, elsewhere]) expect(url).toMatch(DRAWN);
});

test('an account has its own picture, or the same one everywhere', async () => {
  const plain = anAccount('plain');
  const pictured = anAccount('pictured');
  const avatarUrl = 'https://example.org/a.png';
  const withPicture = { ...pictured, account: pictured.account && { ...pictured.account, avatarUrl } };
  const [post, other] = [await aPost(api), await aPost(api)];
  for (const { id: postId } of [post, other]) {
    await aComment(api, { postId }, plain);
    await aComment(api, { postId }, withPicture);
  }

  const [drawn, own] = await readAvatars(post.slug);

  expect(drawn).toMatch(DRAWN);
  expect(own).toBe(avatarUrl);
  expect(await readAvatars(other.slug)).toEqual([drawn, own]);
  expect(await api.data(['{ viewer { avatarUrl author { avatarUrl } } }', {}, plain])).toEqual({
    viewer: { avatarUrl: drawn, author: { avatarUrl: drawn } },
  });
});

test('a picture is the same whoever looks, and is that of no one where the comment is withdrawn', async () => {
  const { id: postId, slug } = await aPost(api);
  const { comment } = await aComment(api, { postId }, aVoice('a'));
  await aComment(api, { postId }, aVoice('b'));
  await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, aVoice('a')]);

  const shown = await readAvatars(slug);

  expect(shown).toEqual([undefined, expect.stringMatching(DRAWN)]);
  for (const identity of [aVoice('b'), aVoice('a'), MODERATOR, AN_AUTHOR])
    expect(await readAvatars(slug, identity)).toEqual(shown);
});

test.each([
  ['displayName', false],
  ['displayName avatarUrl', true],
  ['... on Guest { avatarUrl }', true],
  ['... on Author { avatarUrl }', false],
])('the voice of a comment is read for its commenter’s %s: %s', async (fields, isRead) => {
  const { id: postId, slug } = await aPost(api);
  await aComment(api, { postId }, aVoice('a'));
  statements.reset();

  await readComments(slug, `{ author { ${fields} } }`, AN_AUTHOR);

  expect(statements.texts.some((text) => text.includes('voice_hash'))).toBe(isRead);
});

test('moderators are told which comments one voice wrote, and nobody else is', async () => {
  const [post, other] = [await aPost(api), await aPost(api)];
  const { comment } = await aComment(api, { postId: post.id }, aVoice('a'));
  for (const voice of [aVoice('b'), undefined, anAccount('ada')]) await aComment(api, { postId: post.id }, voice);
  await aComment(api, { postId: other.id }, aVoice('a'));
  await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, aVoice('a')]);

  const [a, b, ...others] = await readVoiceIds(post.slug, MODERATOR);

  expect(a).toMatch(/^voice:[0-9a-f]{32}$/);
  expect(b).not.toBe(a);
  expect(others).toEqual([null, null]);
  expect(await readVoiceIds(other.slug, MODERATOR)).toEqual([a]);
  expect(await readVoiceIds(other.slug, anAccount('root', 'ADMIN'))).toEqual([a]);
  for (const identity of [undefined, aVoice('a'), AN_AUTHOR, anAccount('ada'), PROGRAM])
    expect(await readVoiceIds(post.slug, identity)).toEqual([null, null, null, null]);
  const stored = await database.prisma.comment.findMany({ select: { voiceHash: true } });
  for (const { voiceHash } of stored) expect(a).not.toContain(voiceHash?.slice(0, 32));
});

test('a stream tells moderators of a voice, and the other readers of the same post nothing', async () => {
  const { id: postId } = await aPost(api);
  const source =
    'subscription ($postId: ID!) { commentAdded(postId: $postId) { node { voiceId author { avatarUrl } } } }';
  const streams = [];
  for (const identity of [MODERATOR, undefined, aVoice('a')])
    streams.push(
      await api.follow<{ commentAdded: { node: Record<string, unknown> } }, object>([source, { postId }, identity]),
    );

  await aComment(api, { postId }, aVoice('a'));

  const [toModerator, toNobody, toGuest] = await Promise.all(
    streams.map(async (stream) => (await stream.next()).value?.commentAdded.node),
  );
  expect(toModerator).toEqual({ voiceId: expect.stringMatching(/^voice:/), author: toNobody?.['author'] });
  expect(toNobody).toMatchObject({ voiceId: null });
  expect(toGuest).toEqual(toNobody);
  await Promise.all(streams.map(async (stream) => await stream.return?.()));
});

test('no public value is shared by two posts of one voice and by nobody else, and the id of moderators is', async () => {
  const names = Array.from({ length: 6 }, (_, at) => `v${at}`);
  const posts: WrittenPost[] = [];
  for (let at = 0; at < 5; at += 1) posts.push(await aPost(api));
  // Everybody comments under each post twice, and never in the same places.
  const writerOf = (post: number, place: number) => names[(post + place) % names.length] ?? '';
  for (const [at, { id: postId }] of posts.entries()) {
    for (let place = 0; place < 2 * names.length; place += 1)
      await aComment(api, { postId, body: 'The same remark.' }, aVoice(writerOf(at, place)));
  }

  const seen = async (identity?: Identity) => {
    const found = new Map<string, Map<string, Set<string>>>(); // value -> voice -> posts
    for (const [post, { slug }] of posts.entries()) {
      const comments = await readComments<object>(slug, leavesOf('Comment'), identity);
      expect(comments).toHaveLength(2 * names.length);
      comments.forEach((comment, place) => {
        const voice = writerOf(post, place);
        for (const value of tokensOf(comment)) {
          const voices = found.get(value) ?? new Map<string, Set<string>>();
          voices.set(voice, (voices.get(voice) ?? new Set()).add(slug));
          found.set(value, voices);
        }
      });
    }
    return [...found].flatMap(([value, voices]) => {
      const [only, ...others] = voices;
      if (only === undefined || others.length > 0 || only[1].size === 1) return [];
      return [{ value, voice: only[0], posts: only[1].size }];
    });
  };

  expect(await seen()).toEqual([]);
  expect(await seen(aVoice('v0'))).toEqual([]);
  const joined = (await seen(MODERATOR)).filter(({ value }) => value.startsWith('voice:'));
  expect(joined.map(({ voice, posts: count }) => [voice, count]).sort()).toEqual(
    names.map((name) => [name, posts.length]),
  );
});

/** Every field of a comment without arguments that has no fields of its own, and those of its commenter. */
function leavesOf(name: string): string {
  const type = schema.getType(name);
  if (!(type instanceof GraphQLObjectType)) throw new Error(`Expected ${name} to be a type.`);
  const leaves = Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
    .map((field) => field.name);
  return `{ ${leaves.join(' ')} ${name === 'Comment' ? `author { __typename ... on Guest ${leavesOf('Guest')} }` : ''} }`;
}

/** The words of all texts in a value, but for dates: two comments may be of one millisecond. */
function tokensOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return /^\d{4}-\d\d-\d\dT/.test(value) ? [] : [value, ...value.split(/[^\w-]+/)].filter((token) => token !== '');
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one) => tokensOf(one));
}
