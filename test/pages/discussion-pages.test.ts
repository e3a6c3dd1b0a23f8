import { gunzipSync } from 'node:zlib';
import type { Nodes } from 'hast';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { DeleteCommentDocument } from '../../src/sdk/generated/operations.ts';
import { createReaderPages } from '../../src/pages/reader-pages.ts';
import { createInProcessServer } from '../../src/app/serve.ts';
import { aComment, aPost, anAccountOf } from '../harness/fixtures.ts';
import { aVoice, anAccount, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { countStatements } from '../harness/statements.ts';
import { all, everyElement, find, linkOf, linksOf, parse, textOf } from './read-html.ts';

// A discussion of more than one page, and what search engines read of it.

const database = await openTestDatabase();
const api = openTestApi(database, { reactions: ['like', 'funny'], hasGuestReactions: true });
const { fetch, close } = createInProcessServer({ ...serverOptions(api), routes: createReaderPages(api.services) });
const statements = countStatements(database);
afterAll(close);
afterEach(() => statements.reset());

const REACT = 'mutation ($input: ReactInput!) { react(input: $input) { __typename } }';
const HOSTILE = `</script><script>alert(1)</script><!-- & "quoted"`;

describe('the pages of a discussion', () => {
  it.each([
    ['time', '', Array.from({ length: 120 }, (_, at) => at + 1)],
    ['thread', '?view=thread', inThread()],
  ])('have each comment once in the view by %s, forwards and backwards', async (_, search, expected) => {
    const slug = await aLongDiscussion();

    const pages = [await read(`/posts/${slug}${search}`)];
    for (let next = relOf(pages[0], 'next'); next !== undefined; next = relOf(pages.at(-1), 'next')) {
      pages.push(await read(`/posts/${next.replace(/^\?/, `${slug}?`)}`));
    }
    const last = pages.at(-1);
    const back = await read(`/posts/${slug}${relOf(last, 'prev') ?? ''}`);

    expect(pages.map((page) => numbersOf(page).length)).toEqual([50, 50, 20]);
    expect(pages.flatMap(numbersOf)).toEqual(expected);
    expect(numbersOf(back)).toEqual(expected.slice(50, 100));
    expect(relOf(pages[0], 'prev')).toBeUndefined();
  });

  it('have links at the top and the bottom, in the head too, and lead to the first and the last page', async () => {
    const slug = await aLongDiscussion();
    const first = await read(`/posts/${slug}`);
    const second = await read(`/posts/${slug}${relOf(first, 'next') ?? ''}`);
    const last = await read(`/posts/${slug}${linkOf(first, 'Last')?.toString().replace('#comments', '') ?? ''}`);

    expect(all(first, 'nav').map(({ properties }) => properties['ariaLabel'])).toEqual([
      'Site',
      'View',
      'Pages below the comments',
    ]);
    expect(all(second, 'nav').map(({ properties }) => properties['ariaLabel'])).toEqual([
      'Site',
      'View',
      'Pages above the comments',
      'Pages below the comments',
    ]);
    expect(textOf(find(second, '.pages')).replace(/\s+/g, ' ')).toBe(
      ' First Previous comments 51–100 of 120 Next comments Last ',
    );
    expect(`${relOf(first, 'next')}#comments`).toBe(linkOf(first, 'Next comments'));
    expect(linkOf(second, 'First')).toBe(`${slug}#comments`);
    expect(numbersOf(last)).toEqual(Array.from({ length: 50 }, (_, at) => at + 71));
    expect(relOf(last, 'next')).toBeUndefined();
  });

  it.each(['', '&view=thread'])('are opened at a comment by its link: ?comment=77%s', async (view) => {
    const slug = await aLongDiscussion();

    const page = await read(`/posts/${slug}?comment=77${view}`);

    expect(numbersOf(page)).toContain(77);
    expect(numbersOf(page)).toHaveLength(50);
    expect(linksOf(page, 77)['link to this comment 77']).toBe(
      view === '' ? '?comment=77#comment-77' : '?view=thread&comment=77#comment-77',
    );
    expect(canonicalOf(page)).toBe(`http://127.0.0.1:4000/posts/${slug}`);
  });

  it('name an address of their own, without the comment that is pointed at', async () => {
    const slug = await aLongDiscussion();
    const first = await read(`/posts/${slug}?view=thread`);
    const next = relOf(first, 'next') ?? '';
    const second = await read(`/posts/${slug}${next}`);

    expect(canonicalOf(first)).toBe(`http://127.0.0.1:4000/posts/${slug}`);
    expect(canonicalOf(second)).toBe(`http://127.0.0.1:4000/posts/${slug}${next}`);
  });

  it('say what a comment answers on another page, and lead there', async () => {
    const slug = await aLongDiscussion();
    const byTime = await read(`/posts/${slug}?comment=120`);
    const byThread = await read(`/posts/${slug}?view=thread&comment=120`);
    const [, last] = all(byThread, '.comment');

    // 120 answers 1, and stands after 2 to 119 in time, and after 61 to 119 in the thread.
    expect(linksOf(byTime, 120)).toMatchObject({ 'in reply to #1': '?comment=1#comment-1' });
    expect(linksOf(byThread, 120)).toMatchObject({ 'in reply to #1': '?view=thread&comment=1#comment-1' });
    expect(last?.properties['className']).toContain('apart');
    expect(numbersOf(byThread)).not.toContain(1);
  });

  it('lead to what is pinned on another page', async () => {
    const slug = await aLongDiscussion();
    const pin = 'mutation ($input: PinCommentInput!) { pinComment(input: $input) { __typename } }';
    const newest = 'query ($slug: String!) { post(by: { slug: $slug }) { comments(last: 1) { nodes { id } } } }';
    const { post } = await api.data<{ post: { comments: { nodes: { id: string }[] } } }, object>([newest, { slug }]);
    const commentId = post.comments.nodes[0]?.id;
    await api.data([pin, { input: { commentId, as: 'LAST_WORD', on: true } }, anAccount('mod', 'MODERATOR')]);

    const [last] = all(find(await read(`/posts/${slug}`), '.pins'), 'a');

    expect(last?.properties['href']).toBe('?comment=120#comment-120');
  });

  it.each([
    ['after=nonsense'],
    ['before=nonsense'],
    [`after=${'a'.repeat(10_000)}`],
    ['comment=0'],
    ['comment=121'],
    ['comment=one'],
    ['comment=99999999999999'],
    ['comment='],
  ])('are not there at ?%s', async (search) => {
    const slug = await aLongDiscussion();

    const response = await get(`/posts/${slug}?${search}`);

    expect(response.status).toBe(404);
    expect(await response.text()).toBe('There is no such page of the discussion.\n');
  });

  it('take a cursor of their own view and post only', async () => {
    const [slug, other] = [await aLongDiscussion(), (await aPost(api)).slug];
    const next = relOf(await read(`/posts/${slug}`), 'next') ?? '';

    expect((await get(`/posts/${slug}${next}`)).status).toBe(200);
    expect((await get(`/posts/${slug}${next}&view=thread`)).status).toBe(404);
    expect((await get(`/posts/${other}${next}`)).status).toBe(404);
  });

  it('cost no more statements than one comment does', async () => {
    const { id, slug } = await aPost(api);
    const { comment } = await aComment(api, { postId: id }, anAccountOf(1));
    await api.data([REACT, { input: { commentId: comment.id, kind: 'like', on: true } }, aVoice('one')]);
    statements.reset();
    await read(`/posts/${slug}`);
    const ofOne = statements.count;
    const long = await writeLongDiscussion();
    const next = relOf(await read(`/posts/${long}`), 'next') ?? '';
    statements.reset();

    await read(`/posts/${long}${next}`);

    // The post, a page of its comments, its tags, and the reactions to them.
    expect(ofOne).toBe(4);
    expect(statements.count, statements.texts.join('\n')).toBe(ofOne);
  });
});

describe('reactions', () => {
  it('are counts by kind, of those that somebody gave', async () => {
    const { id, slug } = await aPost(api);
    const { comment } = await aComment(api, { postId: id });
    await aComment(api, { postId: id });
    for (const name of ['one', 'two']) {
      await api.data([REACT, { input: { commentId: comment.id, kind: 'funny', on: true } }, aVoice(name)]);
    }

    const page = await read(`/posts/${slug}`);

    expect(all(page, '.reactions').map(textOf)).toEqual(['funny 2']);
  });
});

describe('what search engines read', () => {
  it('is the posting, with each comment under what it answers', async () => {
    const { id: postId, slug } = await aPost(api, { title: 'A day out', body: 'It **rained** & rained.\n\nAgain.' });
    const { comment: first } = await aComment(api, { postId, subject: 'Well', body: 'One *two*' }, anAccount('ada'));
    await aComment(api, { postId, guestName: 'Hal', body: 'Three' });
    await aComment(api, { postId, guestName: 'Hal', parentId: first.id, body: 'Four' });
    await api.data([REACT, { input: { commentId: first.id, kind: 'like', on: true } }, aVoice('one')]);
    const url = `http://127.0.0.1:4000/posts/${slug}`;

    for (const view of ['', '?view=thread']) {
      const data = dataOf(await read(`/posts/${slug}${view}`));

      expect(data).toMatchObject({
        '@context': 'https://schema.org',
        '@type': 'DiscussionForumPosting',
        url,
        headline: 'A day out',
        text: 'It rained & rained.\nAgain.',
        author: { '@type': 'Person', name: 'an-author', url: 'http://127.0.0.1:4000/authors/an-author' },
        commentCount: 3,
        comment: [
          {
            '@type': 'Comment',
            url: `${url}?comment=1#comment-1`,
            headline: 'Well',
            text: 'One two',
            author: { '@type': 'Person', name: 'ada', url: 'http://127.0.0.1:4000/authors/ada' },
            interactionStatistic: [
              {
                '@type': 'InteractionCounter',
                interactionType: { '@type': 'LikeAction' },
                userInteractionCount: 1,
              },
            ],
            comment: [{ text: 'Four', author: { name: 'Hal' }, comment: [] }],
          },
          { text: 'Three', author: { '@type': 'Person', name: 'Hal' }, comment: [] },
        ],
      });
      expect(Date.parse(data.datePublished)).not.toBeNaN();
      expect(Date.parse(data.comment[0].datePublished)).not.toBeNaN();
    }
  });

  it('ends in no text, whatever it holds, and says it as it is', async () => {
    const { id: postId, slug } = await aPost(api, { title: HOSTILE, body: `\`${HOSTILE}\``, slug: 'hostile' });
    await aComment(api, { postId, body: `\`${HOSTILE}\``, guestName: HOSTILE.slice(0, 40) });

    const page = await read(`/posts/${slug}`);
    const data = dataOf(page);

    expect(all(page, 'script')).toHaveLength(3);
    expect([data.headline, data.text, data.comment[0].text]).toEqual([HOSTILE, HOSTILE, HOSTILE]);
  });

  it('has nothing but the place of what was withdrawn', async () => {
    const { id: postId, slug } = await aPost(api);
    const { comment } = await aComment(api, { postId, body: 'Hush' }, anAccountOf(1));
    await aComment(api, { postId, parentId: comment.id, body: 'Left' });
    await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, anAccountOf(1)]);

    const [withdrawn] = dataOf(await read(`/posts/${slug}`)).comment;

    expect(Object.keys(withdrawn)).toEqual(['@type', '@id', 'url', 'creativeWorkStatus', 'comment']);
    expect(withdrawn.comment).toMatchObject([{ text: 'Left' }]);
  });

  it('is the title, what it is about, when it was published, and the feed', async () => {
    const { slug } = await aPost(api, { title: 'A "day" out', body: 'It rained.', tags: [{ label: 'Weather' }] });

    const metas = all(await read(`/posts/${slug}`), 'meta').map(({ properties }) => [
      properties['property'] ?? properties['name'],
      properties['content'],
    ]);

    expect(metas).toEqual(
      expect.arrayContaining([
        ['description', 'It rained.'],
        ['og:type', 'article'],
        ['og:title', 'A "day" out'],
        ['og:description', 'It rained.'],
        ['og:url', `http://127.0.0.1:4000/posts/${slug}`],
        ['og:site_name', 'Colloquy'],
        ['article:published_time', expect.stringMatching(/^\d{4}-.*Z$/)],
        ['article:author', 'http://127.0.0.1:4000/authors/an-author'],
        ['article:tag', 'Weather'],
      ]),
    );
  });
});

