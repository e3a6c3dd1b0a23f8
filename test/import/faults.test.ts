// A fault costs what it touches: whatever is wrong in a file, the rest of it comes, and the report says what became of it.
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { findGaps } from '../../src/import/report/find-gaps.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aFile, anExport, anItem, runImport } from './harness.ts';

const database = await openTestDatabase();
const { pool } = database;

afterEach(clear);

async function clear(): Promise<void> {
  for (const table of ['post', 'author', 'tag']) await pool.query(`DELETE FROM ${table}`);
}

const AUTHOR = `<wp:author><wp:author_id>1</wp:author_id><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Marsh</wp:author_display_name></wp:author>`;
/** Whatever becomes of the first post, the second one comes. */
const SOUND = anExport(
  [
    AUTHOR,
    anItem({ id: 1, slug: 'first', comments: [{ id: 7 }] }),
    anItem({ id: 2, slug: 'second', comments: [{ id: 8 }] }),
  ].join('\n'),
);

async function bring(content: string | Uint8Array, { isStrict = false } = {}) {
  const file = await aFile(content);
  const rehearsal = await runImport(database, { file, isStrict, isDryRun: true });
  const report = await runImport(database, { file, isStrict });
  expect({ ...rehearsal, isDryRun: false }).toEqual(report);
  expect(findGaps(report)).toEqual([]);
  const { rows: posts } = await pool.query<{ slug: string; body: string }>('SELECT slug, body FROM post ORDER BY slug');
  const { rows: comments } = await pool.query<{ body: string; at: Date }>(
    'SELECT c.body, c.created_at AS at FROM comment c JOIN post p ON p.id = c.post_id ORDER BY p.slug, c.number',
  );
  return { report, posts, comments, told: [...report.notes, ...report.skipped] };
}

