import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ImportError } from '../../src/import/import-error.ts';
import { createTally } from '../../src/import/report/tally.ts';
import { prepareWordPress } from '../../src/import/wordpress/prepare-wordpress.ts';
import { aFile, anExport, anItem, GAZETTE } from './harness.ts';

/** Reads a file as an import does before it writes anything. */
async function check(file: string) {
  const tally = createTally();
  const prepared = await prepareWordPress([file], { tally, site: null, onStep: () => undefined });
  return { ...prepared, notes: tally.read().notes };
}

describe('a sound export', () => {
  it('names its site, and the authors of what is imported, without the others', async () => {
    const site = await check(GAZETTE);

    expect(site).toMatchObject({
      title: 'Harbour Gazette',
      address: 'http://harbour.example',
      source: 'wordpress:harbour.example',
      silentAuthors: 1,
    });
    expect(site.authors.map(({ handle }) => handle)).toEqual(['ada', 'ben-tide']);
  });

  it('may be written in another encoding than UTF-8', async () => {
    const text = anExport(anItem({ content: 'café' }))
      .replace('UTF-8', 'ISO-8859-1')
      .replace('>Site<', '>Café<');

    const site = await check(await aFile(Buffer.from(text, 'latin1')));

    expect(site.title).toBe('Café');
    const wide = Buffer.from(`\ufeff${anExport(anItem()).replace('UTF-8', 'UTF-16')}`, 'utf16le');
    expect((await check(await aFile(wide))).source).toBe('wordpress:site.example');
  });

  it('may lack the ends of all its items, however many', async () => {
    const items = Array.from({ length: 3000 }, (_, at) => anItem({ id: at + 10, slug: `item-${at}` }));

    const site = await check(await aFile(anExport(items.join('\n')).replaceAll('</item>', '')));

    expect(site.signs).toHaveLength(3000);
    expect(site.notes).toContainEqual(
      expect.objectContaining({ note: 'elements without an end, such as <item>', count: 3000 }),
    );
  });

  it('may use other prefixes for the same namespaces', async () => {
    const text = anExport(anItem()).replaceAll('wp:', 'w:').replaceAll('xmlns:wp=', 'xmlns:w=');

    expect((await check(await aFile(text))).source).toBe('wordpress:site.example');
  });

  it('may hold control characters, which are left out and counted', async () => {
    const { notes, firstFault } = await check(await aFile(anExport(anItem({ content: 'a\u0008b\u000bc' }))));

    expect(notes).toEqual([{ note: 'control characters, left out', count: 2, examples: ['line 7', 'line 7'] }]);
    expect(firstFault).toBe(null);
  });
});

describe('a file of another kind is refused with its line', () => {
  const sound = anExport(anItem({ comments: [{ id: 7 }] }));
  const files: [what: string, file: { content: string | Uint8Array; line: number | null; message: RegExp }][] = [
    ['an empty one', { content: '', line: null, message: /empty/ }],
    ['text', { content: 'Dear diary', line: 1, message: /there is no <rss> in it/ }],
    ['a page', { content: '<!DOCTYPE html>\n<html></html>', line: 1, message: /<!DOCTYPE> where <rss>/i }],
    ['another XML document', { content: '<?xml version="1.0"?>\n<feed/>', line: 2, message: /<feed> where <rss>/ }],
    [
      'a feed',
      { content: '<rss><channel>\n<title>x</title>\n<item/></channel></rss>', line: 3, message: /Tools → Export/ },
    ],
    ['a feed without items', { content: '<rss><channel>\n</channel></rss>', line: null, message: /Tools → Export/ }],
    [
      'entities that explode',
      { content: '<!DOCTYPE l [<!ENTITY a "a"><!ENTITY b "&a;&a;">]>\n<l>&b;</l>', line: 1, message: /where <rss>/ },
    ],
    ['a binary one', { content: Buffer.from([0, 1, 2, 3, 0, 0]), line: 1, message: /there is no <rss> in it/ }],
    ['an archive of several', { content: Buffer.from('PK\u0003\u0004…'), line: null, message: /unzip/ }],
    [
      'an export without a site',
      { content: sound.replace('https://site.example', ''), line: null, message: /does not name its site/ },
    ],
    [
      'elements that are nested beyond measure',
      {
        content: sound.replace('<item>', `${'<x>'.repeat(200_000)}${'</x>'.repeat(200_000)}\n<item>`),
        ...{ line: 7, message: /nested more than 1000 deep/ },
      },
    ],
  ];

  it.each(files)('%s', async (_, { content, line, message }) => {
    const refusal = check(await aFile(content));

    await expect(refusal).rejects.toBeInstanceOf(ImportError);
    await expect(refusal).rejects.toMatchObject({ line, message: expect.stringMatching(message) });
  });

  it('a directory, and a file that is not there', async () => {
    await expect(check(tmpdir())).rejects.toThrow(/directory/);
    await expect(check('/nowhere/export.xml')).rejects.toThrow(/no such file/);
  });

  it('files of several sites', async () => {
    const files = await Promise.all([aFile(sound), aFile(sound.replace('site.example', 'other.example'))]);
    const options = { tally: createTally(), site: null, onStep: () => undefined };

    await expect(prepareWordPress(files, options)).rejects.toThrow(/several sites/);
  });
});

it('files from before and after a site moved to https or lost its www. are of one site', async () => {
  const text = anExport(anItem());
  const moved = text.replaceAll('https://site.example', 'http://www.site.example');
  expect(moved).not.toBe(text);
  const options = { tally: createTally(), site: null, onStep: () => undefined };

  const prepared = await prepareWordPress(await Promise.all([aFile(text), aFile(moved)]), options);

  expect(prepared).toMatchObject({ address: 'https://site.example', source: 'wordpress:site.example' });
});

it('several files of one site are one export, and each fault is told with its file', async () => {
  const [one, two] = await Promise.all([
    aFile(anExport(anItem({ id: 1 }))),
    aFile(anExport(anItem({ id: 2, content: 'a\u0008b' }))),
  ]);
  const tally = createTally();

  const prepared = await prepareWordPress([one, two], { tally, site: null, onStep: () => undefined });
  const posts = [];
  for await (const post of prepared.readPosts({ tally, onStep: () => undefined })) posts.push(post.externalId);

  expect(posts).toEqual(['1', '2']);
  expect(tally.read().notes).toMatchObject([{ examples: [`${two}:7`] }]);
});

it('reads content that is nested beyond measure as it can', async () => {
  const content = `${'<div>'.repeat(50_000)}deep${'</div>'.repeat(50_000)}`;
  const tally = createTally();
  const file = await aFile(anExport(anItem({ content })));

  const prepared = await prepareWordPress([file], { tally, site: null, onStep: () => undefined });
  const posts = [];
  for await (const post of prepared.readPosts({ tally, onStep: () => undefined })) posts.push(post.convert());

  expect(posts).toMatchObject([{ body: expect.stringContaining('deep') }]);
});
