import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startApp, type App } from '../../../src/app/app.ts';
import { readConfig } from '../../../src/config/config.ts';
import { signToken } from '../../../src/execution/identity/token.ts';
import { launchBrowser } from '../../harness/browser.ts';
import { startSite, type Site } from '../../harness/site.ts';
import { startTcpProxy, type TcpProxy } from '../../harness/tcp-proxy.ts';

/** A service, a publication's site on another origin, and a browser; the site reaches the service by a network that can be cut. */
export interface Stage {
  readonly app: () => App;
  readonly site: () => Site;
  readonly proxy: () => TcpProxy;
  /** The service's address, as pages have it. */
  readonly service: () => string;
  /** Opens a page that holds the element alone. */
  open(attributes: string, options?: PageOptions): Promise<Page>;
  /** Opens a page that the site has. */
  visit(path: string, options?: Omit<PageOptions, 'path' | 'head' | 'inside'>): Promise<Page>;
  /** Asks the service as somebody else. */
  ask<Data>(query: string, variables: object, headers?: Record<string, string>): Promise<Data>;
  comment(input: object, headers?: Record<string, string>): Promise<{ id: string; number: number }>;
  asModerator(): Promise<Record<string, string>>;
  /** A post without comments that no other test uses. */
  aPost(): Promise<{ id: string; slug: string }>;
  /** Runs a mutation that must succeed: as a moderator, unless it is somebody else's. */
  change(name: string, input: object, headers?: Record<string, string>): Promise<void>;
  /** The service stops, and starts again on the same data. */
  restart(): Promise<void>;
  /** What the browser complained about; a test that expects it takes it away. */
  complaints: string[];
}

interface PageOptions extends BrowserContextOptions {
  readonly path?: string;
  readonly head?: string;
  /** What stands in the element until it is drawn. */
  readonly inside?: string;
  readonly onRequest?: (url: string) => void;
}

const CREATE_POST = `mutation ($input: CreatePostInput!) { createPost(input: $input) {
  ... on CreatePostPayload { post { id slug } } } }`;
const CREATE = `mutation ($input: CreateCommentInput!) { createComment(input: $input) {
  __typename ... on CreateCommentPayload { comment { id number } } ... on Error { message } } }`;

export function openStage(settings: Record<string, string> = {}): Stage {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-embed-'));
  let [app, site, proxy, browser]: [App?, Site?, TcpProxy?, Browser?] = [];
  const pages: Page[] = [];
  let posts = 0;

  async function start(): Promise<void> {
    const config = readConfig({
      ...{ NODE_ENV: 'development', PORT: '0', DATA_DIR: dataDir, DEMO_COMMENTER: 'off', RATE_LIMITS: 'off' },
      // The first text starts a thread, which a busy machine is slow to do.
      ...{ LIMIT_RENDER_MS: '40000', LIMIT_EXECUTION_MS: '45000' },
      ...settings,
    });
    app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
    need(proxy).aimAt(Number(new URL(app.url).port));
  }

  beforeAll(async () => {
    [site, proxy, browser] = await Promise.all([startSite(), startTcpProxy(), launchBrowser()]);
    await start();
  }, 60_000);

  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(stage.complaints.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await proxy?.stop();
    await site?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const stage: Stage = {
    complaints: [],
    app: () => need(app),
    site: () => need(site),
    proxy: () => need(proxy),
    service: () => `http://127.0.0.1:${need(proxy).port}`,
    async open(attributes, { path = '/article', head = '', inside = '', ...options } = {}) {
      need(site).set(
        path,
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>An article</title><link rel="icon" href="data:,">
        <meta name="viewport" content="width=device-width, initial-scale=1">${head}<main><h1>An article</h1>
        <script type="module" src="${stage.service()}/embed.js"></script><colloquy-discussion ${attributes}>${inside}</colloquy-discussion></main>`,
      );
      return await stage.visit(path, options);
    },
    async visit(path, { onRequest, ...options } = {}) {
      const context = await need(browser).newContext(options);
      const page = await context.newPage();
      pages.push(page);
      if (onRequest !== undefined) page.on('request', (request) => onRequest(request.url()));
      page.on('pageerror', (error) => stage.complaints.push(error.message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) stage.complaints.push(message.text());
      });
      await page.goto(`${need(site).origin}${path}`);
      return page;
    },
    async ask(query, variables, headers = {}) {
      const response = await fetch(`${need(app).url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: never; errors?: unknown };
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data;
    },
    async comment(input, headers) {
      interface Created {
        createComment: { comment?: { id: string; number: number }; message?: string };
      }
      const { createComment } = await stage.ask<Created>(CREATE, { input }, headers);
      if (createComment.comment === undefined) throw new Error(createComment.message);
      return createComment.comment;
    },
    async asModerator() {
      const claims = { subject: 'mod', handle: 'mod', role: 'MODERATOR' as const };
      const secret = need(app).services.config.authSecret ?? '';
      return { authorization: `Bearer ${await signToken(claims, { secret, expiresIn: 600 })}` };
    },
    async aPost() {
      posts += 1;
      const input = { title: `A post ${posts}`, body: 'Text.', publish: true };
      const headers = await stage.asModerator();
      interface Created {
        createPost: { post: { id: string; slug: string } };
      }
      return (await stage.ask<Created>(CREATE_POST, { input }, headers)).createPost.post;
    },
    async change(name, input, headers) {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      const query = `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Error { message } } }`;
      const answer = await stage.ask<object>(query, { input }, headers ?? (await stage.asModerator()));
      expect(answer).toEqual({ [name]: { __typename: `${type}Payload` } });
    },
    async restart() {
      need(proxy).aimAt(undefined);
      await need(app).close();
      await start();
    },
  };
  return stage;
}

function need<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Expected the stage to be open.');
  return value;
}
