// Everything that is kept of a person, exported and erased.
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { inTransaction } from '../../src/data/database/transaction.ts';
import { beginErasure } from '../../src/data/persons/erasures.ts';
import { makeDesk } from '../../src/domain/persons/desk.ts';
import { finishErasures } from '../../src/domain/persons/erase.ts';
import { createApiToken } from '../../src/domain/api-token.ts';
import { createReaderPages } from '../../src/pages/reader-pages.ts';
import { createServiceSession } from '../../src/domain/service-session.ts';
import { decodeGlobalId } from '../../src/relay/global-id.ts';
import { DeleteCommentDocument, EditCommentDocument } from '../../src/sdk/generated/operations.ts';
import { Budget } from '../../src/session/budget.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { findInDatabase } from '../harness/dump.ts';
import { aComment, aPost, tryComment } from '../harness/fixtures.ts';
import { aHeldComment, A_MODERATOR, FLAG, moderate, mutate, MUTE, readQueue } from '../harness/moderation.ts';
import type { Answer } from '../harness/moderation.ts';

const database = await openTestDatabase();
const { pool, prisma } = database;
const api = openTestApi(database);
const AN_ADMIN = anAccount('an-admin', 'ADMIN');

const EXPORT = `mutation ($input: ExportPersonInput) { exportPerson(input: $input) {
  __typename ... on ExportPersonPayload { json } ... on Error { code message } } }`;
const ERASE = `mutation ($input: ErasePersonInput!) { erasePerson(input: $input) {
  __typename ... on ErasePersonPayload { erasedCommentCount } ... on Error { code message } } }`;

const REACT = 'mutation ($input: ReactInput!) { react(input: $input) { __typename } }';

const erase = async (input: object, as?: Identity) => await mutate(api, ERASE, { input, ...(as && { as }) });
const exportOf = async (input: object, as?: Identity) => await mutate(api, EXPORT, { input, ...(as && { as }) });
const uuidOf = (id: string) => decodeGlobalId(id)?.id ?? '';

/** Names that nobody else has. */
function unique() {
  const mark = randomUUID().slice(0, 8);
  return { mark, text: (what: string) => `${what} ${mark}` };
}

/** A person with something in every table that says something of people. */
async function aPerson() {
  const { mark, text } = unique();
  const known = anAccount(`handle-${mark}`, 'AUTHOR').account;
  if (known === null) throw new Error('Expected an account.');
  const account = {
    ...known,
    issuer: `https://issuer-${mark}.example`,
    subject: `subject-${mark}`,
    name: text('Name'),
    avatarUrl: `https://pictures.example/${mark}.png`,
  };
  const as: Identity = { account, voiceHash: null };
  const post = await aPost(api);
  const { comment } = await aComment(
    api,
    { postId: post.id, subject: text('Line'), body: text('First'), clientMutationId: `key-${mark}` },
    as,
  );
  const edit = { commentId: comment.id, body: text('Second') };
  await api.data([EditCommentDocument, { input: edit }, as]);
  const reply = await aComment(api, { postId: post.id, parentId: comment.id, body: 'Of somebody else.' });
  const nested = await aComment(api, { postId: post.id, parentId: reply.comment.id, body: text('Nested') }, as);
  const withdrawn = await aComment(api, { postId: post.id, body: text('Withdrawn') }, as);
  await api.data([DeleteCommentDocument, { input: { commentId: withdrawn.comment.id } }, as]);
  const hidden = await aComment(api, { postId: post.id, body: text('Hidden') }, as);
  await moderate(api, { commentId: hidden.comment.id, action: 'HIDE', reason: text('Staff') });
  const held = await aHeldComment(
    api,
    { postId: post.id, body: text('Held'), honeypot: 'filled in', clientMutationId: `held-${mark}` },
    as,
  );
  await mutate(api, FLAG, { input: { commentId: reply.comment.id, reason: 'OTHER', note: text('Note') }, as });
  await mutate(api, FLAG, {
    input: { commentId: comment.id, reason: 'OTHER', note: `They wrote ${text('Second')}` },
    as: aVoice(mark),
  });
  await mutate(api, REACT, { input: { commentId: reply.comment.id, kind: 'insightful', on: true }, as });
  await createApiToken(sessionOf(as), { name: text('Token'), scopes: ['READ'], expiresInDays: 9 });
  const author = await prisma.author.findFirstOrThrow({ where: { subject: account.subject } });
  return {
    mark,
    text,
    as,
    account,
    post,
    comment,
    reply,
    nested,
    withdrawn,
    hidden,
    held,
    author,
    handle: author.handle,
    authorId: Buffer.from(`Author:${author.id}`).toString('base64url'),
  };
}

