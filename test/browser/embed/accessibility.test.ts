import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openStage } from './stage.ts';

// Every state of the element × sizes × looks × directions, pairwise: axe finds nothing, and nothing is wider than the screen.

const stage = openStage();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A directory for pictures of the states; without it none are taken. */
const PICTURES = process.env['PICTURES'];
const VOICE = { 'colloquy-voice': 'a-voice-of-the-browser-tests' };

const WIDTHS = [360, 768, 1280];
const LOOKS = ['light', 'dark'] as const;
const DIRECTIONS = ['ltr', 'rtl'] as const;

interface Setting {
  readonly width: number;
  readonly look: (typeof LOOKS)[number];
  readonly direction: (typeof DIRECTIONS)[number];
}

/** Each width with each look, each width with each direction, and each look with each direction stands in one of them. */
const SETTINGS: readonly Setting[] = WIDTHS.flatMap((width, index) =>
  LOOKS.map((look, place) => ({ width, look, direction: DIRECTIONS[(index + place) % 2] ?? 'ltr' })),
);

/** Two settings that have nothing in common; which, changes from state to state, so that each stands beside several. */
function settingsOf(name: string): readonly Setting[] {
  const index = STATES.findIndex(([known]) => known === name);
  return [0, 3].flatMap((step) => SETTINGS[(index + step) % SETTINGS.length] ?? []);
}

type State = readonly [name: string, attributes: string, reach: (page: Page) => Promise<void>];

const slug = 'slug="the-7-42-is-now-a-probability"';

const STATES: readonly State[] = [
  ['by thread', slug, async (page) => page.locator('article.comment').first().waitFor()],
  [
    'by time, newest first',
    `${slug} view="time" order="newest"`,
    async (page) => page.locator('.answers').first().waitFor(),
  ],
  ['top', `${slug} view="top"`, async (page) => page.locator('article.comment').first().waitFor()],
  [
    'a reply',
    slug,
    async (page) =>
      page
        .getByRole('button', { name: /^Reply/ })
        .first()
        .click(),
  ],
  [
    'a report',
    slug,
    async (page) =>
      page
        .getByRole('button', { name: /^Report/ })
        .first()
        .click(),
  ],
  [
    'news and a failure',
    slug,
    async (page) => {
      await page.locator('article.comment').first().waitFor();
      const { post } = await stage.ask<{ post: { id: string } }>(
        '{ post(by: { slug: "the-7-42-is-now-a-probability" }) { id } }',
        {},
      );
      await page
        .getByRole('button', { name: /^funny/ })
        .first()
        .click();
      await page.locator('.failure').waitFor();
      await stage.comment({ postId: post.id, body: 'News.' }, VOICE);
      await page.locator('.pill').waitFor();
    },
  ],
  [
    'a comment of one’s own, one that waits, and one that failed',
    'slug="held"',
    async (page) => {
      const write = async (text: string) => {
        await page.getByLabel('Write a comment').fill(text);
        await page.getByRole('button', { name: 'Send', exact: true }).click();
      };
      await write('To be read first.');
      await page.locator('.held').waitFor();
      await page.route('**/graphql', async (route) => await route.abort());
      await write('Lost.');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  ],
  ['pins and a locked thread', 'slug="ruled"', async (page) => page.locator('.pins a').nth(1).waitFor()],
  [
    'a guest who may not react',
    'slug="ruled"',
    async (page) => {
      await page.locator('.reaction:enabled').first().click();
      await page.getByRole('alert').getByText('Sign in to react.').waitFor();
    },
  ],
  ['nobody', 'slug="empty"', async (page) => page.getByText('No comments yet.').waitFor()],
  ['closed', 'slug="closed"', async (page) => page.getByText('This discussion is closed to new comments.').waitFor()],
];

const aPost = async (of: string, change: object | null, premoderation: string[] = []) => {
  const headers = await stage.asModerator();
  const { createPost } = await stage.ask<{ createPost: { post?: { id: string } } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on CreatePostPayload { post { id } } } }',
    { input: { slug: of, title: of, body: 'Text.', publish: true, clientMutationId: of } },
    headers,
  );
  const postId = createPost.post?.id;
  if (premoderation.length > 0) {
    const input = { postId, premoderation };
    await stage.ask(
      'mutation ($input: SetPremoderationInput!) { setPremoderation(input: $input) { __typename } }',
      { input },
      headers,
    );
  }
  if (change === null) return postId;
  await stage.change('updatePost', { postId, ...change });
  return postId;
};

beforeAll(async () => {
  await aPost('empty', null);
  await aPost('held', null, ['ALL']);
  await aPost('closed', { commentsOpen: false });
  const postId = await aPost('ruled', null);
  const body = 'An *apt* word, with [a link](https://example.org/), and a few more words than fit into one line of it.';
  const { id: first } = await stage.comment({ postId, body, guestName: 'Hal' });
  const { id: last } = await stage.comment({
    postId,
    parentId: first,
    body,
    guestName: 'A name of many words, as some have it',
  });
  await stage.comment({ postId, body });
  await stage.change('pinComment', { commentId: first, as: 'FIRST_WORD', on: true });
  await stage.change('pinComment', { commentId: last, as: 'LAST_WORD', on: true });
  await stage.change('moderateComment', { commentId: first, action: 'LOCK' });
});

it.each(STATES)('%s', async (name, attributes, reach) => {
  for (const { width, look, direction } of settingsOf(name)) {
    const page = await stage.open(`${attributes} loading="eager"`, {
      ...{ viewport: { width, height: 800 }, colorScheme: look, path: `/${width}-${look}` },
      head: `<meta name="color-scheme" content="light dark"><style>body { background: light-dark(#fff, #18181a) }</style><script>document.documentElement.dir = '${direction}'</script>`,
    });
    await reach(page);
    if (PICTURES !== undefined) {
      const path = join(PICTURES, `${name} ${width} ${look} ${direction}.png`.replaceAll(' ', '-'));
      await page.screenshot({ path, fullPage: true });
    }
    // What is half faded in has half its contrast.
    await page.evaluate(async () => {
      const animations = document.querySelector('colloquy-discussion')?.shadowRoot?.getAnimations() ?? [];
      await Promise.all(animations.map(({ finished }) => finished));
    });
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const axe = Reflect.get(globalThis, 'axe') as {
        run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
      return (await axe.run()).violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html, failureSummary }) => `${html.slice(0, 120)} ${failureSummary}`)
            .slice(0, 3)
            .join(' ')}`,
      );
    });
    expect(found, `${width} ${look} ${direction}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.context().close();
  }
  stage.complaints.splice(0); // what was cut on purpose
});
