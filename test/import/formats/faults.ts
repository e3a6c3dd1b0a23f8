// Every field of a file, with every fault that a field may have.
import { expect } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { findDifferences } from '../../../src/data/reads/tallies.ts';
import type { ImportReport } from '../../../src/import/import-files.ts';
import { findGaps } from '../../../src/import/report/find-gaps.ts';
import { importContents } from './harness.ts';

interface FaultyFile {
  /** What was done to it. */
  readonly name: string;
  readonly of: string | readonly string[];
}

const NOTHING = { taken: { authors: 0, posts: 0, tags: 0, comments: 0 } };
const HUGE = 'x'.repeat(100_000);
const GARBAGE = '\u0000\u0007 ]]> & \ufffe \ud800 "\',;[{';

/** A JSON value, with each of its fields in turn made faulty. */
export function* spoilJson(value: unknown, path = ''): Generator<{ readonly name: string; readonly value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const here = `${path}/${key}`;
    for (const [fault, spoilt] of Object.entries({ ...VALUES, missing: undefined })) {
      yield { name: `${here} ${fault}`, value: replace(value, { key, by: spoilt }) };
    }
    for (const inner of spoilJson(Reflect.get(value, key), here)) {
      yield { name: inner.name, value: replace(value, { key, by: inner.value }) };
    }
  }
}

const VALUES = {
  empty: '',
  huge: HUGE,
  garbage: GARBAGE,
  number: -7,
  yes: true,
  none: null,
  list: [[1]],
  object: { a: { b: 1 } },
};

function replace(value: object, { key, by }: { readonly key: string; readonly by: unknown }): unknown {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, at) => (String(at) !== key ? [item] : by === undefined ? [] : [by]));
  return Object.fromEntries(
    Object.entries(value).map(([name, old]: [string, unknown]) => [name, name === key ? by : old]),
  );
}

/** An XML document, with the first element of each name, and each attribute of it, in turn made faulty. */
export function* spoilXml(text: string, names: readonly string[]): Generator<FaultyFile> {
  for (const name of names) {
    const element = new RegExp(`<${name}( [^>]*)?(?:/>|>([\\s\\S]*?)</${name}>)`);
    const spoil = (fault: string, by: (whole: string, attributes?: string, inner?: string) => string): FaultyFile => ({
      name: `${name} ${fault}`,
      of: text.replace(element, (...found: string[]) => by(found[0] ?? '', found[1], found[2])),
    });
    yield spoil('missing', () => '');
    yield spoil('empty', (_, attributes = '') => `<${name}${attributes}></${name}>`);
    yield spoil('without attributes', (_, __, inner = '') => `<${name}>${inner}</${name}>`);
    yield spoil('huge', (_, attributes = '') => `<${name}${attributes}>${HUGE}</${name}>`);
    yield spoil('of another type', (_, attributes = '') => `<${name}${attributes}><b><i>1</i></b></${name}>`);
    yield spoil('garbage', (_, attributes = '') => `<${name}${attributes}>${GARBAGE}</${name}>`);
    yield spoil('twice', (whole) => whole + whole);
    yield spoil('without an end', (_, attributes = '', inner = '') => `<${name}${attributes}>${inner}`);
    yield spoil(
      'with huge attributes',
      (_, attributes = '', inner = '') => `<${name}${attributes.replace(/"[^"]*"/g, `"${HUGE}"`)}>${inner}</${name}>`,
    );
  }
}

/** A file that is cut off, at places all over it. */
export function* cutOff(text: string, places = 12): Generator<FaultyFile> {
  for (let n = 1; n < places; n += 1) {
    const at = Math.floor((text.length * n) / places);
    yield { name: `cut off at ${at}`, of: text.slice(0, at) };
  }
}

interface Faulty {
  readonly files: Iterable<FaultyFile>;
  readonly format: string;
  /** The names of the files, where they tell what is in them. */
  readonly fileNames?: readonly string[];
  /**
   * The path of a page that has one comment whatever the fault is: it stands at the end of the file, and has nothing faulty. Null where the
   * fault may be in it.
   */
  readonly page: string | null;
}

const TOGETHER = 10;

/**
 * Imports faulty files, each as that of a site of its own: `site.example` in it becomes another name. Some are given together. None may be
 * refused whole, and all that was read is taken, was there, or is skipped, in the dry run and in the run.
 *
 * @returns the number of faults.
 */
export async function importFaulty(database: Database, { files, format, fileNames, page }: Faulty): Promise<number> {
  const all = [...files].map(({ name, of }, at) => {
    const host = `${format}-${String(at)}.example`;
    return { name, host, contents: [of].flat().map((text) => text.replaceAll('site.example', host)) };
  });
  for (let start = 0; start < all.length; start += TOGETHER) {
    const some = all.slice(start, start + TOGETHER);
    const of = some.flatMap(({ contents }) => contents);
    const names = some.flatMap(({ contents }) => fileNames ?? contents.map(() => 'export'));
    await importTogether(database, { of, names, format }, some);
    if (page !== null) expect(await findWithout(database, { some, page })).toEqual([]);
  }
  expect(await findDifferences(database.pool)).toEqual([]);
  return all.length;
}

interface Site {
  readonly name: string;
  readonly host: string;
}

async function importTogether(
  database: Database,
  options: Parameters<typeof importContents>[1],
  some: readonly Site[],
): Promise<void> {
  const faults = some.map(({ name }) => name);
  const rehearsal = await importContents(database, { ...options, isDryRun: true }).catch((error: unknown) => {
    throw new Error(`One of these refuses its file: ${faults.join('; ')}`, { cause: error });
  });
  const report = await importContents(database, options);

  expect({ faults, gaps: findGaps(report) }).toEqual({ faults, gaps: [] });
  expect({ faults, counts: count(rehearsal) }).toEqual({ faults, counts: count(report) });
  // What a second run does is the same whatever the faults were.
  if (!some.some(({ host }) => host.includes('-0.'))) return;
  const again = await importContents(database, options);
  expect({ faults, taken: again.taken }).toEqual({ faults, ...NOTHING });
}

/** The faults that cost the page its comment. */
async function findWithout(
  { pool }: Database,
  { some, page }: { readonly some: readonly Site[]; readonly page: string },
): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(
    `SELECT p.page_key AS key FROM comment c JOIN post p ON p.id = c.post_id WHERE p.page_key = ANY($1) GROUP BY 1 HAVING count(*) = 1`,
    [some.map(({ host }) => host + page)],
  );
  const found = new Set(rows.map(({ key }) => key));
  return some.filter(({ host }) => !found.has(host + page)).map(({ name }) => name);
}

function count({ read, taken, skipped }: ImportReport): unknown {
  return { read, taken, skipped: skipped.map(({ kind, reason, count: number }) => [kind, reason, number]) };
}