function sessionOf(identity: Identity) {
  const session = {
    identity,
    viewpoint: identity,
    requestId: 'test',
    budget: Budget.unlimited(),
    address: null,
    now: () => new Date(),
  };
  return createServiceSession(api.services, session);
}

interface ShownComment {
  readonly number: number;
  readonly depth: number;
  readonly status: string;
  readonly body: string | null;
  readonly replyCount: number;
  readonly author: object | null;
}

async function read(
  slug: string,
  as?: Identity,
): Promise<{ commentCount: number; comments: { nodes: ShownComment[] } }> {
  const source = `query ($slug: String!) { post(by: { slug: $slug }) { commentCount comments(first: 100, order: THREAD) { nodes {
    number depth status body subject replyCount author { displayName } } } } }`;
  return (await api.data<{ post: Awaited<ReturnType<typeof read>> }, object>([source, { slug }, as])).post;
}

test('after an erasure nothing in the database says who it was or what they wrote', async () => {
  const person = await aPerson();
  expect((await findInDatabase(pool, [person.mark])).length).toBeGreaterThan(15);

  expect(await erase({ authorId: person.authorId, confirm: person.handle }, AN_ADMIN)).toEqual({
    __typename: 'ErasePersonPayload',
    erasedCommentCount: 4,
  });

  expect(await findInDatabase(pool, [person.mark])).toEqual([]);
  expect(await findDifferences(pool)).toEqual([]);
});

test('the thread keeps its numbers, its shape and its replies, and counts as after withdrawals', async () => {
  const { post, authorId, handle } = await aPerson();
  const before = await read(post.slug);

  await erase({ authorId, confirm: handle }, AN_ADMIN);

  const after = await read(post.slug);
  const shape = (nodes: ShownComment[]) => nodes.map(({ number, depth }) => [number, depth]);
  expect(shape(after.comments.nodes)).toEqual(shape(before.comments.nodes));
  expect([before.commentCount, after.commentCount]).toEqual([3, 1]);
  expect(after.comments.nodes.map(({ status, body, replyCount }) => [status, body, replyCount])).toEqual([
    ['DELETED', null, 1],
    ['PUBLISHED', 'Of somebody else.', 0],
    ['DELETED', null, 0],
    ['DELETED', null, 0],
    ['DELETED', null, 0],
  ]);
  for (const { status, author } of after.comments.nodes) expect(author === null).toBe(status === 'DELETED');
});

test('whoever follows the discussion is told of each comment that was shown or hidden, once, by nobody', async () => {
  const { post, comment, nested, hidden, authorId, handle } = await aPerson();
  const unpolled = openTestApi(database, {}, { pollEvery: 3_600_000 });
  const source = `subscription ($postId: ID!) { discussionEvents(postId: $postId) {
    __typename ... on CommentWithdrawnEvent { node { id status body author { displayName } } } } }`;
  const events = await unpolled.follow<{ discussionEvents: object }, object>([source, { postId: post.id }]);
  await events.next(); // it is ready

  await mutate(unpolled, ERASE, { input: { authorId, confirm: handle }, as: AN_ADMIN });

  for (const { id } of [comment, nested.comment, hidden.comment]) {
    expect((await events.next()).value?.discussionEvents).toEqual({
      __typename: 'CommentWithdrawnEvent',
      node: { id, status: 'DELETED', body: null, author: null },
    });
  }
  // Its subject was “Re: ” and that of the comment above it.
  expect((await events.next()).value?.discussionEvents).toEqual({ __typename: 'CommentEditedEvent' });
  await aComment(unpolled, { postId: post.id });
  expect((await events.next()).value?.discussionEvents).toMatchObject({ __typename: 'CommentAddedEvent' });
  const log = await prisma.event.findMany({ where: { postId: uuidOf(post.id), kind: 'COMMENT_WITHDRAWN' } });
  expect(log.slice(-3).map(({ actorId }) => actorId)).toEqual([null, null, null]);
  await events.return?.();
});

