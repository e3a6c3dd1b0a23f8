import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { columnParsers } from '../../src/data/database/column-parsers.ts';
import { openTestDatabase } from '../harness/database.ts';

interface Types {
  getTypeParser(oid: number): (text: string) => unknown;
}

const { pool } = await openTestDatabase();
const own: Types = columnParsers;
const ofPg: Types = pg.types;

test('times are read as pg reads them', async () => {
  const times = fc.sample(fc.date({ min: new Date('-000100-01-01'), max: new Date('+012000-01-01'), noInvalidDate: true }), 2_000);
  times.push(new Date(0), new Date('2026-11-27T00:00:00.007Z'), new Date('1969-12-31T23:59:59.999Z'), new Date('0001-01-01T00:00:00Z'));
  const { rows } = await pool.query<{ at: Date; text: string }>(
    `SELECT at::timestamptz(3) AS at, at::timestamptz(3)::text AS text FROM unnest($1::timestamptz[]) AS at`,
    [times.map((time) => toSql(time))],
  );

  expect(rows.map(({ at }) => at.toISOString())).toEqual(times.map((time) => time.toISOString()));
  for (const text of [...rows.map((row) => row.text), 'infinity', '-infinity', '2026-11-27 01:02:03.456+05:30', '2026-11-27 01:02:03.123456+00']) {
    expect(own.getTypeParser(1184)(text)).toEqual(ofPg.getTypeParser(1184)(text));
  }
});

test('lists of numbers are read as pg reads them', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 2 ** 31 - 1 })), (numbers) => {
      const text = `{${numbers.join(',')}}`;
      expect(own.getTypeParser(1007)(text)).toEqual(numbers);
    }),
  );
  for (const text of ['{}', '{NULL}', '{1,NULL,2}', '{{1,2},{3,4}}', '[0:1]={1,2}']) {
    expect(own.getTypeParser(1007)(text)).toEqual(ofPg.getTypeParser(1007)(text));
  }
});

/** Years before 1 and after 9999 as PostgreSQL writes them. */
function toSql(time: Date): string {
  const iso = time.toISOString();
  const year = time.getUTCFullYear();
  const rest = iso.slice(iso.indexOf('-', 1));
  return year > 0 ? `${String(year).padStart(4, '0')}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`;
}
