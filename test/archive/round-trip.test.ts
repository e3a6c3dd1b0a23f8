// Whatever a service has been through: it leaves with everything, and everything arrives.
import { expect, test } from 'vitest';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aRandomLife } from '../harness/random-life.ts';

// ARCHIVE_STEPS=5000 ARCHIVE_SEED=7 tries a longer life.
const STEPS = Number(process.env['ARCHIVE_STEPS'] ?? 300);
const SEED = Number(process.env['ARCHIVE_SEED'] ?? Math.floor(Math.random() * 1_000_000));

const database = await openTestDatabase();
const copy = await openTestDatabase();
const followed = await openTestDatabase();
const api = openTestApi(database, {
  hasGuestReactions: true,
  sites: ['https://pages.example'],
  premoderate: ['LINKS'],
});

test(
  `export, import and export again give the same bytes, and so do an export and what changed since (seed ${SEED})`,
  { timeout: 600_000 },
  async () => {
    const life = aRandomLife(api, database, SEED);
    const live = async (steps: number) => {
      for (let step = 0; step < steps; step += 1) await life.step();
      await givePositions(database.pool);
    };

    await live(STEPS / 2);
    const early = await anArchive(database);
    await importText(followed, early.text);
    let { cursor } = early;
    for (let round = 0; round < 5; round += 1) {
      await live(STEPS / 10);
      const changes = await anArchive(database, cursor);
      const { tally } = await importText(followed, changes.text);
      expect([...tally.reasons]).toEqual([]);
      cursor = changes.cursor;
    }

    const late = await anArchive(database);
    expect((await anArchive(followed)).records).toBe(late.records);
    expect(await findDifferences(followed.pool)).toEqual([]);

    const { tally } = await importText(copy, late.text);
    expect([...tally.reasons]).toEqual([]);
    expect((await anArchive(copy)).records).toBe(late.records);
    expect(await findDifferences(copy.pool)).toEqual([]);
  },
);
