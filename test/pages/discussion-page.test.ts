import { createHash } from 'node:crypto';
import type { Nodes } from 'hast';
import { afterAll, describe, expect, it } from 'vitest';
import { DeleteCommentDocument, EditCommentDocument, UpdatePostDocument } from '../../src/sdk/generated/operations.ts';
import { openDiscussion } from '../../src/domain/by-address/open-discussion.ts';
import { createPublicSession } from '../../src/domain/service-session.ts';
import { createAddresses } from '../../src/config/addresses.ts';
import { createReaderPages } from '../../src/pages/reader-pages.ts';
import { createInProcessServer } from '../../src/app/serve.ts';
import { aComment, aPost, AN_AUTHOR, anAccountOf } from '../harness/fixtures.ts';
import { anAccount, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { readEvents } from '../http/read-events.ts';
import { all, directed, everyElement, find, linkOf, linksOf, parse, textOf, titlesOf } from './read-html.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const { fetch, close } = open(api.services);
afterAll(close);

const HOSTILE = `</script></title></style><img src=x onerror=alert(1)>"'&amp;`;

describe('the page of a post', () => {
  it('has the article with its kicker, author, date, topics and companies', async () => {
    const { slug } = await aPost(api, {
      title: 'A day out',
      kicker: 'Getting about',
      body: 'It **rained**.',
      tags: [
        { label: 'Weather', kind: 'TOPIC' },
        { label: 'Umbrellas & Sons', kind: 'COMPANY' },
      ],
    });

    const page = await read(`/posts/${slug}`);

    expect(textOf(find(page, 'title'))).toBe('A day out');
    expect(textOf(find(page, 'h1'))).toBe('A day out');
    expect(textOf(find(page, '.kicker'))).toBe('Getting about');
    expect(textOf(find(page, '.byline'))).toMatch(/^By an-author\u00a0· \d+ \w+ \d{4}, \d\d:\d\d UTC$/);
    expect(textOf(find(page, 'strong'))).toBe('rained');
    expect(all(page, '.tags').map(textOf)).toEqual(['TopicsWeather', 'CompaniesUmbrellas & Sons']);
    expect(textOf(find(page, '.nobody'))).toBe('No comments yet.');
  });

  it('may be shown in frames by the sites that have discussions, and by nobody where there are none', async () => {
    const { slug } = await aPost(api);
    const policyWith = async (sites: string[]) => {
      const sited = open({ ...api.services, config: { ...api.services.config, sites } });
      const { headers } = await sited.fetch(new Request(`http://127.0.0.1:4000/posts/${slug}`));
      await sited.close();
      return headers.get('content-security-policy');
    };

    expect(await policyWith(['https://example.org', 'http://localhost:*', 'http://[::1]:*'])).toContain(
      'frame-ancestors https://example.org http://localhost:*;',
    );
    expect(await policyWith([])).toContain("frame-ancestors 'none';");
  });

  it('has the title of a page that somebody else publishes, and leads there', async () => {
    const url = 'http://localhost:8080/a?b=1&c=2';
    const post = await openDiscussion(createPublicSession(api.services, 'a-request'), { url, title: 'Elsewhere' });

    const page = await read(`/posts/${post.slug}`);

    expect(textOf(find(page, 'h1'))).toBe('Elsewhere');
    expect(find(find(page, '.body'), 'a').properties).toMatchObject({ href: url });
    expect(textOf(find(page, '.byline'))).toMatch(/^ ?\d+ \w+ \d{4}, \d\d:\d\d UTC$/);
    expect(all(page, 'link').map(({ properties }) => properties)).toContainEqual({ rel: ['canonical'], href: url });
  });

  it('leads to the feed, and names its own address', async () => {
    const { slug } = await aPost(api);

    const links = all(await read(`/posts/${slug}`), 'link').map(({ properties }) => properties);

    expect(links).toContainEqual({ rel: ['canonical'], href: `http://127.0.0.1:4000/posts/${slug}` });
    expect(links).toContainEqual(
      expect.objectContaining({ rel: ['alternate'], type: 'application/atom+xml', href: `${slug}/comments.atom` }),
    );
  });

  it('has the comments by number in the view by time, each with what it answers', async () => {
    const slug = await aThread();

    const page = await read(`/posts/${slug}`);

    expect(all(page, '.comment').map(({ properties }) => properties['id'])).toEqual(
      [1, 2, 3, 4].map((number) => `comment-${number}`),
    );
    expect(all(page, '.number').map(textOf)).toEqual(['1', '2', '3', '4']);
    expect(linksOf(page, 3)).toEqual({
      'in reply to #1': '#comment-1',
      'link to this comment 3': '?comment=3#comment-3',
      'view in thread comment 3': '?view=thread&comment=3#comment-3',
    });
    expect(linksOf(page, 2)).not.toHaveProperty('in reply to #1');
    expect(textOf(find(page, 'h2', { in: '.discussion' }))).toBe('4 comments');
  });

  it('leads to the comments that are pinned', async () => {
    const post = await aPost(api);
    const { comment } = await aComment(api, { postId: post.id });
    const pin = 'mutation ($input: PinCommentInput!) { pinComment(input: $input) { __typename } }';
    const readPins = async () => all(await read(`/posts/${post.slug}`), '.pins').flatMap((pins) => all(pins, 'a'));

    const before = await readPins();
    await api.data([
      pin,
      { input: { commentId: comment.id, as: 'LAST_WORD', on: true } },
      anAccount('mod', 'MODERATOR'),
    ]);

    expect(before).toEqual([]);
    const after = await readPins();
    expect(after.map(({ properties }) => properties)).toEqual([{ href: `#comment-${comment.number}` }]);
    expect(after.map(textOf)).toEqual(['Pinned as the last word Guest: A remark.']);
  });

  it('has each comment under what it answers in the view by thread, further in by depth', async () => {
    const slug = await aThread();

    const page = await read(`/posts/${slug}?view=thread`);

    expect(all(page, '.number').map(textOf)).toEqual(['1', '3', '4', '2']);
    expect(all(page, '.comment').map(({ properties }) => properties['dataDepth'])).toEqual(['0', '1', '2', '0']);
    expect(linksOf(page, 4)).toMatchObject({ 'view by time comment 4': '?comment=4#comment-4' });
  });

  it('writes each text in the direction of its own words', async () => {
    const { id, slug } = await aPost(api, { title: 'שלום', kicker: 'חדשות', body: 'טקסט\n\n- אחת' });
    await aComment(api, { postId: id, guestName: 'עדה', subject: 'נושא', body: 'תגובה' });

    const page = await read(`/posts/${slug}`);
    const list = await read('/posts');

    expect(directed(page)).toEqual(['חדשות', 'שלום', 'טקסט', '\nאחת\n', 'תגובה']);
    expect(all(page, 'bdi').map(textOf)).toEqual(expect.arrayContaining(['עדה', 'נושא']));
    expect(directed(find(list, 'li'))).toEqual(['חדשות', 'שלום', 'טקסט אחת']);
    expect(all(page, 'link').map(({ properties }) => properties['title'])).toContain('Comments on “\u2068שלום\u2069”');
  });

  it('tells accounts from guests, and says what was edited', async () => {
    const { id, slug } = await aPost(api);
    await aComment(api, { postId: id, guestName: 'ada' });
    await aComment(api, { postId: id });
    const { comment } = await aComment(api, { postId: id, subject: 'Well' }, anAccount('ada'));
    await api.data([EditCommentDocument, { input: { commentId: comment.id, body: 'Better.' } }, anAccount('ada')]);

    const page = await read(`/posts/${slug}`);

    expect(all(page, '.by').map((by) => textOf(by).replace(/ \d+ \w+ \d{4}, \d\d:\d\d UTC/g, ' T'))).toEqual([
      'ada guest\u00a0· T',
      'Guest\u00a0· T',
      'ada @ada\u00a0· T (edited T)',
    ]);
    expect(all(page, '.account').map(textOf)).toEqual(['ada']);
    const pictures = all(page, '.avatar').map(({ properties }) => properties['src']);
    expect(new Set(pictures).size).toBe(3);
    for (const src of pictures) expect(src).toMatch(/\/avatars\/[0-9a-f]{32}\.svg$/);
    expect(find(page, 'time', { in: '.comment' }).properties['dateTime']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('keeps the place of what was withdrawn, and nothing else of it', async () => {
    const { id, slug } = await aPost(api);
    const { comment } = await aComment(
      api,
      { postId: id, subject: 'Secret', body: 'Hush', guestName: 'x' },
      anAccountOf(1),
    );
    await aComment(api, { postId: id, parentId: comment.id, subject: 'Left' });
    await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, anAccountOf(1)]);

    for (const view of ['', '?view=thread']) {
      const html = await (await get(`/posts/${slug}${view}`)).text();
      const page = parse(html);

      expect(all(page, '.number').map(textOf)).toEqual(['1', '2']);
      expect(textOf(find(page, '.gone'))).toContain('This comment was removed.');
      expect(textOf(find(page, 'h2', { in: '.discussion' }))).toBe('1 comment');
      expect(html).not.toMatch(/Secret|Hush|reader-1/);
    }
  });

  it('shows text as text, whatever it looks like', async () => {
    const { id, slug } = await aPost(api, {
      title: HOSTILE,
      kicker: HOSTILE.slice(0, 60),
      body: HOSTILE,
      slug: 'hostile',
      tags: [{ label: `A ${HOSTILE.slice(0, 40)}` }],
    });
    await aComment(api, { postId: id, guestName: HOSTILE, subject: HOSTILE, body: HOSTILE });

    const page = await read(`/posts/${slug}`);

    expect(textOf(find(page, 'title'))).toBe(HOSTILE);
    expect(textOf(find(page, 'h1'))).toBe(HOSTILE);
    expect(textOf(find(page, '.subject'))).toBe(HOSTILE);
    expect(textOf(find(page, '.name', { in: '.comment' }))).toBe(HOSTILE);
    expect(all(page, 'script').map(({ properties }) => properties['type'])).toEqual([
      'module',
      'application/ld+json',
      'application/json',
    ]);
    expect(all(page, 'style')).toHaveLength(1);
    const pictures = all(page, 'img').map(({ properties }) => properties['className']);
    expect(pictures).toEqual(all(page, '.comment').map(() => ['avatar']));
    expect(everyElement(page).flatMap(({ properties }) => Object.keys(properties).filter(isHandler))).toEqual([]);
  });

  it('says that a discussion is closed', async () => {
    const { id, slug } = await aPost(api);
    await api.data([UpdatePostDocument, { input: { postId: id, commentsOpen: false } }, AN_AUTHOR]);

    const closed = all(await read(`/posts/${slug}`), '.closed');
    await api.data([UpdatePostDocument, { input: { postId: id, commentsOpen: true } }, AN_AUTHOR]);
    const opened = all(await read(`/posts/${slug}`), '.closed');

    expect(closed.map(textOf)).toEqual(['This discussion is closed to new comments.']);
    expect(opened).toEqual([]);
  });

  it('runs scripts of the service and its own style, and nothing else', async () => {
    const { slug } = await aPost(api);
    const response = await get(`/posts/${slug}`);
    const policy = response.headers.get('content-security-policy') ?? '';
    const page = parse(await response.text());
    const hashOf = (tag: string) =>
      `'sha256-${createHash('sha256')
        .update(textOf(all(page, tag).at(-1) ?? page))
        .digest('base64')}'`;

    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        `style-src ${hashOf('style')}`,
        "connect-src 'self'",
        'img-src http: https: data:',
      ]),
    );
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });
});

