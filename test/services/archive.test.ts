// Archives that are made while many write at once.
import { expect, test } from 'vitest';
import { eraseEvidence } from '../../src/data/administered/versions.ts';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { dropOldEvents } from '../../src/data/log/log-retention.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aRandomLife } from '../harness/random-life.ts';

const SEED = Number(process.env['ARCHIVE_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const ROUNDS = Number(process.env['ARCHIVE_ROUNDS'] ?? 6);
const WRITERS = 4;

const database = await openTestDatabase();
const followed = await openTestDatabase();
const api = openTestApi(database, {
  hasGuestReactions: true,
  sites: ['https://pages.example'],
  premoderate: ['LINKS'],
});

test(
  `what changed since each archive leads to the last one, whoever writes meanwhile (seed ${SEED})`,
  { timeout: 600_000 },
  async () => {
    const { pool } = database;
    let isOver = false;
    let steps = 0;
    const live = async (seed: number) => {
      const life = aRandomLife(api, database, seed);
      while (!isOver) {
        await life.step();
        steps += 1;
        if (steps % 20 === 0) await givePositions(pool);
        if (steps % 50 === 0) await dropOldEvents(pool, { before: new Date(), limit: 10 });
        if (steps % 70 === 0) await eraseEvidence(pool, { before: new Date(), limit: 2 });
      }
    };
    const until = async (count: number) => {
      while (steps < count) await new Promise((resolve) => setImmediate(resolve));
    };

    const writers = Array.from({ length: WRITERS }, (_, place) => live(SEED + place));
    await until(60);
    let { cursor, text } = await anArchive(database);
    await importText(followed, text);
    for (let round = 0; round < ROUNDS; round += 1) {
      await until(steps + 40);
      ({ cursor, text } = await anArchive(database, cursor));
      expect([...(await importText(followed, text)).tally.reasons]).toEqual([]);
      // One moment of the other: whole, although it was made while others wrote.
      expect(await findDifferences(followed.pool)).toEqual([]);
    }
    isOver = true;
    await Promise.all(writers);
    await importText(followed, (await anArchive(database, cursor)).text);

    expect((await anArchive(followed)).records).toBe((await anArchive(database)).records);
  },
);
