import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { findCodeBlocks } from '../../sdk/readme.ts';
import { makeTemporaryDirectory } from '../../sdk/run.ts';
import { openStage } from './stage.ts';

// The examples with the web component, as `npm run examples` built them, and what the README of its package shows.

const EXAMPLES = 'docs/examples';
const SERVICE = 'http://127.0.0.1:4000';
const SLUG = 'the-7-42-is-now-a-probability';
const README = readFileSync('src/embed/README.md', 'utf8');

const run = promisify(execFile);
const stage = openStage();

beforeAll(() => {
  if (!existsSync(`${EXAMPLES}/dist/react/index.html`)) throw new Error('Expected the examples: `npm run examples`.');
});

it('a plain page has a discussion by two lines', async () => {
  const source = readFileSync(`${EXAMPLES}/plain/index.html`, 'utf8');
  stage.site().set('/plain/', source.replace(SERVICE, stage.service()));
  stage.site().set('/shared/style.css', '');
  const page = await stage.visit('/plain/');

  await say(page, 'Two lines.');

  await page.locator('article .text', { hasText: 'Two lines.' }).waitFor();
});

it('a post of WordPress has the discussion of its permalink, and its readers write under their names', async () => {
  const permalink = `${stage.site().origin}/2026/bread/`;
  const env = { PATH: process.env['PATH'], SERVICE: stage.service(), PERMALINK: permalink };
  const print = async (more: object) => {
    const theme = { THEME: join(process.cwd(), EXAMPLES, 'wordpress/functions.php') };
    const { stdout } = await run('php', ['test/browser/embed/wordpress.php'], { env: { ...env, ...theme, ...more } });
    return stdout;
  };
  const SECRET = stage.app().services.config.authSecret;
  stage.site().set('/guest', await print({ SECRET }));
  stage.site().set('/reader', await print({ SECRET, READER: 'Ada </script> Lovelace' }));

  const reader = await stage.visit('/reader');
  await say(reader, 'Als Ada.', 'de');
  await reader.locator('.name', { hasText: 'Ada </script> Lovelace' }).waitFor();
  const guest = await stage.visit('/guest');
  await say(guest, 'Als Gast.', 'de');
  await guest.locator('.text', { hasText: 'Als Gast.' }).waitFor();

  await guest.locator('.handle', { hasText: '@ada-of-wordpress' }).waitFor();
  const { post } = await stage.ask<{ post: { title: string } }>(
    'query ($url: String!) { post(by: { url: $url }) { title } }',
    { url: permalink },
  );
  expect(post.title).toBe('Bread & “butter”');
  expect(await print({ READER: 'Ada' })).not.toContain('token');
});

it('a component of React passes the token to the element, and hears its events', async () => {
  serve(`${EXAMPLES}/dist/assets`, '/assets/');
  serve(`${EXAMPLES}/dist/react`, '/react/');
  const page = await stage.visit('/react/');
  await page.getByRole('heading', { name: /^An article, and \d+ comments$/ }).waitFor();

  await page.getByRole('button', { name: 'funny', disabled: false }).first().click();
  await page.getByText('Please sign in for this.').waitFor();
  const { authorization = '' } = await stage.asModerator();
  await page.evaluate((token) => sessionStorage.setItem('token', token), authorization.replace('Bearer ', ''));
  await say(page, 'From a component.');

  const number = await numberOf('From a component.');
  await page.locator('.pending').waitFor({ state: 'detached' });
  await page.goto(`${page.url()}#comment-${number.toString()}`);
  await page.locator('article', { hasText: 'From a component.' }).locator('.handle', { hasText: '@mod' }).waitFor();
});

it('a static site is built with its discussions, which go on from there, and counts them', async () => {
  const { origin } = stage.site();
  const articles = '/articles/slow-trains/';
  const { openDiscussion } = await stage.ask<{ openDiscussion: { post: { id: string } } }>(
    'mutation ($input: OpenDiscussionInput!) { openDiscussion(input: $input) { ... on OpenDiscussionPayload { post { id } } } }',
    { input: { url: origin + articles, title: 'In praise of slow trains' } },
  );
  const { id: postId } = openDiscussion.post;
  await stage.comment({ postId, body: 'Old `</script>` words.' });
  const output = await makeTemporaryDirectory();
  const tool = 'node_modules/@11ty/eleventy/cmd.cjs';
  await run(process.execPath, [tool, '--config=static-site/eleventy.config.js', '--quiet', `--output=${output}`], {
    cwd: EXAMPLES,
    env: { ...process.env, COLLOQUY_URL: stage.service(), SITE_URL: origin },
  });
  await stage.comment({ postId, body: 'Said since.' });
  serve(output, '/');

  const asked: string[] = [];
  const page = await stage.visit(articles, { onRequest: (url) => asked.push(new URL(url).pathname) });
  await page.getByRole('button', { name: '1 new comment' }).click();
  await page.getByText('Said since.').waitFor();
  expect(await page.locator('article.comment .text').allTextContents()).toEqual([
    'Old </script> words.',
    'Said since.',
  ]);
  expect(asked.filter((path) => path === '/graphql')).toEqual([]);

  const index = await stage.visit('/');
  await index.getByRole('link', { name: 'In praise of slow trains, 2 comments' }).waitFor();
  await index.getByRole('link', { name: 'What a night market knows, 0 comments' }).waitFor();
});