test('feeds and pages lose the text and the name at once', async () => {
  const { post, text, authorId, handle } = await aPerson();
  const server = createInProcessServer({
    ...serverOptions(api),
    routes: createReaderPages(api.services),
  });
  onTestFinished(() => server.close());
  const open = async (path: string) =>
    await (await server.fetch(new Request(`http://127.0.0.1:4000/posts/${post.slug}${path}`))).text();
  const paths = ['', '/comments.atom'];
  for (const path of paths) expect(await open(path)).toContain(text('Second'));

  await erase({ authorId, confirm: handle }, AN_ADMIN);

  for (const path of paths) {
    const page = await open(path);
    expect(page).toContain('Of somebody else.');
    expect(page).not.toContain(text('Second'));
    expect(page).not.toContain(text('Name'));
  }
});

test('answers that were kept lose the text and the name at once', async () => {
  const { post, text, authorId, handle } = await aPerson();
  expect(JSON.stringify(await read(post.slug))).toContain(text('Second'));

  await erase({ authorId, confirm: handle }, AN_ADMIN);

  const after = JSON.stringify([await read(post.slug), await read(post.slug, A_MODERATOR)]);
  expect(after).not.toContain(text('Second'));
  expect(after).not.toContain(text('Name'));
});

test('the reactions that they gave are taken back, and streams are told of the count', async () => {
  const { post, reply, authorId, handle, mark } = await aPerson();
  const input = { commentId: reply.comment.id, kind: 'insightful', on: true };
  await mutate(api, REACT, { input, as: anAccount(`fan-${mark}`) });
  const unpolled = openTestApi(database, {}, { pollEvery: 3_600_000 });
  const source = `subscription ($postId: ID!) { discussionEvents(postId: $postId) {
    __typename ... on CommentReactionsEvent { node { id reactions { kind count } } } } }`;
  const events = await unpolled.follow<{ discussionEvents: { __typename: string } }, object>([
    source,
    { postId: post.id },
  ]);
  await events.next(); // it is ready

  await mutate(unpolled, ERASE, { input: { authorId, confirm: handle }, as: AN_ADMIN });

  for (;;) {
    const event = (await events.next()).value?.discussionEvents;
    if (event?.__typename !== 'CommentReactionsEvent') continue;
    expect(event).toMatchObject({ node: { id: reply.comment.id, reactions: [{ kind: 'insightful', count: 1 }, {}] } });
    break;
  }
  await events.return?.();
  expect(await findDifferences(pool)).toEqual([]);
});

test('posts stay the publication’s, under an author without a name', async () => {
  const { as, text, authorId, handle } = await aPerson();
  const input = { title: text('Title'), body: 'An article.', publish: true };
  const create = `mutation ($input: CreatePostInput!) { createPost(input: $input) { __typename ... on CreatePostPayload { post { slug } } } }`;
  const created = (await mutate(api, create, { input, as }))['post'] as { slug: string };
  const source = '{ post(by: { slug: "SLUG" }) { body author { handle displayName avatarUrl } } }'.replace(
    'SLUG',
    created.slug,
  );

  await erase({ authorId, confirm: handle }, AN_ADMIN);

  expect(await api.data([source])).toEqual({
    post: {
      body: 'An article.',
      author: {
        handle: expect.stringMatching(/^erased-[0-9a-f]{16}$/),
        displayName: 'Erased account',
        avatarUrl: expect.stringContaining('/avatars/'),
      },
    },
  });
});

