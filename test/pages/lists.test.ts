import type { Nodes } from 'hast';
import { afterAll, describe, expect, it } from 'vitest';
import { DeleteCommentDocument } from '../../src/sdk/generated/operations.ts';
import { createAddresses } from '../../src/config/addresses.ts';
import { createReaderPages } from '../../src/pages/reader-pages.ts';
import { createInProcessServer } from '../../src/app/serve.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { anAccount, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { countStatements } from '../harness/statements.ts';
import { all, find, linkOf, parse, textOf, titlesOf } from './read-html.ts';

// Pages that lead from posts to their tags and authors, and back.

const database = await openTestDatabase();
const api = openTestApi(database);
const { fetch, close } = open(api.services);
const statements = countStatements(database);
afterAll(close);

const HOSTILE = `</title><script>alert(1)</script> "&`;

describe('an article', () => {
  it('leads to its tags and its author, and each of them leads back', async () => {
    const { slug } = await aPost(api, {
      title: 'A day out',
      tags: [{ label: 'Weather' }, { label: 'Umbrellas & Sons', kind: 'COMPANY' }],
    });
    const page = await read(`/posts/${slug}`);

    const hrefs = ['an-author', 'Weather', 'Umbrellas & Sons'].map((name) => linkOf(page, name));

    expect(hrefs).toEqual(['../authors/an-author', '../tags/weather', '../tags/umbrellas-sons']);
    for (const href of hrefs)
      expect(linkOf(await follow(`/posts/${slug}`, href), 'A day out')).toBe(`../posts/${slug}`);
  });

  it('leads to the authors of its comments who have an account', async () => {
    const { id, slug } = await aPost(api);
    await aComment(api, { postId: id }, anAccount('ada'));
    await aComment(api, { postId: id, guestName: 'Hal' });

    const page = await read(`/posts/${slug}`);

    expect(all(page, '.handle').map((mark) => [textOf(mark), linkOf(mark, '@ada')])).toEqual([
      [' @ada', '../authors/ada'],
      [' guest', undefined],
    ]);
    expect(textOf(find(await follow(`/posts/${slug}`, '../authors/ada'), 'h1'))).toBe('ada');
  });
});

describe('/tags', () => {
  it('has the topics and the companies of published posts, with their counts', async () => {
    await aPost(api, { tags: [{ label: 'Apples' }, { label: 'Acme', kind: 'COMPANY' }] });
    await aPost(api, { tags: [{ label: 'Apples' }] });
    await aPost(api, { tags: [{ label: 'Secrets' }], publish: false });

    const page = await read('/tags');
    const [topics, companies] = all(page, 'section');

    expect(titlesOf(page)).toEqual(['Topics', 'Companies']);
    expect(topics && all(topics, 'a').map(textOf)).toContain('Apples 2 posts');
    expect(companies && all(companies, 'a').map(textOf)).toContain('Acme 1 post');
    expect(linkOf(page, 'Apples 2 posts')).toBe('tags/apples');
    expect(textOf(page)).not.toContain('Secrets');
    expect(hrefsOf(find(page, '.masthead'))).toEqual(['./', './posts', './tags']);
  });

  it('has a page of one kind, from which it is read on and back', async () => {
    const label = (at: number) => ({ label: `Company ${String(at).padStart(3, '0')}`, kind: 'COMPANY' as const });
    for (let from = 0; from < 120; from += 10) {
      await aPost(api, { tags: Array.from({ length: 10 }, (_, at) => label(from + at)) });
    }

    const first = await read('/tags');
    const second = await follow('/tags', linkOf(first, 'More companies'));
    const back = await follow('/tags', linkOf(second, 'Previous companies'));
    const names = (page: Nodes) => all(page, 'section').flatMap((section) => all(section, 'bdi').map(textOf));

    expect(titlesOf(second)).toEqual(['Companies']);
    expect(names(second).at(-1)).toBe('Umbrellas & Sons');
    expect(names(back)).toHaveLength(100);
    expect(names(first).filter((name) => names(second).includes(name))).toEqual([]);
    expect(names(first)).toEqual(expect.arrayContaining(names(back)));
  });

  it('costs no statement for each tag', async () => {
    statements.reset();

    await read('/tags');

    // Of each kind a page of tags, and the numbers of their posts.
    expect(statements.count, statements.texts.join('\n')).toBe(4);
  });
});