it('the README shows how the element comes from the service, from a bundle and from plain files', async () => {
  const [fromService = '', fromFiles = ''] = findHtml();
  const files = Object.fromEntries(findCodeBlocks(README).map((code) => [/^\/\/ (\S+)\n/.exec(code)?.[1], code]));
  const output = await makeTemporaryDirectory();
  // As in a project that has the package; the script of the other block stands on a page that has an element.
  await build({
    stdin: { contents: [files['page.ts'], wrap(files['accounts.ts'])].join('\n'), resolveDir: EXAMPLES, loader: 'ts' },
    ...{ bundle: true, splitting: true, format: 'esm', outdir: output, logLevel: 'error' },
  });
  serve(output, '/bundle/');
  serve('src/embed/dist', '/colloquy/');
  stage.site().set('/colloquy-token', ''); // nobody is signed in
  const pages = [fromService, '<script type="module" src="/bundle/stdin.js"></script>', fromFiles];

  for (const [index, html] of pages.entries()) {
    stage.site().set(`/readme-${index}`, pageOf(html));
    const page = await stage.visit(`/readme-${index}`);
    const ready = index === 1 ? page.waitForEvent('console', (message) => message.text() === '0 comments') : null;
    await say(page, `As the README shows, ${index}.`);
    await page.locator('.text', { hasText: `As the README shows, ${index}.` }).waitFor();
    await ready;
  }
});

it('the README shows how a list is counted', async () => {
  const [, , list = ''] = findHtml();
  serve('src/embed/dist', '/colloquy/');
  stage.site().set('/list', pageOf(`${list}<script type="module" src="/colloquy/count.js"></script>`));

  const page = await stage.visit('/list');

  await page.getByText('An article, comments: 0').waitFor();
  await page.getByText('Another, 0 comments').waitFor();
});

it('an element of the package that names no service says so', async () => {
  serve('src/embed/dist', '/colloquy/');
  const script = '<script type="module" src="/colloquy/embed.js"></script>';
  stage.site().set('/unnamed', pageOf(`${script}<colloquy-discussion></colloquy-discussion>`));
  const page = await stage.visit('/unnamed');

  await page.getByRole('alert').getByText('<colloquy-discussion> needs the address of its service').waitFor();

  expect(stage.complaints.splice(0)).toEqual([expect.stringMatching(/^<colloquy-discussion> needs the address/)]);
});

it('keeps a token that the page has set before it loads the script', async () => {
  const token = (await stage.asModerator())['authorization']?.replace('Bearer ', '') ?? '';
  const early = `<colloquy-discussion></colloquy-discussion>
    <script>document.querySelector('colloquy-discussion').token = '${token}'</script>`;
  stage.site().set('/early', pageOf(`${early}<script type="module" src="https://talk.example.org/embed.js"></script>`));
  const page = await stage.visit('/early');

  await say(page, 'As an account.');

  await page.locator('.handle', { hasText: '@mod' }).waitFor();
});

function findHtml(): string[] {
  return [...README.matchAll(/^```html\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

function pageOf(html: string): string {
  const named = html.replaceAll('https://talk.example.org', stage.service());
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"><main>${named}</main>`;
}

/** A module as a function, which may declare names of its own. */
function wrap(code = ''): string {
  return `(() => {${code}})();`;
}

/** Puts the files of a folder on the site, which reach the service at its address. */
function serve(folder: string, at: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.\w+$/.test(name)) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const named = text.replaceAll(SERVICE, stage.service()).replaceAll('https://talk.example.org', stage.service());
    stage.site().set(`${at}${name}`.replace(/index\.html$/, ''), named);
  }
}

async function say(page: Page, text: string, language: 'en' | 'de' = 'en'): Promise<void> {
  const [label, send] = language === 'en' ? ['Write a comment', 'Send'] : ['Kommentar schreiben', 'Absenden'];
  await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: send, exact: true }).click();
}

/** The number of the last comment, once it is the one with this text. */
async function numberOf(text: string): Promise<number> {
  const readLast = async () => {
    const { post } = await stage.ask<{ post: { comments: { nodes: { number: number; body: string }[] } } }>(
      'query ($slug: String!) { post(by: { slug: $slug }) { comments(last: 1) { nodes { number body } } } }',
      { slug: SLUG },
    );
    return post.comments.nodes[0];
  };
  await expect.poll(async () => (await readLast())?.body).toBe(text);
  return (await readLast())?.number ?? 0;
}
