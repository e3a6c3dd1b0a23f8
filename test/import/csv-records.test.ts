import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsvRecords } from '../../src/import/file/csv-records.ts';

async function read(text: string) {
  return await Readable.from(readCsvRecords(Readable.from([text]))).toArray();
}

const wrap = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

// Where a quotation mark was lost, a comma or another mark at either end of a cell makes a table of other cells, as sound as the first.
const parts = fc.array(fc.constantFrom(',', '\n', ',a', 'b,', '"', '""', ',"', '",', 'a', 'c d'), { maxLength: 6 });
const cell = parts.map((middle) => `a${middle.join('')}b`);
const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 8 });

test('of every table are read as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const records = await read(rows.map((row) => row.map(wrap).join(',')).join('\n'));

      expect(records.map(({ cells }) => cells)).toEqual(rows);
      expect(records.some(({ isMended }) => isMended)).toBe(false);
    }),
  );
});

test('are lost to a missing quotation mark where it is missing, and nowhere else', async () => {
  const spoilt = fc
    .tuple(table, fc.nat(), fc.nat(2), fc.constantFrom('first', 'last'))
    .map(([rows, row, column, mark]) => ({ rows, row: row % rows.length, column, mark }));
  await fc.assert(
    fc.asyncProperty(spoilt, async ({ rows, row, column, mark }) => {
      const spoil = (text: string) => (mark === 'first' ? text.slice(1) : text.slice(0, -1));
      const lines = rows.map((cells, at) =>
        cells.map((text, place) => (at === row && place === column ? spoil(wrap(text)) : wrap(text))).join(','),
      );

      const records = await read(lines.join('\n'));

      const found = records.map(({ cells }) => JSON.stringify(cells));
      const others = rows.filter((_, at) => at !== row).map((cells) => JSON.stringify(cells));
      expect(found.filter((cells) => others.includes(cells))).toEqual(others);
    }),
  );
});

test.each([
  ['before the next quoted cell', 'a,"open,,x\nb,"ok",\nc,d,e', [null, ['b', 'ok', ''], ['c', 'd', 'e']]],
  ['within its own line', 'a,"open,"next",x\nb,c', [null, ['b', 'c']]],
  ['up to the end of the file', 'a,"open\nb,plain\nc,plain', [null, ['b', 'plain'], ['c', 'plain']]],
  ['in many lines', 'a,"1\nb,"2\nc,"3\nd,4', [null, null, null, ['d', '4']]],
])('without an end are told %s', async (_, text, cells) => {
  expect((await read(text)).map((record) => record.cells)).toEqual(cells);
});

test.each([
  [
    'that begin no cell',
    'a,6" and 7",""""\nb,""x,c',
    [
      ['a', '6" and 7"', '"'],
      ['b', '""x', 'c'],
    ],
    [false, false],
  ],
  [
    'that are signs',
    'a,"x"y,z\nb,"c",d',
    [
      ['a', '"x"y', 'z'],
      ['b', 'c', 'd'],
    ],
    [false, false],
  ],
  ['that should stand twice', 'a,"he said "hi" to, me",z', [['a', 'he said "hi" to, me', 'z']], [true]],
  [
    'that should stand twice, lines later',
    'a,"x\n\n6" y",z\nb,c',
    [
      ['a', 'x\n\n6" y', 'z'],
      ['b', 'c'],
    ],
    [true, false],
  ],
])('are read with quotation marks %s', async (_, text, cells, mended) => {
  const records = await read(text);

  expect(records.map((record) => record.cells)).toEqual(cells);
  expect(records.map(({ isMended }) => isMended)).toEqual(mended);
});
