import { expect, test } from 'vitest';
import { int } from '../../src/data/database/columns.ts';
import { readRows, statement } from '../../src/data/database/sql.ts';
import { StatementNames } from '../../src/data/database/statement-names.ts';
import { openTestDatabase } from '../harness/database.ts';

const { pool } = await openTestDatabase();

function useTimes(names: StatementNames, text: string, times: number): string | undefined {
  let name: string | undefined;
  for (let use = 0; use < times; use += 1) name = names.use(text);
  return name;
}

test('a text keeps its name, and no other text gets it', () => {
  const names = new StatementNames();

  const [first, second] = [useTimes(names, 'SELECT 1', 1), useTimes(names, 'SELECT 2', 2)];

  expect(first).toMatch(/^colloquy_\d+$/);
  expect(second).toMatch(/^colloquy_\d+$/);
  expect(second).not.toBe(first);
  expect(names.use('SELECT 1')).toBe(first);
});

test('a text is named once it was used more often than there are names', () => {
  const names = new StatementNames();
  for (let count = 1; count <= 5; count += 1) useTimes(names, `SELECT ${count}`, count);

  expect(useTimes(names, 'SELECT rarely', 5)).toBeUndefined();
  expect(names.use('SELECT rarely')).toBeDefined();
});

test('there are no more names than allowed, however many texts come', () => {
  const names = new StatementNames({ most: 3 });
  for (let count = 1; count <= 10; count += 1) useTimes(names, `SELECT ${count}`, 20);

  expect(names.use('SELECT 3')).toBe('colloquy_3');
  expect(names.use('SELECT 4')).toBeUndefined();
});

test('a statement that is used often is prepared on the connection, with other values each time', async () => {
  const answer = statement('answer', { answer: int });

  const answers: number[] = [];
  for (let value = 0; value < 250; value += 1) {
    for (const row of await readRows(pool, answer`SELECT ${value}::int AS answer`)) answers.push(row.answer);
  }

  expect(answers).toEqual(Array.from({ length: 250 }, (_, value) => value));
  const prepared = await pool.query(`SELECT statement FROM pg_prepared_statements WHERE name LIKE 'colloquy_%'`);
  expect(prepared.rows).toContainEqual({ statement: 'SELECT $1::int AS answer' });
});