test('what waited for moderators leaves their queue, with the erasure as the answer', async () => {
  const { authorId, handle, comment, reply, held } = await aPerson();
  const waiting = async () => (await readQueue(api)).nodes.map((node) => JSON.stringify(node));
  const isThere = (nodes: string[], id: string) => nodes.some((node) => node.includes(id));
  const before = await waiting();
  expect([comment.id, reply.comment.id, held].map((id) => isThere(before, id))).toEqual([true, true, true]);

  await erase({ authorId, confirm: handle }, AN_ADMIN);

  const after = await waiting();
  expect([comment.id, reply.comment.id, held].map((id) => isThere(after, id))).toEqual([false, false, false]);
  const flags = await prisma.flag.findMany({
    where: { commentId: { in: [uuidOf(comment.id), uuidOf(reply.comment.id)] } },
    include: { decision: true },
  });
  expect(flags.map(({ note, decision }) => [note, decision?.action])).toEqual([
    [null, 'ERASE'],
    [null, 'ERASE'],
  ]);
});

test('a report of somebody else keeps a comment in the queue', async () => {
  const { authorId, handle, reply, mark } = await aPerson();
  await mutate(api, FLAG, { input: { commentId: reply.comment.id, reason: 'SPAM' }, as: aVoice(`other-${mark}`) });

  await erase({ authorId, confirm: handle }, AN_ADMIN);

  const { nodes } = await readQueue(api);
  expect(JSON.stringify(nodes)).toContain(reply.comment.id);
});

test('the account that comes back is another author, and its old tokens are refused', async () => {
  const { as, post, author, authorId, handle } = await aPerson();

  await erase({ authorId, confirm: handle }, AN_ADMIN);
  await aComment(api, { postId: post.id, body: 'Back again.' }, as);

  const back = await prisma.author.findFirstOrThrow({ where: { issuer: as.account?.issuer ?? null } });
  expect(back.id).not.toBe(author.id);
  expect(back.handle).toBe(handle);
  const tokens = await prisma.apiToken.findMany({ where: { authorId: author.id } });
  expect(tokens.map(({ name, revokedAt }) => [name, revokedAt !== null])).toEqual([['', true]]);
  // What it writes now is no business of the erasure.
  await erase({ authorId, confirm: handle }, AN_ADMIN);
  expect((await read(post.slug)).comments.nodes.at(-1)).toMatchObject({ body: 'Back again.' });
});

test('more comments than a transaction changes are erased under every post, and told of in order', async () => {
  const { as, author, mark, text } = await aPerson();
  const posts = [await aPost(api), await aPost(api)];
  for (const { id } of posts) {
    await pool.query(
      `INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version, author_id)
       SELECT gen_random_uuid(), $1, n, ARRAY[n], $2, $2, 1, $3 FROM generate_series(1, 620) n`,
      [uuidOf(id), text('Many'), author.id],
    );
    await pool.query(
      'UPDATE discussion SET last_number = 620, comment_count = 620, top_level_places = 620 WHERE post_id = $1',
      [uuidOf(id)],
    );
  }

  expect(await erase({ confirm: author.handle }, as)).toMatchObject({ erasedCommentCount: 1_244 });

  expect(await findInDatabase(pool, [mark])).toEqual([]);
  expect(await findDifferences(pool)).toEqual([]);
  for (const { id } of posts) {
    const events = await prisma.event.findMany({ where: { postId: uuidOf(id), kind: 'COMMENT_WITHDRAWN' } });
    expect(new Set(events.map(({ commentId }) => commentId)).size).toBe(620);
  }
});

