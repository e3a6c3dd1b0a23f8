import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { KINDS } from '../../src/archive/kinds.ts';
import { printJsonSchema } from '../../src/archive/json-schema.ts';
import { forgetDeletions } from '../../src/data/archive/forget-deletions.ts';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { openTestApi } from '../harness/api.ts';
import { anArchive } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { aRandomLife } from '../harness/random-life.ts';

const database = await openTestDatabase();
const { pool } = database;
const api = openTestApi(database, {
  hasGuestReactions: true,
  sites: ['https://pages.example'],
  premoderate: ['LINKS'],
});
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('schema/archive.schema.json', 'utf8')),
);

test('an archive has every kind of record, and each line is as the committed schema says', async () => {
  const begin = await anArchive(database);
  const life = aRandomLife(api, database, 1);
  for (let step = 0; step < 400; step += 1) await life.step();
  await givePositions(pool);

  const { lines } = await anArchive(database);
  const { lines: changes } = await anArchive(database, begin.cursor);

  const empty = Object.entries(lines.at(-1)?.['counts'] as object).filter(([, count]) => count === 0);
  expect(empty).toEqual([]);
  expect(changes.filter(({ type }) => type === 'deletion').length).toBeGreaterThan(0);
  expect([...lines, ...changes].filter((line) => !validate(line))).toEqual([]);
  expect(validate({ ...lines[1], secret: 1 })).toBe(false);
});

test('the committed schema is that of the code, and docs/archive.md names every type and every field', () => {
  const page = readFileSync('docs/archive.md', 'utf8');
  const rows = new Map(
    [...page.matchAll(/^\| `(\w+)` +\| (.+) \|$/gm)].map(([, type = '', fields = '']) => [type, fields]),
  );

  expect(readFileSync('schema/archive.schema.json', 'utf8')).toBe(printJsonSchema());
  for (const { type, fields } of KINDS) {
    const named = [...(rows.get(type) ?? '').replace(/\([^()]*\)/g, '').matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect({ type, fields: named.sort() }).toEqual({ type, fields: Object.keys(fields).sort() });
  }
});

test('what changed since a cursor is what was written after it, and nothing that was only counted', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId, body: 'First.' });
  const { cursor } = await anArchive(database);
  await aComment(api, { postId, parentId: comment.id, body: 'A reply.' });

  const { lines } = await anArchive(database, cursor);

  const typesOf = lines.map(({ type }) => type);
  expect(typesOf).toEqual(['header', 'discussion', 'comment', 'event', 'site', 'trailer']);
  expect(lines[2]).toMatchObject({ body: 'A reply.', number: 2, path: [1, 2] });
});

test.each([
  ['garbage', () => 'garbage', /it is no cursor/],
  [
    'of another database',
    ([id, ...rest]: string[]) => [id, '00000000-0000-0000-0000-000000000000', ...rest.slice(1)].join(':'),
    /another database/,
  ],
  ['of a later moment', ([form, id]: string[]) => `${form}:${id}:99999999:99999999:`, /set back/],
])('a cursor that is %s is refused', async (_what, change, message) => {
  const { cursor } = await anArchive(database);
  const parts = Buffer.from(cursor, 'base64url').toString().split(':');

  await expect(anArchive(database, Buffer.from(change(parts)).toString('base64url'))).rejects.toThrow(message);
});

test('a cursor that is older than what is kept of deletions is refused, and a later one is not', async () => {
  const { cursor } = await anArchive(database);
  await pool.query('UPDATE premoderation_rule SET rule = rule; DELETE FROM premoderation_rule; DELETE FROM reaction');
  await pool.query(`INSERT INTO deleted_row (type, key) VALUES ('tag', '{a}')`);
  await untilNothingOlderRuns();
  const later = await anArchive(database);

  expect(await forgetDeletions(pool, { before: new Date(Date.now() + 1_000), limit: 1_000 })).toMatchObject({
    isMore: false,
  });

  await expect(anArchive(database, cursor)).rejects.toThrow(/older than what is kept/);
  expect((await anArchive(database, later.cursor)).lines.map(({ type }) => type)).toEqual([
    'header',
    'site',
    'trailer',
  ]);
});

test('a dump that is restored elsewhere is another database', async () => {
  const { cursor } = await anArchive(database);
  await pool.query(`UPDATE archive_state SET fingerprint = 'of another server'`);

  await expect(anArchive(database, cursor)).rejects.toThrow(/another database/);
});

/** A cursor is refused while any transaction of the server is older than what was forgotten: those of other test files, here. */
async function untilNothingOlderRuns(): Promise<void> {
  const isOver =
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > max(changed_in) AS over FROM deleted_row';
  await expect.poll(async () => (await pool.query(isOver)).rows).toEqual([{ over: true }]);
}
