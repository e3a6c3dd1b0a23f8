import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { findFreePort } from '../harness/free-port.ts';
import { startPathProxy, type PathProxy } from '../harness/path-proxy.ts';

// The whole service below a path of a shared address: PUBLIC_URL=https://example.org/talk.

const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-base-path-'));
let proxy: PathProxy;
let port: number;
let app: App;

beforeAll(async () => {
  [proxy, port] = await Promise.all([startPathProxy('/talk'), findFreePort()]);
  const config = readConfig({
    NODE_ENV: 'development',
    PORT: String(port),
    PUBLIC_URL: proxy.url,
    DATA_DIR: dataDir,
    DEMO_COMMENTER: 'off',
  });
  app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
});

afterAll(async () => {
  await app.close();
  await proxy.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe.each([
  ['strips the path', true],
  ['leaves the path', false],
])('behind a proxy that %s', (_, strips) => {
  beforeAll(() => proxy.aimAt(port, { strips }));

  it.each(['', '/'])('the landing page at “%s” leads to pages below the path', async (end) => {
    const hrefs = hrefsOf(await readText(`${proxy.url}${end}`));

    expect(hrefs).toEqual(expect.arrayContaining(['/talk/graphql', '/talk/posts', '/talk/schema.graphql']));
    for (const href of hrefs) expect(await statusOf(`${proxy.origin}${href}`), href).toBe(200);
  });

  it('the links of the list, of a post and of the page of a missing post work', async () => {
    const posts = `${proxy.url}/posts`;
    const post = new URL(hrefsOf(await readText(posts)).find((href) => /^posts\/[^#]+$/.test(href)) ?? '', posts).href;
    const missing = `${proxy.url}/posts/nothing-here`;

    for (const from of [posts, post, missing]) {
      const links = hrefsOf(await readText(from)).filter((href) => !href.startsWith('data:'));
      expect(links).not.toEqual([]);
      for (const href of links) expect(await statusOf(new URL(href, from).href), `${from}: ${href}`).toBe(200);
    }
  });

  it('the post names its canonical address, and the feed its own', async () => {
    const slug = app.demo?.slug ?? '';

    const page = await readText(`${proxy.url}/posts/${slug}`);
    const feed = await readText(`${proxy.url}/posts/${slug}/comments.atom`);

    expect(page).toContain(`<link rel="canonical" href="${proxy.url}/posts/${slug}">`);
    expect(feed).toContain(`href="${proxy.url}/posts/${slug}/comments.atom"`);
  });

  it('the list of posts keeps its one address below the path', async () => {
    const response = await fetch(`${proxy.url}/posts/`);

    expect(response.url).toBe(`${proxy.url}/posts`);
    expect(response.status).toBe(200);
  });

  it('the playground calls the API below the path, which answers there', async () => {
    const playground = await readText(`${proxy.url}/graphql`);
    const answer = await fetch(`${proxy.url}/graphql?query={__typename}`, { headers: { accept: 'application/json' } });

    expect(playground).toContain('"endpoint":"/talk/graphql"');
    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('the WebSocket is opened below the path', async () => {
    const client = createClient({ url: `${proxy.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    onTestFinished(async () => await client.dispose());

    const results = client.iterate({ query: '{ __typename }' });

    expect((await results.next()).value).toEqual({ data: { __typename: 'Query' } });
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

function hrefsOf(page: string): string[] {
  return [...page.matchAll(/<a [^>]*?href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}