describe('/tags/SLUG', () => {
  it('has the posts of the tag, newest first, from page to page', async () => {
    for (let count = 1; count <= 21; count += 1)
      await aPost(api, { title: `No. ${count}`, tags: [{ label: 'Trains' }] });
    await aPost(api, { title: 'Draft', tags: [{ label: 'Trains' }], publish: false });

    const first = await read('/tags/trains');
    const second = await follow('/tags/trains', linkOf(first, 'Older posts'));
    const back = await follow('/tags/trains', linkOf(second, 'Newer posts'));

    expect(textOf(find(first, 'h1'))).toBe('Trains');
    expect(textOf(find(first, '.lead'))).toBe('21 posts, newest first');
    expect(titlesOf(first)).toEqual(Array.from({ length: 20 }, (_, at) => `No. ${21 - at}`));
    expect(titlesOf(second)).toEqual(['No. 1']);
    expect(titlesOf(back)).toEqual(titlesOf(first));
    expect(linkOf(first, 'Topic')).toBe('../tags?kind=topics');
  });

  it('names its own address, and what it is about', async () => {
    const first = await read('/tags/trains');
    const next = linkOf(first, 'Older posts');
    const second = await follow('/tags/trains', next);

    expect(textOf(find(first, 'title'))).toBe('Trains');
    expect(canonicalOf(first)).toBe('http://127.0.0.1:4000/tags/trains');
    expect(canonicalOf(second)).toBe(`http://127.0.0.1:4000/tags/${String(next)}`);
    expect(metaOf(first, 'description')).toBe('Posts and their discussions that are filed under the topic “Trains”.');
    expect(metaOf(first, 'og:type')).toBe('website');
  });

  it('costs no statement for each post', async () => {
    statements.reset();

    await read('/tags/trains');

    // The tag, the number of its posts, and a page of them with their authors.
    expect(statements.count, statements.texts.join('\n')).toBe(3);
  });
});

describe('/authors/HANDLE', () => {
  it('has who it is, and the newest posts and comments, each with a link into its discussion', async () => {
    const { id, slug } = await aPost(api, { title: 'Here' });
    await aComment(api, { postId: id });
    await aComment(api, { postId: id, subject: 'Well', body: 'One *two*\n\nthree' }, anAccount('grace'));
    await aComment(api, { postId: id, body: 'Four' }, anAccount('grace'));

    const page = await read('/authors/grace');
    const [comments] = all(page, 'section');

    expect(titlesOf(page)).toEqual(['Comments']);
    expect(textOf(find(page, 'h1'))).toBe('grace');
    expect(textOf(find(page, '.lead'))).toBe('@grace');
    expect(find(page, 'img').properties['src']).toMatch(/^http:\/\/127\.0\.0\.1:4000\/avatars\/\w+\.svg$/);
    expect(comments && all(comments, 'h3').map(textOf)).toEqual(['Here', 'Well']);
    expect(comments && all(comments, '.excerpt').map(textOf)).toEqual(['Four', 'One two three']);
    expect(linkOf(page, 'Well')).toBe(`../posts/${slug}?comment=2#comment-2`);
    expect(metaOf(page, 'og:type')).toBe('profile');
  });

  it('has neither drafts nor what was withdrawn', async () => {
    const { id } = await aPost(api);
    const { comment } = await aComment(api, { postId: id, body: 'Hush' }, anAccount('lin'));
    await aComment(api, { postId: id, body: 'Stays' }, anAccount('lin'));
    await api.data([DeleteCommentDocument, { input: { commentId: comment.id } }, anAccount('lin')]);
    await aPost(api, { title: 'A draft', publish: false });

    expect(all(await read('/authors/lin'), '.excerpt').map(textOf)).toEqual(['Stays']);
    expect(textOf(await read('/authors/an-author'))).not.toContain('A draft');
  });

  it('is read from page to page, posts and comments apart', async () => {
    const { id } = await aPost(api);
    for (let count = 1; count <= 21; count += 1)
      await aComment(api, { postId: id, body: `${count}` }, anAccount('hal'));
    const first = await read('/authors/hal');
    const second = await follow('/authors/hal', linkOf(first, 'Older comments'));
    const back = await follow('/authors/hal', linkOf(second, 'Newer comments'));
    const ofAuthor = await read('/authors/an-author');
    const older = await follow('/authors/an-author', linkOf(ofAuthor, 'Older posts'));

    const excerptsOf = (page: Nodes) => all(page, '.excerpt').map(textOf);
    expect(excerptsOf(first)).toEqual(Array.from({ length: 20 }, (_, at) => `${21 - at}`));
    expect(excerptsOf(second)).toEqual(['1']);
    expect(titlesOf(second)).toEqual(['Comments']);
    expect(excerptsOf(back)).toEqual(excerptsOf(first));
    expect(titlesOf(older)).toEqual(['Posts']);
    expect(canonicalOf(second)).toBe(`http://127.0.0.1:4000/authors/${String(linkOf(first, 'Older comments'))}`);
  });

  it('costs no statement for each post or comment', async () => {
    statements.reset();

    await read('/authors/hal');

    // The author, a page of posts, one of comments, and the posts of these.
    expect(statements.count, statements.texts.join('\n')).toBe(4);
  });
});

