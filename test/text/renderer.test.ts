import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import type { Limits } from '../../src/config/limits.ts';
import { createRenderer } from '../../src/text/renderer.ts';
import { TextTooComplexError } from '../../src/text/markdown/require-renderable.ts';

const LONG = 'A *long* `text`. '.repeat(100);
const VERY_LONG = `${'A *long* `text`. '.repeat(60)}\n\n`.repeat(30);

test('a short text is rendered at once, a longer one in a thread, and both alike', async () => {
  const { renderer } = aRenderer();

  const [short, long] = await Promise.all([renderer.render('*a*', 'comment'), renderer.render(LONG, 'post')]);

  expect(short).toEqual({ html: '<p dir="auto"><em>a</em></p>', isBlank: false, excerpt: '' });
  expect(long.html).toMatch(/^<p dir="auto">A <em>long<\/em> <code>text<\/code>\. A <em>/);
  expect(long.excerpt).toMatch(/^A long text\. A .*…$/);
});

test('a long comment that need not be parsed needs no thread', async () => {
  const { renderer } = aRenderer({ renderQueue: 0 });

  const { html } = await renderer.render('A *long* text. '.repeat(100).trim(), 'comment');

  expect(html).toMatch(/^<p dir="auto">A <em>long<\/em> text\. A <em>/);
  await expect(renderer.render(LONG, 'comment')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});

test('while a long text is rendered, everything else goes on', async () => {
  const { renderer } = aRenderer();
  await renderer.render(LONG, 'post'); // a thread has started
  let isDone = false;

  const rendered = renderer.render(VERY_LONG, 'post').finally(() => (isDone = true));
  await setImmediate();

  expect(isDone).toBe(false);
  expect((await rendered).html.length).toBeGreaterThan(VERY_LONG.length);
});

test('a text that takes longer than it may is refused, and its thread ends; the next text has another', async () => {
  const { renderer } = aRenderer({ renderMs: 1, renderThreads: 1 });
  const patient = aRenderer({ renderThreads: 1 }).renderer;

  await expect(renderer.render(VERY_LONG, 'post')).rejects.toThrow(TextTooComplexError);
  await expect(renderer.render(VERY_LONG, 'post')).rejects.toThrow('within 0.001 seconds');
  await expect(patient.render(VERY_LONG, 'post')).resolves.toMatchObject({ isBlank: false });
});

test('a text that takes more memory than it may is refused, and those that wait have another thread', async () => {
  const { renderer, errors } = aRenderer({ renderMegabytes: 40, renderMs: 60_000, renderThreads: 1 });
  const [refused, next] = [renderer.render(`\`a\`${'\n\na'.repeat(9_999)}`, 'post'), renderer.render(LONG, 'post')];

  await expect(refused).rejects.toThrow('within 40 MB');
  await expect(next).resolves.toMatchObject({ isBlank: false });
  expect(errors).toEqual([]);
});

test('a text that is too complex is refused as it is without a thread', async () => {
  const { renderer } = aRenderer();

  await expect(renderer.render('['.repeat(10_000), 'comment')).rejects.toThrow(TextTooComplexError);
});

test('texts wait for a thread, and no more of them than may', async () => {
  const { renderer } = aRenderer({ renderThreads: 1, renderQueue: 2 });

  const results = await Promise.allSettled(Array.from({ length: 5 }, () => renderer.render(LONG, 'comment')));

  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(results.at(-1)).toMatchObject({ reason: { code: 'SERVICE_UNAVAILABLE' } });
});

test('closing ends what is rendered, and what comes later', async () => {
  const { renderer } = aRenderer({ renderThreads: 1 });
  const running = [renderer.render(VERY_LONG, 'post'), renderer.render(LONG, 'post')].map((rendered) =>
    expect(rendered).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' }),
  );

  await renderer.close();

  await Promise.all(running);
  await expect(renderer.render(LONG, 'post')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});

test('a text whose request ends is waited for no longer, also behind others', async () => {
  const { renderer } = aRenderer({ renderThreads: 1 });
  const request = new AbortController();
  const first = renderer.render(VERY_LONG, 'post');
  const given = renderer.during(request.signal).render(LONG, 'post');
  let isFirstDone = false;
  void first.then(() => (isFirstDone = true));

  request.abort(new Error('took too long'));

  await expect(given).rejects.toThrow('took too long');
  await expect(renderer.during(request.signal).render('a', 'comment')).rejects.toThrow('took too long');
  expect(isFirstDone).toBe(false);
  await expect(first).resolves.toMatchObject({ isBlank: false });
});

function aRenderer(limits: Partial<Limits> = {}) {
  const errors: unknown[] = [];
  const renderer = createRenderer({
    limits: { ...DEFAULT_LIMITS, ...limits },
    onError: (error) => void errors.push(error),
  });
  onTestFinished(() => renderer.close());
  return { renderer, errors };
}