describe('a page', () => {
  it('comes compressed, and not twice until something has changed', async () => {
    const { id: postId, slug } = await aPost(api);
    const ask = async (path: string, headers: Record<string, string> = {}) => await get(path, { headers });
    for (const path of [
      `/posts/${slug}`,
      `/posts/${slug}?view=thread`,
      `/posts/${slug}/comments.atom`,
      '/posts',
      '/tags',
    ]) {
      // The third is one that is kept.
      for (let count = 0; count < 3; count += 1) {
        const zipped = await ask(path, { 'accept-encoding': 'br, gzip' });
        const plain = await ask(path);
        const etag = plain.headers.get('etag') ?? '';
        const again = await ask(path, { 'if-none-match': etag, 'accept-encoding': 'gzip' });

        expect(zipped.headers.get('content-encoding')).toBe('gzip');
        expect(plain.headers.get('content-encoding')).toBeNull();
        expect(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString()).toBe(await plain.text());
        expect(zipped.headers.get('etag')).toBe(etag);
        expect(again.status).toBe(304);
        for (const { headers } of [zipped, plain, again]) {
          expect(headers.get('vary')).toBe('accept-encoding, origin');
          expect(headers.get('cache-control')).toBe('no-cache');
        }
      }
    }
    const etag = (await ask(`/posts/${slug}`)).headers.get('etag') ?? '';
    const { comment } = await aComment(api, { postId });
    const commented = (await ask(`/posts/${slug}`)).headers.get('etag') ?? '';
    await api.data([REACT, { input: { commentId: comment.id, kind: 'like', on: true } }, aVoice('one')]);

    expect((await ask(`/posts/${slug}`, { 'if-none-match': etag })).status).toBe(200);
    expect((await ask(`/posts/${slug}`, { 'if-none-match': commented })).status).toBe(200);
  });
});