test('to erase twice, or by two at once, is to erase once', async () => {
  const { author, authorId, handle, post } = await aPerson();
  const input = { authorId, confirm: handle };

  const both = await Promise.all([erase(input, AN_ADMIN), erase(input, AN_ADMIN)]);
  const { seq } = await prisma.discussion.findUniqueOrThrow({ where: { postId: uuidOf(post.id) } });
  const again = await erase(input, AN_ADMIN);

  expect(both.map(countOf).reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(again).toMatchObject({ erasedCommentCount: 0 });
  expect(await prisma.auditEntry.count({ where: { action: 'ERASE', authorId: author.id } })).toBe(1);
  expect((await prisma.discussion.findUniqueOrThrow({ where: { postId: uuidOf(post.id) } })).seq).toBe(seq);
  expect(await findDifferences(pool)).toEqual([]);
});

const countOf = (answer: Answer) => Number(answer['erasedCommentCount']);

test('an erasure that was interrupted goes on, by the same call or by itself', async () => {
  for (const goOn of [
    async (input: object) => await erase(input, AN_ADMIN),
    async () => await finishErasures(makeDesk({ database }), new AbortController().signal),
  ]) {
    const { mark, author, authorId, handle } = await aPerson();
    const asked = { person: { authorId: author.id }, writtenId: null, actorId: null, reason: null, now: new Date() };
    await inTransaction(prisma, async (tx) => await beginErasure(tx, asked));
    expect((await findInDatabase(pool, [mark])).length).toBeGreaterThan(0);

    await goOn({ authorId, confirm: handle });

    expect(await findInDatabase(pool, [mark])).toEqual([]);
    expect(await prisma.erasure.count({ where: { endedAt: null } })).toBe(0);
  }
});

test('what a request that had begun before wrote under the author is erased afterwards', async () => {
  const { mark, text, author, authorId, handle, post } = await aPerson();
  await erase({ authorId, confirm: handle }, AN_ADMIN);
  const late = await aComment(api, { postId: post.id, body: text('Late') });
  await prisma.comment.update({ where: { id: uuidOf(late.comment.id) }, data: { authorId: author.id } });
  await prisma.author.update({ where: { id: author.id }, data: { displayName: text('Late') } });

  await finishErasures(makeDesk({ database }), new AbortController().signal);

  expect(await findInDatabase(pool, [mark])).toEqual([]);
});

test('a guest is erased by the voice, under every post, by themselves or by an administrator', async () => {
  for (const isOwn of [true, false]) {
    const { mark, text } = unique();
    const voice = aVoice(`voice-${mark}`);
    const [one, other] = [await aPost(api), await aPost(api)];
    const { comment } = await aComment(api, { postId: one.id, guestName: text('Guest'), body: text('One') }, voice);
    await aComment(
      api,
      { postId: other.id, guestName: text('Guest'), body: text('Two'), clientMutationId: `key-${mark}` },
      voice,
    );
    await aHeldComment(api, { postId: one.id, body: text('Held'), honeypot: 'filled in' }, voice);
    const others = await aComment(api, { postId: other.id, body: 'Stays.' }, aVoice(`another-${mark}`));
    await mutate(api, FLAG, {
      input: { commentId: others.comment.id, reason: 'OTHER', note: text('Note') },
      as: voice,
    });

    await mutate(api, MUTE, { input: { commentId: comment.id, reason: text('Mute') }, as: A_MODERATOR });
    await prisma.mute.updateMany({ where: { voiceHash: voice.voiceHash }, data: { endedAt: new Date() } });

    const input = { commentId: comment.id, confirm: comment.id };
    expect(await erase(input, isOwn ? voice : AN_ADMIN)).toMatchObject({ erasedCommentCount: 2 });

    expect(await findInDatabase(pool, [mark, voice.voiceHash ?? ''])).toEqual([]);
    expect(await erase(input, AN_ADMIN)).toMatchObject({ erasedCommentCount: 0 });
    expect((await read(other.slug)).comments.nodes.map(({ body }) => body)).toEqual([null, 'Stays.']);
    const entry = await prisma.auditEntry.findMany({ where: { action: 'ERASE', commentId: uuidOf(comment.id) } });
    expect(entry.map(({ voiceHash }) => voiceHash)).toEqual([null]);
    expect(await findDifferences(pool)).toEqual([]);
  }
});

test('an interrupted erasure of a guest goes on from a comment that was erased already', async () => {
  const { mark, text } = unique();
  const voice = aVoice(`voice-${mark}`);
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId, body: text('One') }, voice);
  await aComment(api, { postId, body: text('Two') }, voice);
  const writtenId = uuidOf(comment.id);
  const person = { voiceHash: voice.voiceHash ?? '' };
  const asked = { person, writtenId, actorId: null, reason: null, now: new Date() };
  await inTransaction(prisma, async (tx) => await beginErasure(tx, asked));
  await prisma.comment.update({ where: { id: writtenId }, data: { voiceHash: null, body: '', bodyHtml: '' } });

  await erase({ commentId: comment.id, confirm: comment.id }, AN_ADMIN);

  expect(await findInDatabase(pool, [mark, person.voiceHash])).toEqual([]);
});

