import { gunzipSync } from 'node:zlib';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { textResponse, type RouteContext } from '../../src/pages/route.ts';
import { READY } from '../harness/ready.ts';
import { openInProcess, type Settings } from '../http/stand-in.ts';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-encoding': 'gzip, deflate, br' };
const AWAY = { ...READY, isReady: false, database: 'away', migrations: 'unknown' } as const;
const DEMO = { slug: 'the-post', id: 'UG9zdDox', liked: null, flaggedId: null, heldId: null };

async function get(
  path: string,
  { headers = {}, method = 'GET', ...settings }: Settings & { headers?: Record<string, string>; method?: string } = {},
) {
  return openInProcess(settings).fetch(new Request(`http://127.0.0.1:4000${path}`, { headers, method }));
}

describe('/health', () => {
  it('answers while the process lives, database or not', async () => {
    expect((await get('/health', { readReadiness: () => Promise.resolve(AWAY) })).status).toBe(200);
  });
});

describe('/ready', () => {
  it('answers 200 and each part while the database answers', async () => {
    const response = await get('/ready');

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ready',
      database: 'up',
      migrations: 'applied',
      doorbell: 'up',
    });
  });

  it('answers 200 without the doorbell, and says so', async () => {
    const response = await get('/ready', { readReadiness: () => Promise.resolve({ ...READY, doorbell: 'away' }) });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ready', doorbell: 'away' });
  });

  it('answers 503 when the database does not', async () => {
    const response = await get('/ready', { readReadiness: () => Promise.resolve(AWAY) });

    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ status: 'not ready', database: 'away' });
  });

  it('answers 503 while the service shuts down', async () => {
    const transport = openInProcess();
    await transport.close();

    expect((await transport.fetch(new Request('http://127.0.0.1:4000/ready'))).status).toBe(503);
    expect((await transport.fetch(new Request('http://127.0.0.1:4000/health'))).status).toBe(200);
  });
});

describe('/schema.graphql', () => {
  it('is the schema, which is not sent twice', async () => {
    const transport = openInProcess();
    const url = 'http://127.0.0.1:4000/schema.graphql';

    const first = await transport.fetch(new Request(url));
    const etag = first.headers.get('etag') ?? '';
    const second = await transport.fetch(new Request(url, { headers: { 'if-none-match': etag } }));

    expect(buildSchema(await first.text()).getQueryType()?.name).toBe('Query');
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
  });

  it('is not there where its setting is off', async () => {
    expect((await get('/schema.graphql', { config: { hasPublicSchema: false } })).status).toBe(404);
  });
});

describe('/', () => {
  it('shows commands that need a clone in development alone', async () => {
    expect(await (await get('/')).text()).toContain('npm run token');
    expect(await (await get('/', { config: { isProduction: true } })).text()).not.toContain('npm run');
  });

  it('leads to everything, and loads nothing from elsewhere', async () => {
    const response = await get('/', { demo: DEMO });

    const page = await response.text();
    for (const href of [
      ...[
        '/graphql',
        '/schema.graphql',
        '/posts',
        '/tags',
        '/posts/the-post',
        '/posts/the-post/comments.atom',
        '/health',
        '/ready',
      ],
    ]) {
      expect(page).toContain(`href="${href}"`);
    }
    expect(page).not.toMatch(/https?:\/\/(?!127\.0\.0\.1:\d+\/(graphql|\"))/);
    const policy = response.headers.get('content-security-policy')?.split('; ');
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", 'img-src data:']));
    expect(policy?.filter((rule) => rule.startsWith('script-src'))).toEqual([]);
  });

  it('links to enabled pages only', async () => {
    const page = await (await get('/', { config: { hasPlayground: false, hasPublicSchema: false } })).text();

    expect(page).not.toContain('href="/graphql"');
    expect(page).not.toContain('href="/schema.graphql"');
    expect(page).not.toContain('comments.atom');
  });

  it('leads to no posts where the publication has pages of its own', async () => {
    const page = await (await get('/', { demo: DEMO, config: { postUrl: 'https://paper.example/{slug}' } })).text();

    expect(page).not.toContain('href="/posts"');
    expect(page).not.toContain('href="/posts/the-post"');
  });

  it('shows an address as text, whatever is in it', async () => {
    const page = await (await get('/', { config: { publicUrl: 'https://talk.example/<b>&"' } })).text();

    expect(page).toContain('https://talk.example/&lt;b&gt;&amp;&quot;/graphql');
    expect(page).not.toContain('<b>');
  });
});

describe('the playground', () => {
  it('comes compressed, and not twice', async () => {
    const transport = openInProcess({ demo: DEMO });
    const ask = (headers: Record<string, string>) =>
      transport.fetch(new Request('http://127.0.0.1:4000/graphql', { headers: { ...browser, ...headers } }));

    const first = await ask({});
    const page = gunzipSync(Buffer.from(await first.arrayBuffer())).toString();
    const second = await ask({ 'if-none-match': first.headers.get('etag') ?? '' });

    expect(first.headers.get('content-encoding')).toBe('gzip');
    expect(page).toContain('FrontPage');
    expect(page).toContain('the-post');
    expect(second.status).toBe(304);
  });

  it('comes uncompressed to a client that takes no gzip', async () => {
    const response = await get('/graphql', { headers: { accept: 'text/html' } });

    expect(response.headers.has('content-encoding')).toBe(false);
    expect(await response.text()).toContain('<!doctype html>');
  });

  it('is not there where its setting is off', async () => {
    const response = await get('/graphql', { headers: browser, config: { hasPlayground: false } });

    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/json');
  });
});

describe('another page', () => {
  const routes = [
    {
      path: /^\/posts\/(?<slug>[^/]+)$/,
      handle: (_: Request, { params, requestId }: RouteContext) => textResponse(`${params['slug']} ${requestId}`),
    },
  ];

  it('gets the parameters of its path, and the id that the answer names', async () => {
    const response = await get('/posts/caf%C3%A9', { routes });

    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.text()).toBe(`café ${response.headers.get('x-request-id')}`);
  });

  it.each(['/nothing', '/posts/%E0%A4%A', '/graphql/'])('that is not there gets 404: %s', async (path) => {
    const response = await get(path, { routes });

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/plain');
  });

  it('that is not there is a page with a way back in a browser', async () => {
    const response = await get('/nothing', { headers: browser });
    const page = await response.text();

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('vary')).toContain('accept');
    expect(page).toContain('There is nothing here.');
    expect(page).toContain('href="/posts"');
  });

  it('that is not there leads to the landing page where the service has no posts to show', async () => {
    const config = { postUrl: 'https://paper.example/{slug}' };

    const page = await (await get('/nothing', { headers: browser, config })).text();

    expect(page).toContain('href="/"');
    expect(page).not.toContain('/posts');
  });

  it('is read by GET only', async () => {
    const response = await get('/posts/a', { routes, method: 'POST' });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });
});
