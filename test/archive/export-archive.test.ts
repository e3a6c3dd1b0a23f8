import { expect, test } from 'vitest';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { openTestApi } from '../harness/api.ts';
import { anArchive } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aRandomLife } from '../harness/random-life.ts';

const database = await openTestDatabase();
const api = openTestApi(database, {
  hasGuestReactions: true,
  sites: ['https://pages.example'],
  premoderate: ['LINKS'],
});

test('an archive has every kind of record', async () => {
  const life = aRandomLife(api, database, 1);
  for (let step = 0; step < 400; step += 1) await life.step();
  await givePositions(database.pool);

  const { text, lines } = await anArchive(database);
  console.log(Object.fromEntries(life.done), lines.at(-1), text.length);

  expect(lines[0]).toMatchObject({ type: 'header', form: 'colloquy-archive', version: 1, after: null });
  expect(Object.entries(lines.at(-1)?.['counts'] as object).filter(([, count]) => count === 0)).toEqual([]);
});
