// The command that moves a site, as somebody at a terminal runs it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { inDatabase, runCommand } from './run.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-move-'));
  return () => rm(directory, { recursive: true, force: true });
});

const FROM_TO = ['--from', 'https://old.example', '--to', 'https://new.example/blog'];

async function aSite(paths: readonly string[]): Promise<string> {
  const dataDir = await mkdtemp(join(directory, 'data-'));
  await inDatabase(dataDir, async ({ prisma }) => {
    const pages = paths.map((path, place) => ({
      slug: `page-${place}`,
      title: 'A page',
      excerpt: '',
      rendererVersion: 1,
      pageUrl: `https://${path}`,
      pageKey: path,
    }));
    await prisma.post.createMany({ data: pages });
  });
  return dataDir;
}

async function urlsOf(dataDir: string): Promise<(string | null)[]> {
  return await inDatabase(dataDir, async ({ prisma }) => {
    const posts = await prisma.post.findMany({ orderBy: { slug: 'asc' } });
    return posts.map(({ pageUrl }) => pageUrl);
  });
}

test('npm run move says what it would do, does it, and names what it could not do', { timeout: 120_000 }, async () => {
  const dataDir = await aSite([
    ...Array.from({ length: 7 }, (_, n) => `old.example/${n}`),
    'new.example/blog/6',
    'elsewhere.example/a',
  ]);
  const settings = { SITES: 'https://new.example' };

  const planned = await runCommand('move', [...FROM_TO, '--dry-run'], { dataDir, settings });
  const untouched = await urlsOf(dataDir);
  const moved = await runCommand('move', FROM_TO, { dataDir, settings });
  const again = await runCommand('move', FROM_TO, { dataDir, settings });

  const sample = 'https://old.example/0 → https://new.example/blog/0\n';
  const refused = 'Not moved: https://old.example/6: https://new.example/blog/6 has the post "page-7" already\n';
  expect(planned).toMatchObject({ code: 1, errors: refused });
  expect(planned.out).toContain('and 1 more\nPages that would move: 6; not moved: 1\n');
  expect(untouched).toEqual(
    [0, 1, 2, 3, 4, 5, 6]
      .map((n) => `https://old.example/${n}`)
      .concat('https://new.example/blog/6', 'https://elsewhere.example/a'),
  );
  expect(moved).toMatchObject({ code: 1, errors: refused });
  expect(moved.out).toContain(sample);
  expect(moved.out).toContain('and 1 more\nPages moved: 6; not moved: 1\n');
  expect(again).toEqual({ code: 1, out: 'Pages moved: 0; not moved: 1\n', errors: refused });
  expect((await urlsOf(dataDir)).slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `https://new.example/blog/${n}`));
});

test(
  'npm run move warns where the new place has no discussions, and says how it is called',
  { timeout: 120_000 },
  async () => {
    const dataDir = await aSite(['old.example/a']);

    const moved = await runCommand('move', FROM_TO, { dataDir });
    const incomplete = await runCommand('move', ['--from', 'https://old.example'], { dataDir });
    const faulty = await runCommand('move', ['--from', 'old', '--to', 'https://new.example'], { dataDir });
    const unknown = await runCommand('move', [...FROM_TO, '--force'], { dataDir });
    const help = await runCommand('move', ['--help'], { dataDir });

    expect(moved).toEqual({
      code: 0,
      out: 'https://old.example/a → https://new.example/blog/a\nPages moved: 1; not moved: 0\n',
      errors: 'SITES does not name https://new.example: no new discussions can be opened there.\n',
    });
    expect(incomplete).toMatchObject({ code: 2, errors: expect.stringContaining('expected --from and --to') });
    expect(faulty).toMatchObject({ code: 2, errors: expect.stringContaining('--from: expected an address') });
    expect(unknown).toMatchObject({ code: 2, errors: expect.stringContaining('--force') });
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('npm run move --') });
  },
);