describe('the stream that the page follows', () => {
  it('is read by GET from the cursor of the page, and resumed by the id of its last event', async () => {
    const { id, slug } = await aPost(api);
    await aComment(api, { postId: id });
    const [data] = all(await read(`/posts/${slug}`), 'script').slice(-1);
    const answer = JSON.parse(data === undefined ? '' : textOf(data)) as { id: string; cursor: string };
    const query =
      'subscription($id: ID!, $at: String) { discussionEvents(postId: $id, after: $at) { cursor ... on CommentAddedEvent { node { number } } } }';
    const search = new URLSearchParams({ query, variables: JSON.stringify({ id: answer.id, at: answer.cursor }) });
    const follow = async (headers = {}) =>
      readEvents(await get(`/graphql?${search.toString()}`, { headers: { accept: 'text/event-stream', ...headers } }));
    for (let count = 0; count < 2; count += 1) await aComment(api, { postId: id });

    const events = await follow();
    await events.next(); // from where the stream is live
    const first = await events.next();
    await events.cancel();
    const resumed = await follow({ 'last-event-id': first?.id });
    await resumed.next();
    const second = await resumed.next();
    await resumed.cancel();

    expect(first?.data.data.discussionEvents.node.number).toBe(2);
    expect(second?.data.data.discussionEvents.node.number).toBe(3);
  });
});