describe('what XML calls fatal is mended, and told with its line', () => {
  interface Fault {
    readonly content: string | Uint8Array;
    readonly note: string;
    readonly example: string;
    /** The text of the first post; the usual one where it is not changed. */
    readonly body?: string;
  }
  const words = (text: string) => SOUND.replace('<![CDATA[Words.]]>', text);
  const faults: [what: string, fault: Fault][] = [
    [
      'a prefix that nobody declared',
      {
        content: SOUND.replace('<item>', '<atom:link href="x" />\n<item>'),
        ...{ note: 'elements with the prefix "atom", which is not declared', example: 'line 8' },
      },
    ],
    [
      'an entity of HTML',
      {
        content: words('a&nbsp;b &eacute;'),
        note: 'entities of HTML, replaced',
        example: 'line 8',
        body: 'a\u00a0b é',
      },
    ],
    [
      'a bare &',
      {
        content: words('Fish & chips'),
        ...{ note: 'an "&" that begins no reference, kept', example: 'line 8', body: 'Fish & chips' },
      },
    ],
    [
      'an entity that nobody knows',
      {
        content: words('R&D; now'),
        ...{ note: 'an "&" that begins no reference, kept', example: 'line 8', body: 'R\\&D; now' },
      },
    ],
    [
      'a bare ]]>',
      { content: words('a ]]> b'), note: '"]]>" outside of CDATA, kept', example: 'line 8', body: 'a ]]> b' },
    ],
    [
      'a forbidden character',
      {
        content: words('a\u0008b'),
        ...{ note: 'control characters, left out', example: 'line 8', body: 'ab' },
      },
    ],
    ['a NUL', { content: words('a\0b'), note: 'control characters, left out', example: 'line 8', body: 'ab' }],
    [
      'a reference to a forbidden character',
      {
        content: words('a&#0;b&#x1F;c&#xD800;d&#1114112;'),
        ...{ note: 'references to characters that XML forbids, left out', example: 'line 8', body: 'abcd' },
      },
    ],
    [
      'bytes of Windows-1252 in a file of UTF-8',
      {
        content: Buffer.concat([
          Buffer.from(SOUND.slice(0, SOUND.indexOf('Words.'))),
          Buffer.from([0x93, 0x63, 0x61, 0x66, 0xe9, 0x94]),
          Buffer.from(' – so' + SOUND.slice(SOUND.indexOf('Words.') + 'Words.'.length)),
        ]),
        note: 'characters in another encoding than the file’s, read as what they must be',
        example: 'line 8',
        body: '“café” – so',
      },
    ],
    [
      'markup that is not escaped',
      {
        content: words('a <b>bold</b> word'),
        ...{ note: 'markup that is not escaped, taken as text', example: 'line 8', body: 'a **bold** word' },
      },
    ],
    [
      'an element without an end',
      {
        content: SOUND.replace('A post</title>', 'A post'),
        ...{ note: 'elements without an end, such as <title>', example: 'line 8' },
      },
    ],
    [
      'an item without an end',
      {
        content: SOUND.replace('</item>', '</itme>'),
        note: 'elements without an end, such as <item>',
        example: 'line 14',
      },
    ],
    [
      'UTF-8 in a file that says it is Latin-1',
      {
        content: words('Grüße – naïve').replace('UTF-8', 'ISO-8859-1'),
        note: 'characters in another encoding than the file’s, read as what they must be',
        ...{ example: 'line 8', body: 'Grüße – naïve' },
      },
    ],
    [
      'an encoding that nobody knows',
      {
        content: words('Grüße').replace('UTF-8', 'utf8mb4'),
        note: 'declarations of an unknown encoding, utf8mb4; the file is read as UTF-8',
        ...{ example: 'line 1', body: 'Grüße' },
      },
    ],
    [
      'thousands of elements without an end in one text',
      {
        content: SOUND.replace('A post</title>', `A post${'<b>'.repeat(3000)}</title>`),
        ...{ note: 'markup that is not escaped, taken as text', example: 'line 8' },
      },
    ],
    [
      'what a server printed before the document',
      {
        content: `<br />\n<b>Warning</b>: strange\n${SOUND}`,
        ...{ note: 'things that stand before the document, such as <br>', example: 'line 1' },
      },
    ],
  ];

  it.each(faults)('%s', async (_, { content, note, example, body = 'Words.' }) => {
    const { report, posts, comments } = await bring(content);

    expect(posts).toEqual([
      { slug: 'first', body },
      { slug: 'second', body: 'Words.' },
    ]);
    expect(comments).toMatchObject([{ body: 'Comment 7' }, { body: 'Comment 8' }]);
    expect(report.notes).toContainEqual({
      note,
      count: expect.any(Number),
      examples: expect.arrayContaining([example]),
    });
  });

  it('blanks before the declaration are overlooked', async () => {
    const { report, posts } = await bring(`\n \n${SOUND}`);

    expect(posts).toHaveLength(2);
    expect(report).toMatchObject({ isFaulty: false, notes: [] });
  });

  it('a file that is cut off gives what is whole', async () => {
    const { report, posts, comments } = await bring(SOUND.slice(0, SOUND.indexOf('Comment 8')));

    expect(posts).toMatchObject([{ slug: 'first' }]);
    expect(comments).toMatchObject([{ body: 'Comment 7' }]);
    expect(report.notes).toEqual([
      { note: 'files that are cut off; what is left of the last <item> is left out', count: 1, examples: ['line 18'] },
    ]);
  });

  it('compressed files are read, also one that is cut off', async () => {
    const whole = await bring(gzipSync(SOUND));
    expect(whole.posts).toHaveLength(2);
    await clear();

    const random = Array.from({ length: 40_000 }, () => Math.random().toString(36)).join(' ');
    const long = gzipSync(SOUND.replace('</channel>', anItem({ id: 3, content: random }) + '</channel>'));
    const cut = await bring(long.subarray(0, long.length / 2));
    expect(cut.posts).toMatchObject([{ slug: 'first' }, { slug: 'second' }]);
    expect(cut.report.notes).toContainEqual(
      expect.objectContaining({ note: 'compressed data that ends before its end' }),
    );
  });

  const withMore = (content: string) =>
    gzipSync(SOUND.replace('</channel>', anItem({ id: 3, slug: 'third', content }) + '</channel>'));
  const random = Array.from({ length: 40_000 }, () => Math.random().toString(36)).join(' ');
  const damages: [what: string, damage: (whole: Buffer) => Uint8Array][] = [
    ['a wrong checksum', (whole) => whole.fill(0, whole.length - 8, whole.length - 4)],
    ['something behind them', (whole) => Buffer.concat([whole, Buffer.from('and more')])],
  ];
  it.each(damages)('compressed files give what stands before their damage: %s', async (_, damage) => {
    for (const content of ['Short', random]) {
      const { posts, report } = await bring(damage(withMore(content)));

      expect(posts).toMatchObject([{ slug: 'first' }, { slug: 'second' }, { slug: 'third' }]);
      expect(report.notes).toContainEqual(
        expect.objectContaining({ note: 'compressed data that is damaged; what follows is left out' }),
      );
      await clear();
    }
  });

  it('an element that stands twice is told, and the first is taken', async () => {
    const { posts, comments, report } = await bring(
      SOUND.replace('</title>', '</title><title>Another</title>')
        .replace(/(<wp:post_id>)1(<\/wp:post_id>)/, '$11$2<wp:post_id>77</wp:post_id>')
        .replace(/(<wp:comment_content>)/, '<wp:comment_id>1234</wp:comment_id>$1'),
    );

    expect([posts.length, comments.length > 0]).toEqual([2, true]);
    expect(report.notes.map(({ note }) => note)).toEqual(
      expect.arrayContaining([
        'elements that stand there already: <wp:post_id>',
        'elements that stand there already: <wp:comment_id>',
      ]),
    );
  });

  it('a strict import refuses each of them', async () => {
    for (const [, { content }] of faults.filter(([what]) => what !== 'a forbidden character')) {
      await expect(bring(content, { isStrict: true })).rejects.toThrow();
    }
  });
});