test('of a guest without a voice, the comment is erased', async () => {
  const { mark, text } = unique();
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId, guestName: text('Guest'), body: text('One') });
  const { comment: other } = await aComment(api, { postId, guestName: 'Guest', body: 'Stays.' });
  const input = { commentId: comment.id, confirm: comment.id };

  expect(await erase(input, AN_ADMIN)).toMatchObject({ erasedCommentCount: 1 });
  expect(await erase(input, AN_ADMIN)).toMatchObject({ erasedCommentCount: 0 });

  expect(await findInDatabase(pool, [mark])).toEqual([]);
  expect(await prisma.comment.findUnique({ where: { id: uuidOf(other.id) } })).toMatchObject({ status: 'PUBLISHED' });
});

test('a voice that is muted stays muted, and an account that is muted cannot erase itself', async () => {
  const { mark } = unique();
  const voice = aVoice(`muted-${mark}`);
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId }, voice);
  await mutate(api, MUTE, { input: { commentId: comment.id, reason: 'Spam.' }, as: A_MODERATOR });
  await erase({ commentId: comment.id, confirm: comment.id }, voice);
  expect(await tryComment(api, { postId }, voice)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await prisma.mute.count({ where: { voiceHash: voice.voiceHash, endedAt: null } })).toBe(1);

  const person = await aPerson();
  await mutate(api, MUTE, { input: { commentId: person.comment.id, reason: person.text('Mute') }, as: A_MODERATOR });
  expect(await erase({ confirm: person.handle }, person.as)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await erase({ authorId: person.authorId, confirm: person.handle }, AN_ADMIN)).toHaveProperty(
    'erasedCommentCount',
  );
  expect(await findInDatabase(pool, [person.mark])).toEqual([]);
});

test('somebody else is erased only when the handle confirms it, and nobody but administrators and the person may', async () => {
  const { as, mark, authorId, handle, comment } = await aPerson();
  const before = (await findInDatabase(pool, [mark])).length;

  expect(await erase({ authorId, confirm: 'another' }, AN_ADMIN)).toMatchObject({ code: 'VALIDATION' });
  expect(await erase({ commentId: comment.id, confirm: comment.id }, AN_ADMIN)).toMatchObject({ code: 'VALIDATION' });
  expect(await erase({ authorId, commentId: comment.id, confirm: handle }, AN_ADMIN)).toMatchObject({
    code: 'VALIDATION',
  });
  for (const identity of [undefined, aVoice('x'), anAccount('b'), A_MODERATOR]) {
    expect(await erase({ authorId, confirm: handle }, identity)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await exportOf({ authorId }, identity)).toMatchObject({ code: 'FORBIDDEN' });
  }
  const program: Identity = { account: as.account && { ...as.account, scopes: ['READ', 'WRITE'] }, voiceHash: null };
  expect(await erase({ confirm: handle }, program)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await exportOf({}, program)).toMatchObject({ code: 'FORBIDDEN' });
  expect((await findInDatabase(pool, [mark])).length).toBe(before);

  expect(await erase({ confirm: handle }, as)).toMatchObject({ erasedCommentCount: 4 });
  expect(await findInDatabase(pool, [mark])).toEqual([]);
});

interface Exported {
  readonly profile: Record<string, unknown> | null;
  readonly [list: string]: unknown;
}