describe('a request for a page', () => {
  it('gets the headers alone by HEAD', async () => {
    const { slug } = await aPost(api);

    const head = await get(`/posts/${slug}`, { method: 'HEAD' });

    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect(head.headers.get('content-security-policy')).toContain('script-src');
  });

  it.each(['unknown', 'no%20slug', '..%2F..', '%00', '%', 'A', '%E2%80%AE', 'a'.repeat(1_000)])(
    'gets 404 and a way back for /posts/%s',
    async (slug) => {
      const response = await get(`/posts/${slug}`, { headers: { accept: 'text/html' } });

      expect(response.status).toBe(404);
      expect(all(parse(await response.text()), 'a').map(({ properties }) => properties['href'])).toContain('/posts');
    },
  );

  it('gets a plain 404 where it takes no HTML', async () => {
    const response = await get('/posts/unknown');

    expect(response.status).toBe(404);
    expect(await response.text()).toBe('There is no such post.\n');
  });

  it('gets 404 for a draft', async () => {
    const { slug } = await aPost(api, { publish: false });

    expect((await get(`/posts/${slug}`)).status).toBe(404);
  });

  it.each(['/posts/a-post', '/posts', '/posts/'])(
    'gets 404 for %s where the publication has pages of its own',
    async (path) => {
      const postUrl = 'https://paper.example/{slug}';
      const addresses = createAddresses({ service: () => 'http://127.0.0.1:4000', postUrl });
      const elsewhere = open({ ...api.services, addresses, config: { ...api.services.config, postUrl } });
      await aPost(api, { slug: 'a-post' }).catch(() => null); // the first of these tests has written it

      const response = await elsewhere.fetch(new Request(`http://127.0.0.1:4000${path}`));

      expect(response.status).toBe(404);
      await elsewhere.close();
    },
  );
});

