import { expect, onTestFinished, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import {
  ClaimVoiceDocument,
  DeleteCommentDocument,
  EditCommentDocument,
  UpdatePostDocument,
} from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aComment, aPost, tryComment, type WrittenPost } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const unpolled = openTestApi(database, {}, { pollEvery: 3_600_000 }); // an hour: its streams hear what rings

let made = 0;

/** An account and a voice that nobody else uses. */
function aPerson() {
  made += 1;
  const [account, voice] = [anAccount(`person-${made}`), aVoice(`voice-${made}`)];
  return { handle: `person-${made}`, account, voice, both: { ...account, voiceHash: voice.voiceHash } };
}

async function claim(identity?: Identity, { data } = api) {
  return (await data([ClaimVoiceDocument, {}, identity])).claimVoice;
}

interface Shown {
  readonly id: string;
  readonly editedAt: string | null;
  readonly viewerCanEdit: boolean;
  readonly author: { readonly __typename: string; readonly displayName: string; readonly handle?: string } | null;
}

async function read({ slug }: WrittenPost, identity?: Identity): Promise<readonly Shown[]> {
  const source = `query ($slug: String!) { post(by: { slug: $slug }) { comments(first: 100) { nodes {
    id editedAt viewerCanEdit author { __typename displayName ... on Author { handle } } } } } }`;
  interface Found {
    readonly post: { readonly comments: { readonly nodes: readonly Shown[] } };
  }
  return (await api.data<Found, object>([source, { slug }, identity])).post.comments.nodes;
}

test('an account that proves a voice makes its comments its own, under every post, and once', async () => {
  const { handle, account, voice, both } = aPerson();
  const posts = [await aPost(api), await aPost(api)];
  for (const { id: postId } of posts) {
    await aComment(api, { postId, guestName: 'Hal' }, voice);
    await aComment(api, { postId }, aVoice('another'));
  }

  const first = await claim(both);

  expect(first).toMatchObject({ claimedCount: 2, author: { handle } });
  expect(await claim(both)).toEqual({ ...first, claimedCount: 0 });
  for (const post of posts) {
    const [own, others] = await read(post, account);
    expect(own).toMatchObject({ viewerCanEdit: true, editedAt: null, author: { __typename: 'Author', handle } });
    expect(others).toMatchObject({ viewerCanEdit: false, author: { __typename: 'Guest' } });
    expect((await read(post, voice)).map(({ viewerCanEdit }) => viewerCanEdit)).toEqual([false, false]);
    const input = { commentId: own?.id ?? '', body: 'Changed.' };
    expect((await api.data([EditCommentDocument, { input }, voice])).editComment).toMatchObject({ code: 'FORBIDDEN' });
    expect((await api.data([EditCommentDocument, { input }, account])).editComment).toHaveProperty('comment');
  }
  const left = await database.prisma.comment.count({ where: { authorId: { not: null }, guestName: 'Hal' } });
  expect(left).toBe(0);
});

test('it takes an account and a voice', async () => {
  const { account, voice } = aPerson();

  for (const identity of [undefined, voice, account])
    expect(await claim(identity)).toMatchObject({ __typename: 'ForbiddenError', code: 'FORBIDDEN' });
});