let long: Promise<string> | null = null;

/** 120 places: 1 to 60 at the top, 61 to 120 under the first. */
async function aLongDiscussion(): Promise<string> {
  long ??= writeLongDiscussion();
  return await long;
}

async function writeLongDiscussion(): Promise<string> {
  const { slug } = await aPost(api, { tags: [{ label: 'Length' }] });
  await database.pool.query(
    `WITH of AS (SELECT id FROM post WHERE slug = $1),
     first AS (
       INSERT INTO comment (id, post_id, number, path, status, body, body_html, renderer_version, guest_name)
       SELECT gen_random_uuid(), of.id, n, ARRAY[n], 'PUBLISHED', 'x', '<p>x</p>', 1, 'x' FROM of, generate_series(1, 60) n
       RETURNING id, post_id, number
     )
     INSERT INTO comment (id, post_id, parent_id, number, path, status, body, body_html, renderer_version, guest_name)
     SELECT gen_random_uuid(), post_id, id, n, ARRAY[1, n], 'PUBLISHED', 'x', '<p>x</p>', 1, 'x'
     FROM first, generate_series(61, 120) n WHERE number = 1`,
    [slug],
  );
  await database.pool.query(
    `UPDATE discussion SET last_number = 120, comment_count = 120, top_level_places = 60
     WHERE post_id = (SELECT id FROM post WHERE slug = $1)`,
    [slug],
  );
  return slug;
}

function inThread(): number[] {
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
  return [1, ...range(61, 120), ...range(2, 60)];
}

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new Request(`http://127.0.0.1:4000${path}`, init));
}

async function read(path: string): Promise<Nodes> {
  const response = await get(path);
  expect(response.status).toBe(200);
  return parse(await response.text());
}

function numbersOf(page: Nodes): number[] {
  return all(page, '.comment').map(({ properties }) => Number(String(properties['id']).replace('comment-', '')));
}

/** The address of the next page or the one before, as the head of a page has it. */
function relOf(page: Nodes | undefined, rel: 'next' | 'prev'): string | undefined {
  const links = page === undefined ? [] : all(page, 'link');
  const href = links.find(({ properties }) => String(properties['rel']) === rel)?.properties['href'];
  return typeof href === 'string' ? href : undefined;
}

function canonicalOf(page: Nodes): unknown {
  return all(page, 'link').find(({ properties }) => String(properties['rel']) === 'canonical')?.properties['href'];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it expects there
function dataOf(page: Nodes): any {
  const [script] = everyElement(page).filter(({ properties }) => properties['type'] === 'application/ld+json');
  return JSON.parse(script === undefined ? 'null' : textOf(script));
}
