// What came from other software is a part of the service like all else: it leaves with an archive, arrives elsewhere as it was, and is known
// there as what it is.
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { readStoredRows } from '../harness/stored-rows.ts';
import { importContents } from './formats/harness.ts';

vi.setConfig({ testTimeout: 120_000 }); // 120 seconds

// 'Tea' and 'Biscuits' between more marks than are formatted.
const TOO_COMPLEX = ['Tea', '*_'.repeat(2_000), '*_'.repeat(2_000), '<b>Biscuits</b>'].join('\n\n');

const NOTHING = { authors: 0, posts: 0, tags: 0, comments: 0 };

test.each([
  ['wordpress', ['harbour-gazette.xml']],
  ['disqus', ['harbour-disqus.xml']],
  ['disqus', ['sample-disqus.xml']],
  ['remark42', ['harbour-remark42.ndjson']],
  ['commento', ['harbour-commento.json']],
  ['commento', ['sample-commento.json']],
  ['isso', ['harbour-isso.json']],
  ['coral', ['harbour-coral-comments.csv', 'harbour-coral-users.csv', 'harbour-coral-stories.csv']],
])(
  '%s: %s comes in, leaves with an archive and arrives elsewhere to the byte, and nothing comes twice',
  async (format, names) => {
    const [ours, theirs] = [await openTestDatabase(), await openTestDatabase()];
    const of = names.map((name) => readFileSync(`test/import/fixtures/${name}`));
    const { taken } = await importContents(ours, { of, names, format });
    const archive = await anArchive(ours);

    const { tally } = await importText(theirs, archive.text);
    const arrived = await anArchive(theirs);
    const again = await importContents(theirs, { of, names, format });

    expect(taken.comments).toBeGreaterThan(2);
    expect([...tally.reasons]).toEqual([]);
    // All but the header, which names the database and the moment.
    expect(arrived.records).toBe(archive.records);
    expect(await findDifferences(theirs.pool)).toEqual([]);
    // And what an archive leaves out, because it follows from the rest.
    expect(await readStoredRows(theirs.pool)).toEqual(await readStoredRows(ours.pool));
    expect(again.taken).toEqual(NOTHING);
    expect((await anArchive(theirs)).records).toBe(archive.records);
  },
);

test('a text that is too complex to format is shown as the same paragraphs on either way', async () => {
  const [ours, theirs] = [await openTestDatabase(), await openTestDatabase()];
  const of = readFileSync('test/import/fixtures/sample-commento.json', 'utf8').replace(
    '"Great reply!"',
    JSON.stringify(TOO_COMPLEX),
  );
  const { notes } = await importContents(ours, { of });

  await importText(theirs, (await anArchive(ours)).text);

  const { rows } = await theirs.pool.query(`SELECT body_html FROM comment WHERE starts_with(body, 'Tea')`);
  expect(notes.map(({ note }) => note)).toContain('texts too complex to format, shown as plain text');
  expect(rows).toEqual([
    { body_html: expect.stringMatching(/^<p dir="auto">Tea<.p>\n[^]*\n<p dir="auto">&lt;b&gt;Biscuits/) },
  ]);
  expect(await readStoredRows(theirs.pool)).toEqual(await readStoredRows(ours.pool));
});