test('both arrive as headers, and a secret that is too short is refused', async () => {
  const server = createInProcessServer(serverOptions(api));
  onTestFinished(() => server.close());
  const secret = api.services.config.authSecret ?? '';
  const token = await signToken({ subject: 'by-header' }, { secret, expiresIn: 600 });
  const { id: postId } = await aPost(api);
  const ask = async (query: string, headers: Record<string, string>) => {
    const request = new Request('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    const response = await server.fetch(request);
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const voice = 'a-secret-of-128-bits-or-more';
  const [authorization, mutation] = [
    `Bearer ${token}`,
    'mutation { claimVoice { ... on ClaimVoicePayload { claimedCount } } }',
  ];
  const create = `mutation { createComment(input: { postId: "${postId}", body: "Mine." }) { __typename } }`;
  await ask(create, { 'colloquy-voice': voice });

  expect(await ask(mutation, { authorization, 'colloquy-voice': voice })).toEqual({
    status: 200,
    body: expect.objectContaining({ data: { claimVoice: { claimedCount: 1 } } }),
  });
  expect(await ask(mutation, { authorization, 'colloquy-voice': voice.slice(0, 21) })).toMatchObject({
    status: 401,
    body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  });
});

test('what is withdrawn, or under a post that is not published, is claimed as well', async () => {
  const { account, voice, both } = aPerson();
  const [post, draft] = [await aPost(api), await aPost(api)];
  const { comment } = await aComment(api, { postId: post.id }, voice);
  await aComment(api, { postId: draft.id }, voice);
  await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, voice]);
  await api.data([UpdatePostDocument, { input: { postId: draft.id, publish: false } }, AN_AUTHOR]);

  expect(await claim(both)).toMatchObject({ claimedCount: 2 });

  expect(await read(post, account)).toMatchObject([{ author: null, viewerCanEdit: false }]);
  await api.data([UpdatePostDocument, { input: { postId: draft.id, publish: true } }, AN_AUTHOR]);
  expect(await read(draft, account)).toMatchObject([{ author: { __typename: 'Author' }, viewerCanEdit: true }]);
});

test('open pages are told of each comment that is shown, once, and what was withdrawn is not mentioned', async () => {
  const { handle, voice, both } = aPerson();
  const { id: postId } = await aPost(api);
  const first = await aComment(api, { postId }, voice);
  const gone = await aComment(api, { postId }, voice);
  const last = await aComment(api, { postId }, voice);
  await api.data([DeleteCommentDocument, { input: { commentId: gone.comment.id } }, voice]);
  const source = `subscription ($postId: ID!) { discussionEvents(postId: $postId) {
    __typename ... on CommentEditedEvent { node { id editedAt author { ... on Author { handle } } } } } }`;
  const events = await unpolled.follow<{ discussionEvents: object }, object>([source, { postId }]);
  await events.next(); // it is ready

  const next = async () => (await events.next()).value?.discussionEvents;
  const told = (id: string) => ({
    __typename: 'CommentEditedEvent',
    node: { id, editedAt: null, author: { handle } },
  });

  await claim(both, unpolled);
  expect([await next(), await next()]).toEqual([told(first.comment.id), told(last.comment.id)]);
  await claim(both, unpolled);
  const { comment } = await aComment(unpolled, { postId }, voice);

  expect(await next()).toEqual({ __typename: 'CommentAddedEvent' });
  expect(comment.number).toBe(4);
  await events.return?.();
  expect(await findDifferences(database.pool)).toEqual([]);
});

test('an answer that is kept for everybody shows the account from then on', async () => {
  const { handle, voice, both } = aPerson();
  const post = await aPost(api);
  await aComment(api, { postId: post.id }, voice);
  for (let time = 1; time <= 3; time += 1)
    expect(await read(post)).toMatchObject([{ author: { __typename: 'Guest' } }]);
  expect(api.services.answers.used).toBeGreaterThan(0);

  await claim(both);

  for (let time = 1; time <= 3; time += 1) expect(await read(post)).toMatchObject([{ author: { handle } }]);
});

test('a key stays that of the claimed comment, unless the account has written something else under it', async () => {
  const { account, voice, both } = aPerson();
  const { id: postId } = await aPost(api);
  const retried = await aComment(api, { postId, body: 'A.', clientMutationId: 'free' }, voice);
  const dropped = await aComment(api, { postId, body: 'B.', clientMutationId: 'taken' }, voice);
  const own = await aComment(api, { postId, body: 'C.', clientMutationId: 'taken' }, account);

  expect(await claim(both)).toMatchObject({ claimedCount: 2 });

  const again = async (body: string, clientMutationId: string) =>
    await tryComment(api, { postId, body, clientMutationId }, account);
  expect(await again('A.', 'free')).toMatchObject({ comment: { id: retried.comment.id } });
  expect(await again('C.', 'taken')).toMatchObject({ comment: { id: own.comment.id } });
  expect(await again('B.', 'taken')).toMatchObject({ __typename: 'ConflictError' });
  expect(own.comment.id).not.toBe(dropped.comment.id);
});