describe('the list of posts', () => {
  it('has each with its author, its date and the number of comments, newest first', async () => {
    const { id, slug } = await aPost(api, { title: 'The newest', kicker: 'Here' });
    await aComment(api, { postId: id });
    await aPost(api, { title: 'Not yet', publish: false });

    const page = await read('/posts');
    const [newest] = all(page, 'li');

    expect(newest && textOf(newest).replace(/\s+/g, ' ')).toMatch(
      /^ Here The newest Some text\. By an-author · \d+ \w+ \d{4}, \d\d:\d\d UTC · 1 comment on “The newest” $/,
    );
    expect(newest && all(newest, 'a').map(({ properties }) => properties['href'])).toEqual([
      `posts/${slug}`,
      'authors/an-author',
      `posts/${slug}#comments`,
    ]);
    expect(textOf(find(page, '.posts'))).not.toContain('Not yet');
  });

  it('is read from page to page, and back', async () => {
    for (let count = 0; count < 21; count += 1) await aPost(api);
    const first = await read('/posts');
    const second = await read(`/${linkOf(first, 'Older posts')}`);
    const back = await read(`/${linkOf(second, 'Newer posts')}`);

    expect(all(first, 'li')).toHaveLength(20);
    expect(titlesOf(second)).not.toEqual([]);
    expect(titlesOf(second).filter((title) => titlesOf(first).includes(title))).toEqual([]);
    expect(titlesOf(back)).toEqual(titlesOf(first));
    expect(linkOf(first, 'Newer posts')).toBeUndefined();
  });

  it('has one address', async () => {
    const response = await get('/posts/?after=x');

    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toBe('../posts?after=x');
  });

  it.each(['after=nonsense', 'before=nonsense'])('has no page at %s', async (search) => {
    expect((await get(`/posts?${search}`)).status).toBe(404);
  });

  it('leads to the landing page, and every post leads to the list', async () => {
    const { slug } = await aPost(api);
    const hrefsOf = (page: Nodes) => all(find(page, '.masthead'), 'a').map(({ properties }) => properties['href']);

    expect(hrefsOf(await read('/posts'))).toEqual(['./', './posts', './tags']);
    expect(hrefsOf(await read(`/posts/${slug}`))).toEqual(['../', '../posts', '../tags']);
  });
});

function open(services: typeof api.services) {
  return createInProcessServer({
    ...serverOptions({ ...api, services }),
    routes: createReaderPages(services),
  });
}

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new Request(`http://127.0.0.1:4000${path}`, init));
}

async function read(path: string): Promise<Nodes> {
  const response = await get(path);
  expect(response.status).toBe(200);
  return parse(await response.text());
}

/** Comments 1 and 2 at the top, 3 under 1, 4 under 3. */
async function aThread(): Promise<string> {
  const { id: postId, slug } = await aPost(api);
  const { comment: first } = await aComment(api, { postId });
  await aComment(api, { postId });
  const { comment: third } = await aComment(api, { postId, parentId: first.id });
  await aComment(api, { postId, parentId: third.id });
  return slug;
}

function isHandler(name: string): boolean {
  return /^on[A-Z]/.test(name);
}
