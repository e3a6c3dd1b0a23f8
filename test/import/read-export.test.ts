import { gzipSync } from 'node:zlib';
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

describe('a broken or foreign file is refused with its line', () => {
  const sound = anExport(anItem({ comments: [{ id: 7 }] }));
  const files: [what: string, file: { content: string | Uint8Array; line: number | null; message: RegExp }][] = [
    ['an empty one', { content: '', line: null, message: /empty/ }],
    ['text', { content: 'Dear diary', line: 1, message: /not well-formed XML/ }],
    ['a page', { content: '<!DOCTYPE html>\n<html></html>', line: 1, message: /document type/ }],
    ['another XML document', { content: '<?xml version="1.0"?>\n<feed/>', line: 2, message: /<feed> where <rss>/ }],
    [
      'a feed',
      { content: '<rss><channel>\n<title>x</title>\n<item/></channel></rss>', line: 3, message: /Tools → Export/ },
    ],
    ['a feed without items', { content: '<rss><channel>\n</channel></rss>', line: 2, message: /Tools → Export/ }],
    [
      'entities that explode',
      {
        content: '<!DOCTYPE l [<!ENTITY a "a"><!ENTITY b "&a;&a;">]>\n<rss>&b;</rss>',
        line: 1,
        message: /document type/,
      },
    ],
    ['an unknown entity', { content: sound.replace('A post', 'A &nbsp; post'), line: 7, message: /entity/ }],
    [
      'one that was cut off',
      { content: sound.slice(0, sound.indexOf('<wp:comment_author>') + 10), line: 10, message: /cut off/ },
    ],
    ['a gzipped one', { content: gzipSync(sound), line: null, message: /gunzip/ }],
    ['a binary one', { content: Buffer.from([0, 1, 2, 3, 0, 0]), line: 1, message: /not well-formed XML/ }],
    [
      'bytes that are not UTF-8',
      { content: Buffer.from(sound.replace('Words.', 'caf\u00e9'), 'latin1'), line: 7, message: /not UTF-8/ },
    ],
    ['an unknown encoding', { content: sound.replace('UTF-8', 'EBCDIC-9'), line: 1, message: /EBCDIC-9/ }],
    [
      'tags that do not match',
      { content: sound.replace('</item>', '</itme>'), line: 12, message: /unexpected close tag/ },
    ],
    [
      'a post without an id',
      { content: sound.replace('<wp:post_id>1</wp:post_id>', ''), line: 7, message: /<item> has no <wp:post_id>/ },
    ],
    [
      'an id that is not a number',
      { content: sound.replace('<wp:comment_id>7<', '<wp:comment_id>seven<'), line: 10, message: /"seven"/ },
    ],
    [
      'a day that does not exist',
      { content: sound.replace('2021-01-01 00:00:00', '2021-02-31 00:00:00'), line: 8, message: /2021-02-31/ },
    ],
    [
      'a post without any date',
      { content: sound.replace('2021-01-01 00:00:00', '0000-00-00 00:00:00'), line: 7, message: /no date/ },
    ],
    [
      'an export without a site',
      { content: sound.replace('https://site.example', ''), line: null, message: /does not name its site/ },
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
});
