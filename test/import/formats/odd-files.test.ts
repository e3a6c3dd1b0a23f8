// Files that other software or an attacker may write, and that no parser of a format should fall over.
import { expect, it, vi } from 'vitest';
import { splitText } from '../../../src/import/convert/cut-text.ts';
import { createTally } from '../../../src/import/report/tally.ts';
import { htmlToMarkdown, htmlToText } from '../../../src/import/html/html-to-markdown.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { findUntold, importContents, readPages, summarise } from './harness.ts';

vi.setConfig({ testTimeout: 60_000 }); // 60 seconds

const database = await openTestDatabase();
const COLUMNS = 'id,author_id,story_id,created_at,body,parent_id,status,rating';

function aCommento(comments: readonly object[], commenters: readonly object[] = []): string {
  const usual = { creationDate: '2021-03-12T11:21:56Z', markdown: 'Hi.', state: 'approved' };
  return JSON.stringify({ version: 1, commenters, comments: comments.map((comment) => ({ ...usual, ...comment })) });
}

function aCoral(site: string, bodies: readonly string[]) {
  const rows = bodies.map((body, at) => `${at},,s,2021-03-12T11:21:56Z,${body},,APPROVED,`);
  return {
    of: [[COLUMNS, ...rows].join('\n'), `id,url,title,author,published_at,closed_at,mode\ns,https://${site}/a,T,,,,`],
    names: ['comments.csv', 'stories.csv'],
    site: `https://${site}`,
  };
}

it('reads an address before thousands of brackets, and HTML that is nested beyond measure', () => {
  const options = { base: 'https://a.example', isTyped: true, hasPictures: false };
  const address = 'https://a.example/b';

  expect(htmlToMarkdown(address + ')'.repeat(20_000), options)).toBe(`<${address}>${')'.repeat(20_000)}`);
  expect(htmlToText(`${'<b>'.repeat(20_000)}x`)).toBe('x');
});

it('reads HTML of thousands of lines, and cuts a text of thousands of paragraphs', () => {
  const options = { base: 'https://a.example', isTyped: true, hasPictures: false };

  const lines = htmlToMarkdown(`${'a<br>'.repeat(5_000)}<u>b</u>`, options);
  const parts = splitText('a\n\n'.repeat(100_000), 10_000);

  expect(lines.split('\n')).toHaveLength(5_001);
  expect(parts.join('').replace(/\n/g, '')).toBe('a'.repeat(100_000));
  expect(parts.every((part) => part.length <= 10_000)).toBe(true);
}, 10_000); // 10 seconds; with a search among all lines for each, it takes several times that

it('takes a quotation mark within a cell as a sign', async () => {
  const report = await importContents(
    database,
    aCoral('inches.example', ['six 6" tall', 'five 5" tall', 'next', 'seven 7" tall', '"two\nlines, ""so"""', '"a"b']),
  );

  expect(report).toMatchObject({ read: { comments: 6 }, taken: { comments: 6 }, isFaulty: false });
  expect(await findUntold(database, report)).toEqual([]);
  const [page] = await readPages(database, 'inches.example');
  expect(JSON.stringify(page)).toContain('five 5');
});

it('skips states and statuses that are names of every object', async () => {
  const names = ['constructor', '__proto__', 'toString'];
  const commento = await importContents(database, {
    of: aCommento(names.map((state) => ({ state, commentHex: state, domain: 'state.example', url: '/a' }))),
  });
  const coral = aCoral('status.example', ['a']);
  const status = await importContents(database, {
    ...coral,
    of: coral.of.map((text) => text.replace('APPROVED', 'constructor')),
  });

  expect(summarise(commento)['skipped']).toEqual(
    Object.fromEntries(names.map((name) => [`comments: comments with the state "${name}"`, 1])),
  );
  expect(summarise(status)['skipped']).toEqual({ 'comments: comments with the status "constructor"': 1 });
});

it('names a page whose address holds an encoded NUL', async () => {
  const report = await importContents(database, {
    of: aCommento([{ commentHex: 'nul', domain: 'nul.example', url: '/a%00b' }]),
  });

  expect(report.taken).toMatchObject({ posts: 1, comments: 1 });
});