test('of two accounts that claim one voice at once, each comment goes to one', async () => {
  const [one, other] = [aPerson(), aPerson()];
  const { voiceHash } = one.voice;
  const posts: WrittenPost[] = [];
  for (let at = 0; at < 8; at += 1) {
    const post = await aPost(api);
    posts.push(post);
    for (let time = 0; time < 3; time += 1) await aComment(api, { postId: post.id }, one.voice);
  }

  const claims = await Promise.all([one, other, one].map(({ account }) => claim({ ...account, voiceHash })));

  const counts = claims.map((answer) => (answer?.__typename === 'ClaimVoicePayload' ? answer.claimedCount : 0));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(24);
  const owners = (await Promise.all(posts.map((post) => read(post)))).flat().map(({ author }) => author?.handle);
  expect(owners.every((handle) => handle === one.handle || handle === other.handle)).toBe(true);
  expect(owners.filter((handle) => handle === other.handle)).toHaveLength(counts[1] ?? 0);
  expect(await findDifferences(database.pool)).toEqual([]);
});

test('thousands of comments are claimed, in several transactions', async () => {
  const { voice, both } = aPerson();
  const post = await aPost(api);
  const { comment } = await aComment(api, { postId: post.id }, voice);
  const { postId } = await database.prisma.comment.findFirstOrThrow({ where: { voiceHash: voice.voiceHash } });
  await database.pool.query(
    `WITH added AS (
       INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version, voice_hash)
       SELECT gen_random_uuid(), $1, n, ARRAY[n], 'a', 'a', 1, $2 FROM generate_series(2, 1300) n RETURNING id, number
     ), told AS (
       INSERT INTO event (post_id, seq, kind, comment_id, last_number) SELECT $1, number + 1, 'COMMENT_ADDED', id, number FROM added
     )
     UPDATE discussion SET seq = 1301, last_number = 1300, comment_count = 1300, top_level_places = 1300 WHERE post_id = $1`,
    [postId, voice.voiceHash],
  );

  expect(await claim(both)).toMatchObject({ claimedCount: 1_300 });

  expect(await findDifferences(database.pool)).toEqual([]);
  const { seq } = await database.prisma.discussion.findUniqueOrThrow({ where: { postId } });
  expect(seq).toBe(1_301 + 1_300);
  expect(comment.number).toBe(1);
});

test('a claim that was interrupted goes on where it stopped', async () => {
  const { handle, voice, both } = aPerson();
  const posts = [await aPost(api), await aPost(api)];
  for (const { id: postId } of posts) await aComment(api, { postId }, voice);
  await database.pool.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.post_id = (SELECT max(post_id::text)::uuid FROM comment WHERE voice_hash = '${voice.voiceHash}') THEN
        RAISE EXCEPTION 'interrupted';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON comment FOR EACH ROW EXECUTE FUNCTION fail()`);

  expect(await api.codes([ClaimVoiceDocument, {}, both])).toEqual(['INTERNAL_SERVER_ERROR']);
  await database.pool.query('DROP TRIGGER fail ON comment; DROP FUNCTION fail');

  expect(await claim(both)).toMatchObject({ claimedCount: 1 });
  for (const post of posts) expect(await read(post)).toMatchObject([{ author: { handle } }]);
});

test('a claim begins anew where the account wrote under one of its keys at the same moment', async () => {
  const { voice, both } = aPerson();
  const { id: postId } = await aPost(api);
  await aComment(api, { postId, clientMutationId: 'a-key' }, voice);
  await database.pool.query(`
    CREATE SEQUENCE attempts;
    CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('attempts') = 1 THEN RAISE EXCEPTION 'duplicate key' USING ERRCODE = '23505'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER fail_once BEFORE UPDATE ON comment FOR EACH ROW EXECUTE FUNCTION fail_once()`);

  const answer = await claim(both);
  await database.pool.query('DROP TRIGGER fail_once ON comment; DROP FUNCTION fail_once; DROP SEQUENCE attempts');

  expect(answer).toMatchObject({ claimedCount: 1 });
});