const FIELD = /<((?:\w+:)?\w+)>(?:<!\[CDATA\[)?([^<>\]]*)(?:\]\]>)?<\/\1>/g;
/** Each that is written in one way once. */
const FIELDS = new Map(
  [...SOUND.matchAll(FIELD)].map(([whole, name = '', value = '']) => [whole, { whole, name, value }]),
);
const CHANGES: Readonly<Record<string, (field: { whole: string; name: string; value: string }) => string>> = {
  missing: () => '',
  empty: ({ name }) => `<${name}></${name}>`,
  'self-closed': ({ name }) => `<${name}/>`,
  twice: ({ whole }) => whole + whole,
  huge: ({ name }) => `<${name}>${'word '.repeat(20_000)}</${name}>`,
  garbage: ({ name }) => `<${name}>\u0000\uFFFF&#0;&nope;& ]]> \u202e</${name}>`,
  negative: ({ name }) => `<${name}>-1</${name}>`,
  'a number beyond measure': ({ name }) => `<${name}>99999999999999999999999</${name}>`,
  'a day that does not exist': ({ name }) => `<${name}>2021-02-31 25:61:00</${name}>`,
  'a date beyond measure': ({ name }) => `<${name}>9999-12-31 23:59:59</${name}>`,
  'zero date': ({ name }) => `<${name}>0000-00-00 00:00:00</${name}>`,
  'elements in it': ({ name, value }) => `<${name}><x:y z="1">${value}</x:y></${name}>`,
  'without an end': ({ name, value }) => `<${name}>${value}`,
  'with another end': ({ name, value }) => `<${name}>${value}</${name}x>`,
  'a comment in it': ({ name, value }) => `<${name}><!-- -- -->${value}<?php echo 1 ?></${name}>`,
};

describe('every field × every fault', () => {
  it.each(Object.keys(CHANGES))('%s', async (kind) => {
    const change = CHANGES[kind];
    for (const field of FIELDS.values()) {
      // A file that does not say that it is WordPress', or of which site, is another file.
      if (/wxr_version|base_blog_url/.test(field.name)) continue;
      const content = SOUND.replace(field.whole, () => change?.(field) ?? '');
      const isInSecond = SOUND.indexOf(field.whole) > SOUND.lastIndexOf('<item>');

      const { posts } = await bring(content);

      const kept = isInSecond ? 'first' : 'second';
      expect(
        posts.some(({ slug }) => slug === kept),
        `${field.whole} is ${kind}: the ${kept} post is there`,
      ).toBe(true);
      await clear();
    }
  });
});
