// Archives that are made while many write at once.
import { expect, test } from 'vitest';
import { eraseEvidence } from '../../src/data/administered/versions.ts';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { dropOldEvents } from '../../src/data/log/log-retention.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { decodeGlobalId } from '../../src/relay/global-id.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { FLAG, mutate } from '../harness/moderation.ts';
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

test(
  'people write and flag while an archive is imported: nothing of either is lost, and all counts are right',
  { timeout: 120_000 },
  async () => {
    const [there, here] = [await openTestDatabase(), await openTestDatabase({ poolSize: 8 })];
    const life = aRandomLife(openTestApi(there, { hasGuestReactions: true }), there, SEED);
    for (let step = 0; step < 150; step += 1) await life.step();
    const apiThere = openTestApi(there);
    const { id: postId } = await aPost(apiThere);
    for (let at = 0; at < 60; at += 1) await aComment(apiThere, { postId, body: `There ${at}` });
    await givePositions(there.pool);
    const { text } = await anArchive(there);
    const apiHere = openTestApi(here);
    const own = await aPost(apiHere);
    const sent: string[] = [];
    let isOver = false;
    const write = async () => {
      for (let at = 0; !isOver; at += 1) {
        const known = await here.pool.query('SELECT FROM discussion WHERE post_id = $1', [decodeGlobalId(postId)?.id]);
        const { comment } = await aComment(apiHere, {
          postId: known.rows.length > 0 ? postId : own.id,
          body: `Here ${at}`,
        });
        sent.push(decodeGlobalId(comment.id)?.id ?? '');
        const input = { commentId: comment.id, reason: 'SPAM' };
        await mutate(apiHere, FLAG, { input, as: anAccount(`flagger-${at}`) });
        await givePositions(here.pool);
      }
    };

    const writing = write();
    const { counts } = await importText(here, text);
    isOver = true;
    await writing;
    await givePositions(here.pool);

    expect(counts['comment']).toMatchObject({ skipped: 0, added: counts['comment']?.read });
    const { rows } = await here.pool.query(
      'SELECT count(*)::int AS there FROM comment WHERE NOT (id = ANY($1::uuid[]))',
      [sent],
    );
    expect(rows).toEqual([{ there: counts['comment']?.read }]);
    expect(await findDifferences(here.pool)).toEqual([]);
  },
);