async function exported(input: object, as?: Identity): Promise<{ text: string; data: Exported }> {
  const { json } = (await exportOf(input, as)) as { json?: string };
  const text = json ?? '';
  return { text, data: JSON.parse(text) as Exported };
}

test('an export has everything that is kept of an account, hidden and withdrawn texts and earlier versions too', async () => {
  const { as, text, authorId, account, author, comment } = await aPerson();

  const own = await exported({}, as);
  const byAdmin = await exported({ authorId }, AN_ADMIN);

  for (const what of [
    'Name',
    'Line',
    'First',
    'Second',
    'Nested',
    'Withdrawn',
    'Hidden',
    'Held',
    'Note',
    'Token',
    'Staff',
  ]) {
    expect(own.text).toContain(text(what));
  }
  const { issuer, subject, avatarUrl } = account;
  expect(own.data).toMatchObject({
    format: 'colloquy-person',
    version: 1,
    profile: { id: authorId, issuer, subject, avatarUrl, role: 'AUTHOR' },
    comments: [
      { id: comment.id, number: 1, versions: [{ body: text('First') }] },
      {},
      { status: 'DELETED' },
      { status: 'HIDDEN' },
    ],
    heldComments: [{ status: 'HELD' }],
    flags: [{ reason: 'OTHER', note: text('Note') }],
    reactions: [{ kind: 'insightful' }],
    apiTokens: [{ name: text('Token'), scopes: ['READ'] }],
  });
  expect(own.text).not.toContain((await prisma.apiToken.findFirstOrThrow({ where: { authorId: author.id } })).hash);
  expect(own.text).not.toContain('a-moderator');
  const { decisions, ...rest } = byAdmin.data;
  expect(rest).toEqual({ ...own.data, decisions: undefined, exportedAt: rest['exportedAt'] });
  expect(decisions).toMatchObject([{ action: 'EXPORT' }, { action: 'EXPORT' }]);
  expect(await prisma.auditEntry.count({ where: { action: 'EXPORT', authorId: author.id } })).toBe(2);
});

test('an export of more than a page has each comment once', async () => {
  const { as, post, author } = await aPerson();
  const { id: postId } = post;
  await pool.query(
    `INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version, author_id)
     SELECT gen_random_uuid(), $1, 1000 + n, ARRAY[1000 + n], 'Many.', '', 1, $2 FROM generate_series(1, 450) n`,
    [uuidOf(postId), author.id],
  );

  const { comments } = (await exported({}, as)).data as unknown as { comments: { id: string }[] };

  expect(new Set(comments.map(({ id }) => id)).size).toBe(454);
  expect(comments).toHaveLength(454);
  await pool.query('DELETE FROM comment WHERE number > 1000');
});

test('an export that is too long for an answer is refused, and says what writes it', async () => {
  const { as, post, author } = await aPerson();
  await pool.query(
    `INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version, author_id)
     SELECT gen_random_uuid(), $1, 1000 + n, ARRAY[1000 + n], repeat('x', 10000), '', 1, $2 FROM generate_series(1, 510) n`,
    [uuidOf(post.id), author.id],
  );

  const { errors = [] } = await api.result([EXPORT, {}, as]);

  expect(errors).toMatchObject([
    { message: expect.stringContaining('npm run person'), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  await pool.query('DELETE FROM comment WHERE number > 1000');
});

test('a guest exports what the voice wrote, and an administrator what a guest without one did', async () => {
  const { mark, text } = unique();
  const voice = aVoice(`export-${mark}`);
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId, guestName: text('Guest'), body: text('One') }, voice);
  const { comment: without } = await aComment(api, { postId, body: text('Two') });

  const own = await exported({}, voice);
  const ofOne = await exported({ commentId: without.id }, AN_ADMIN);

  expect(own.data).toMatchObject({ profile: null, comments: [{ id: comment.id, guestName: text('Guest') }] });
  expect(own.text).not.toContain(text('Two'));
  expect(ofOne.data).toMatchObject({ profile: null, comments: [{ id: without.id, body: text('Two') }] });
  expect(await exportOf({})).toMatchObject({ code: 'FORBIDDEN' });
});