describe('a page of lists', () => {
  it('shows text as text, whatever it looks like', async () => {
    const kicker = HOSTILE.slice(0, 60);
    const { id } = await aPost(api, { title: HOSTILE, kicker, body: HOSTILE, slug: 'odd', tags: [{ label: HOSTILE }] });
    await aComment(api, { postId: id, subject: HOSTILE, body: `\`${HOSTILE}\`` }, anAccount('eve'));
    const tag = linkOf(await read('/posts/odd'), HOSTILE);

    for (const path of ['/posts', '/tags', `/posts/${String(tag)}`, '/authors/eve']) {
      const page = await follow(path, '');
      expect(textOf(page)).toContain(HOSTILE);
      expect(all(page, 'script')).toEqual([]);
    }
  });

  it.each([
    '/tags/unknown',
    '/tags/no%20slug',
    '/tags/%00',
    '/tags/trains?after=nonsense',
    '/tags?kind=colours',
    '/tags?kind=topics&after=nonsense',
    '/authors/unknown',
    '/authors/No%20Handle',
    '/authors/hal?list=likes',
    '/authors/hal?list=posts&before=nonsense',
    '/authors/',
    '/authors',
  ])('is not there at %s', async (path) => {
    const response = await get(path, { headers: { accept: 'text/html' } });

    expect(response.status).toBe(404);
    expect(hrefsOf(parse(await response.text()))).toContain('/tags');
  });

  it.each([
    ['/tags/?kind=topics', '../tags?kind=topics'],
    ['/tags/trains/', '../trains'],
    ['/authors/hal/', '../hal'],
  ])('has one address: %s', async (path, location) => {
    const response = await get(path);

    expect([response.status, response.headers.get('location')]).toEqual([308, location]);
  });

  it('has the headers alone by HEAD', async () => {
    for (const path of ['/posts', '/tags', '/tags/trains', '/authors/hal']) {
      const head = await get(path, { method: 'HEAD' });
      const whole = await get(path);

      expect([head.status, await head.text()]).toEqual([200, '']);
      expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength));
      expect(head.headers.get('etag')).toBe(whole.headers.get('etag'));
    }
  });

  it.each(['/tags', '/tags/trains', '/authors/hal'])(
    'is not there where the publication has pages of its own: %s',
    async (path) => {
      const postUrl = 'https://paper.example/{slug}';
      const addresses = createAddresses({ service: () => 'http://127.0.0.1:4000', postUrl });
      const elsewhere = open({ ...api.services, addresses, config: { ...api.services.config, postUrl } });

      const response = await elsewhere.fetch(new Request(`http://127.0.0.1:4000${path}`));

      expect(response.status).toBe(404);
      await elsewhere.close();
    },
  );
});

function open(services: typeof api.services) {
  return createInProcessServer({ ...serverOptions({ ...api, services }), routes: createReaderPages(services) });
}

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new Request(`http://127.0.0.1:4000${path}`, init));
}

async function read(path: string): Promise<Nodes> {
  const response = await get(path);
  expect(response.status, path).toBe(200);
  return parse(await response.text());
}

/** Opens a link of a page. */
async function follow(from: string, href: unknown): Promise<Nodes> {
  const { pathname, search } = new URL(String(href), `http://127.0.0.1:4000${from}`);
  return await read(`${pathname}${search}`);
}

function hrefsOf(node: Nodes): unknown[] {
  return all(node, 'a').map(({ properties }) => properties['href']);
}

function canonicalOf(page: Nodes): unknown {
  return all(page, 'link').find(({ properties }) => String(properties['rel']) === 'canonical')?.properties['href'];
}

function metaOf(page: Nodes, name: string): unknown {
  const metas = all(page, 'meta').map(({ properties }) => properties);
  return metas.find((meta) => (meta['property'] ?? meta['name']) === name)?.['content'];
}