it('tells of JSON that is cut off between two items, or before its last list', async () => {
  const whole = aCommento([
    { commentHex: 'one', domain: 'cut.example', url: '/a' },
    { commentHex: 'two', domain: 'cut.example', url: '/a' },
  ]);
  const note = { 'files that are cut off, between two items': 1 };

  for (const end of [whole.indexOf('{', whole.indexOf('"one"')), whole.length - 1]) {
    const report = await importContents(database, { of: whole.slice(0, end), isDryRun: true });

    expect(report.isFaulty).toBe(true);
    expect(summarise(report)['notes']).toMatchObject(note);
  }
  expect(summarise(await importContents(database, { of: whole, isDryRun: true }))['notes']).not.toMatchObject(note);
});

it('keeps people apart whose addresses are not kept, also where an id of a comment is there twice', async () => {
  const people = ['ada@mail.example', 'ben@mail.example'].map((commenterHex) => ({ commenterHex, name: commenterHex }));
  const report = await importContents(database, {
    of: aCommento(
      people.map(({ commenterHex }, at) => ({ commenterHex, commentHex: '1', domain: 'twice.example', url: `/${at}` })),
      people,
    ),
  });

  expect(report.taken).toMatchObject({ authors: 2, posts: 2, comments: 2 });
  const pages = await readPages(database, 'twice.example');
  expect(pages.flatMap(({ comments }) => comments)).toMatchObject([{ by: '@ada' }, { by: '@ben' }]);
});

it('tells of a person who is listed twice', async () => {
  const report = await importContents(database, {
    of: aCommento(
      [{ commentHex: 'p', commenterHex: 'cleo', domain: 'double.example', url: '/a' }],
      [
        { commenterHex: 'cleo', name: 'Cleo' },
        { commenterHex: 'cleo', name: 'Another' },
      ],
    ),
  });

  expect(report).toMatchObject({ read: { authors: 2 }, taken: { authors: 1 }, isFaulty: true });
  expect(await findUntold(database, report)).toEqual([]);
});

it('adds the remarks of a post that has more of them than a call has arguments', () => {
  const [all, one] = [createTally(), createTally()];
  for (let line = 1; line <= 200_000; line += 1) one.note('replies, moved up', { line });

  all.add(one);

  expect(all.takeRemarks()).toHaveLength(200_000);
});

it('tells of a Commento export without its list of comments', async () => {
  for (const of of [
    '{"commentHex":"a"}\n{"commentHex":"b"}',
    '{"comments":{"a":{"commentHex":"a"}},"commenters":[]}',
  ]) {
    const report = await importContents(database, { of, isDryRun: true });

    expect(report.isFaulty).toBe(true);
    expect(summarise(report)['notes']).toEqual({ 'files without the list "comments" of such an export': 1 });
  }
  expect(await importContents(database, { of: aCommento([]), isDryRun: true })).toMatchObject({ isFaulty: false });
});

it('counts one fault of many fields once, with what stands there', async () => {
  const report = await importContents(database, {
    of: aCommento(
      ['yesterday', '2021-02-31T00:00:00Z', '9999-01-01T00:00:00Z'].map((creationDate, at) => {
        return { creationDate, commentHex: `time-${at}`, domain: 'times.example', url: '/a' };
      }),
    ),
    isDryRun: true,
  });

  expect(report.notes).toContainEqual({
    note: 'fields "creationDate" that are no time, left out',
    count: 3,
    examples: ['line 1: "yesterday"', 'line 1: "2021-02-31T00:00:00Z"', 'line 1: "9999-01-01T00:00:00Z"'],
  });
});

it('reads the zone of a time without a colon', async () => {
  const report = await importContents(database, {
    of: aCommento(
      ['2021-03-12T11:21:56+0200', '2021-03-12 11:21:56+02', '2021-03-12T11:21:56+02:00'].map((creationDate, at) => {
        return { creationDate, commentHex: `zone-${at}`, domain: 'zones.example', url: '/a' };
      }),
    ),
  });

  expect(report.isFaulty).toBe(false);
  const [page] = await readPages(database, 'zones.example');
  const at = '2021-03-12T09:21:56';
  expect(page).toMatchObject({ comments: [{ at }, { at }, { at }] });
});

it('refuses files with an id that stands there twice, if it is to be strict', async () => {
  const of = aCommento(
    ['one', 'two'].map((markdown) => ({ markdown, commentHex: 'strict', domain: 'strict.example', url: '/a' })),
  );

  const strict = importContents(database, { of, isStrict: true });

  await expect(strict).rejects.toThrow('comments: with the id of an earlier one');
  expect(await readPages(database, 'strict.example')).toEqual([]);
});
