import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startServiceBelowPath, type ServiceBelowPath } from '../harness/service-below-path.ts';

let service: ServiceBelowPath;

beforeAll(async () => {
  service = await startServiceBelowPath();
});

afterAll(() => service.stop());

describe.each([
  ['strips the path', true],
  ['leaves the path', false],
])('behind a proxy that %s', (_, strips) => {
  beforeAll(() => service.aim({ strips }));

  it.each(['', '/'])('the landing page at “%s” leads to pages below the path', async (end) => {
    const hrefs = hrefsOf(await readText(`${service.proxy.url}${end}`));

    expect(hrefs).toEqual(expect.arrayContaining(['/talk/graphql', '/talk/posts', '/talk/schema.graphql']));
    for (const href of hrefs) expect(await statusOf(`${service.proxy.origin}${href}`), href).toBe(200);
  });

  it('the links of the list, of a post and of the page of a missing post work', async () => {
    const posts = `${service.proxy.url}/posts`;
    const post = new URL(hrefsOf(await readText(posts)).find((href) => /^posts\/[^#]+$/.test(href)) ?? '', posts).href;
    const missing = `${service.proxy.url}/posts/nothing-here`;

    for (const from of [posts, post, missing]) {
      const links = hrefsOf(await readText(from)).filter((href) => !href.startsWith('data:'));
      expect(links).not.toEqual([]);
      for (const href of links) expect(await statusOf(new URL(href, from).href), `${from}: ${href}`).toBe(200);
    }
  });

  it('the post names its canonical address, and the feed its own', async () => {
    const slug = service.app.demo?.slug ?? '';

    const page = await readText(`${service.proxy.url}/posts/${slug}`);
    const feed = await readText(`${service.proxy.url}/posts/${slug}/comments.atom`);

    expect(page).toContain(`<link rel="canonical" href="${service.proxy.url}/posts/${slug}">`);
    expect(feed).toContain(`href="${service.proxy.url}/posts/${slug}/comments.atom"`);
  });

  it('the list of posts keeps its one address below the path', async () => {
    const response = await fetch(`${service.proxy.url}/posts/`);

    expect(response.url).toBe(`${service.proxy.url}/posts`);
    expect(response.status).toBe(200);
  });

  it('the playground calls the API below the path, which answers there', async () => {
    const playground = await readText(`${service.proxy.url}/graphql`);
    const answer = await fetch(`${service.proxy.url}/graphql?query={__typename}`, {
      headers: { accept: 'application/json' },
    });

    expect(playground).toContain('"endpoint":"/talk/graphql"');
    expect(await answer.json()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('the WebSocket is opened below the path', async () => {
    const client = createClient({
      url: `${service.proxy.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
    });
    onTestFinished(async () => await client.dispose());

    const results = client.iterate({ query: '{ __typename }' });

    expect((await results.next()).value).toMatchObject({ data: { __typename: 'Query' } });
  });
});

async function statusOf(address: string): Promise<number> {
  const { status, body } = await fetch(address, { headers: { accept: 'text/html' } });
  await body?.cancel();
  return status;
}

async function readText(address: string): Promise<string> {
  return await (await fetch(address, { headers: { accept: 'text/html' } })).text();
}

/** What leads from a page: neither to a part of it, nor from what its script writes. */
function hrefsOf(html: string): string[] {
  const page = html.replace(/<template.*?<\/template>/gs, '');
  return [...page.matchAll(/<a [^>]*?href="([^#"][^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}
