import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { createPublicComment } from '../../src/domain/create-comment.ts';
import { createPost } from '../../src/domain/create-post.ts';
import { deleteComment, editComment } from '../../src/domain/change-comment.ts';
import { updatePost } from '../../src/domain/update-post.ts';
import { createFeedRoute } from '../../src/pages/feed.ts';
import { findRoute } from '../../src/pages/route.ts';
import { createAddresses } from '../../src/config/addresses.ts';
import { createServiceSession } from '../../src/domain/service-session.ts';
import { encodeGlobalId } from '../../src/relay/global-id.ts';
import { Budget } from '../../src/session/budget.ts';
import { NOBODY } from '../../src/session/session.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, createTestServices } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';

const database = await openTestDatabase();
const addresses = createAddresses({ service: () => 'https://talk.example', postUrl: 'https://paper.example/{slug}' });
const services = { ...createTestServices(database, { guestName: 'Somebody' }), addresses };
const route = createFeedRoute(services);

const ATOM = 'http://www.w3.org/2005/Atom';
const THREADING = 'http://purl.org/syndication/thread/1.0';
let clock = Date.UTC(2026, 1, 1);

describe('the feed of a discussion', () => {
  it('has the newest comments first, with links back and what each answers', async () => {
    const post = await aPost('A day out');
    const first = await aComment(post, { guestName: 'Hal', subject: 'Well', body: 'One **two**' });
    const second = await aComment(post, { parentId: first.id, body: 'Three' });

    const feed = parseAtom(await (await get(post.slug)).text());

    expect(feed.id).toBe(`urn:uuid:${post.row}`);
    expect(feed.title).toBe('Comments on “A day out”');
    expect(feed.links).toEqual({
      self: 'https://talk.example/posts/a-day-out/comments.atom',
      alternate: 'https://paper.example/a-day-out',
    });
    expect(feed.entries).toEqual([
      {
        id: `urn:uuid:${second.row}`,
        title: 'Re: Well',
        name: 'Somebody (guest)',
        published: second.createdAt.toISOString(),
        updated: second.createdAt.toISOString(),
        alternate: 'https://paper.example/a-day-out#comment-2',
        answers: { ref: `urn:uuid:${first.row}`, href: 'https://paper.example/a-day-out#comment-1' },
        content: '<p dir="auto">Three</p>',
      },
      {
        id: `urn:uuid:${first.row}`,
        title: 'Well',
        name: 'Hal (guest)',
        published: first.createdAt.toISOString(),
        updated: first.createdAt.toISOString(),
        alternate: 'https://paper.example/a-day-out#comment-1',
        answers: { ref: `urn:uuid:${post.row}`, href: 'https://paper.example/a-day-out' },
        content: '<p dir="auto">One <strong>two</strong></p>',
      },
    ]);
  });

  it('leaves out what was withdrawn, and says when what was edited was', async () => {
    const post = await aPost('Second thoughts');
    const gone = await aComment(post, { body: 'Gone' });
    await aComment(post, { parentId: gone.id, body: 'Left' });
    const session = as(ADA);
    await deleteComment(session, { commentId: gone.id });
    const kept = await aComment(post, { body: 'Kept' });
    await editComment(as(ADA), { commentId: kept.id, body: 'Kept, and better' });

    const feed = parseAtom(await (await get(post.slug)).text());

    expect(feed.entries.map(({ content }) => content)).toEqual([
      '<p dir="auto">Kept, and better</p>',
      '<p dir="auto">Left</p>',
    ]);
    expect(feed.entries.at(0)?.updated).not.toBe(feed.entries.at(0)?.published);
    expect(feed.updated).toBe(feed.entries.at(0)?.updated);
  });

  it('carries any text, but for what XML cannot', async () => {
    const post = await aPost('"Less" < & > \ufffe');
    await aComment(post, { guestName: '<b>&amp;', subject: ']]> 🦆 \ufffe', body: 'a\u0008 < b & "c"\r\n\tд' });

    const feed = parseAtom(await (await get(post.slug)).text());

    expect(feed.title).toBe('Comments on “"Less" < & > ”');
    expect(feed.entries).toMatchObject([
      {
        name: '<b>&amp; (guest)',
        title: ']]> 🦆 ',
        content: expect.stringMatching(/^<p dir="auto">a &#x3C; b &#x26; "c"\s+д<\/p>$/),
      },
    ]);
  });

  it('tells guests from accounts, whatever a guest is called', async () => {
    const post = await aPost('Who is who');
    // As a reader: the names of others are not to be had.
    await createPublicComment(as(anAccount('ada')), { body: 'By the account', postId: post.id });
    const { displayName, id, handle } = await database.prisma.author.findFirstOrThrow({ where: { handle: 'ada' } });
    const account = `${displayName} (@${handle})`;
    const masks = [
      ...[displayName, account, `${account}\u200b`, `\u3164${account}\u3164`, `${account}${'\u00a0'.repeat(40)}`],
      ...[`\u202e${account}`, `${account}\u2069\u202e`, `\u2067${account}`, `${displayName} (guest)`, 'Guest', 'אדה'],
    ];
    for (const guestName of masks) await aComment(post, { guestName, body: 'By a guest' });

    const { entries } = parseAtom(await (await get(post.slug)).text());
    const guests = entries.filter(({ content }) => content?.includes('By a guest'));

    expect(entries.filter(({ uri }) => uri !== undefined)).toMatchObject([
      {
        name: account,
        uri: `urn:uuid:${id}`,
        title: `${account} on “Who is who”`,
        content: expect.stringContaining('account'),
      },
    ]);
    expect(guests).toHaveLength(masks.length);
    for (const { name, title } of guests) {
      expect(name).toMatch(/\S \(guest\)$|^Guest$/);
      expect(name).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
      expect(title).toBe(`${name} on “Who is who”`);
    }
    expect(guests.at(0)?.name).toBe('\u2068אדה\u2069 (guest)');
  });

  it('has fifty comments at most', async () => {
    const post = await aPost('Many words');
    for (let number = 1; number <= 52; number += 1) await aComment(post, { body: `Number ${number}` });

    const { entries } = parseAtom(await (await get(post.slug)).text());

    expect(entries).toHaveLength(50);
    expect(entries.at(0)?.content).toBe('<p dir="auto">Number 52</p>');
    expect(entries.at(-1)?.content).toBe('<p dir="auto">Number 3</p>');
  });

  it('is a feed also where nobody has written yet', async () => {
    const post = await aPost('Silence');

    const feed = parseAtom(await (await get(post.slug)).text());

    expect(feed.entries).toEqual([]);
    expect(feed.updated).toBe(post.createdAt.toISOString());
  });
});

describe('a feed reader that comes again', () => {
  it.each([
    ['the tag', (etag: string) => etag],
    ['a list with the tag', (etag: string) => `"another", ${etag}`],
    ['the tag made weak', (etag: string) => `W/${etag}`],
    ['any', () => '*'],
  ])('is told that nothing changed when it sends %s', async (_, ifNoneMatch) => {
    const slug = await aDiscussion();
    const { headers } = await get(slug);
    const etag = headers.get('etag') ?? '';

    const again = await get(slug, { headers: { 'if-none-match': ifNoneMatch(etag) } });

    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('etag')).toBe(etag);
  });

  it('gets the feed where anything changed', async () => {
    const post = await aPost('Change');
    const comment = await aComment(post, { body: 'One' });
    const changes = [
      () => aComment(post, { body: 'Two' }),
      () => editComment(as(ADA), { commentId: comment.id, body: 'One and a half' }),
      () => deleteComment(as(ADA), { commentId: comment.id }),
      () => updatePost(as(ADA), { postId: post.id, title: 'Changed' }),
      () => database.prisma.author.updateMany({ data: { displayName: 'Countess Ada' } }),
    ];

    let known = await get(post.slug);
    for (const change of changes) {
      await change();
      const next = await get(post.slug, { headers: { 'if-none-match': known.headers.get('etag') ?? '' } });

      expect(next.status).toBe(200);
      expect(next.headers.get('etag')).not.toBe(known.headers.get('etag'));
      known = next;
    }
  });

  it('gets the feed when it asks by date, and is told none: what changes a feed does not always have one', async () => {
    const slug = await aDiscussion();

    const again = await get(slug, { headers: { 'if-modified-since': new Date('2099-01-01').toUTCString() } });

    expect(again.status).toBe(200);
    expect(again.headers.has('last-modified')).toBe(false);
  });
});

describe('a request for a feed', () => {
  it('gets the headers alone by HEAD', async () => {
    const slug = await aDiscussion();

    const head = await get(slug, { method: 'HEAD' });
    const whole = await get(slug);

    expect(await head.text()).toBe('');
    expect(head.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    expect([...head.headers]).toEqual([...whole.headers]);
  });

  it.each(['unknown', 'no%20slug', '..%2F..', '%00', 'A', '%E2%80%AE'])(
    'gets a plain 404 for /posts/%s',
    async (slug) => {
      const response = await get(slug);

      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    },
  );

  it('gets a plain 404 for a draft', async () => {
    const post = await aPost('Not yet', { publish: false });

    expect((await get(post.slug)).status).toBe(404);
  });
});

const ADA = anAccount('ada', 'AUTHOR');

function as(identity: Identity) {
  clock += 1_234;
  const at = new Date(clock);
  const session = { identity, viewpoint: identity, address: null, requestId: 'test', now: () => at };
  return createServiceSession(services, { ...session, budget: Budget.unlimited() });
}

async function aPost(title: string, { publish = true } = {}) {
  const { id, slug, createdAt } = await createPost(as(ADA), { title, body: 'Text.', publish });
  return { id: encodeGlobalId('Post', id), row: id, slug, createdAt };
}

async function aComment(
  post: { id: string },
  input: { body: string; parentId?: string; subject?: string; guestName?: string },
) {
  const isGuest = input.guestName !== undefined || input.body === 'Three';
  const { id, createdAt } = await createPublicComment(as(isGuest ? NOBODY : ADA), { ...input, postId: post.id });
  return { id: encodeGlobalId('Comment', id), row: id, createdAt };
}

async function aDiscussion(): Promise<string> {
  const post = await aPost(`Discussion ${clock}`);
  await aComment(post, { body: 'A word' });
  return post.slug;
}

async function get(slug: string, init: RequestInit = {}): Promise<Response> {
  const found = findRoute([route], `/posts/${slug}/comments.atom`);
  if (found === null) return new Response('', { status: 404, headers: { 'content-type': 'text/plain' } });
  const request = new Request(`https://talk.example/posts/${slug}/comments.atom`, init);
  const identify = () => Promise.resolve(NOBODY);
  const context = { params: found.params, address: null, requestId: 'test', identify, awaitBody: () => undefined };
  return await route.handle(request, context);
}

interface Entry {
  readonly name?: string;
  /** Of an account. */
  readonly uri?: string;
  readonly [field: string]: unknown;
  readonly published?: string;
  readonly updated?: string;
  readonly content?: string;
}

/** Reads a feed strictly: well-formed, every name in its namespace, every entry complete. */
function parseAtom(xml: string) {
  const feed = { id: '', title: '', updated: '', links: {} as Record<string, string>, entries: [] as Entry[] };
  const path: string[] = [];
  let entry: Record<string, unknown> | null = null;
  let text = '';

  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    const value = (name: string) => attributes[name]?.value ?? '';
    path.push(local);
    text = '';
    expect(uri).toBe(local === 'in-reply-to' ? THREADING : ATOM);
    if (local === 'entry') entry = {};
    if (local === 'in-reply-to' && entry !== null) entry['answers'] = { ref: value('ref'), href: value('href') };
    if (local === 'link' && entry === null) feed.links[value('rel')] = value('href');
    if (local === 'link' && entry !== null) entry[value('rel')] = value('href');
  });
  parser.on('text', (part) => (text += part));
  parser.on('closetag', ({ local }) => {
    path.pop();
    if (local === 'entry' && entry !== null) {
      feed.entries.push(entry);
      entry = null;
    } else if (entry !== null && ['id', 'title', 'published', 'updated', 'name', 'uri', 'content'].includes(local)) {
      entry[local] = text;
    } else if (path.length === 1 && (local === 'id' || local === 'title' || local === 'updated')) {
      feed[local] = text;
    }
  });
  parser.write(xml).close();
  return feed;
}
