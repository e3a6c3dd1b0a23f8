import { afterAll, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../src/data/database/transaction.ts';
import { openTestDatabase } from '../harness/database.ts';

const { pool, prisma } = await openTestDatabase();
// Read in advance: the pool must not be used inside a transaction.
const other = await pool.connect();

afterAll(() => other.release());

beforeEach(async () => {
  await pool.query('DELETE FROM author');
  await prisma.author.createMany({
    data: ['a', 'b'].map((handle) => ({ handle, displayName: '' })),
  });
});

test('two deadlocked transactions both succeed, one of them at a later attempt', async () => {
  let attempts = 0;
  let arrived = 0;
  let open: () => void = () => undefined;
  const bothHoldOne = new Promise<void>((resolve) => (open = resolve));
  const touch = (first: string, second: string) =>
    inTransaction(prisma, async (tx) => {
      attempts += 1;
      await tx.author.update({ where: { handle: first }, data: { displayName: first + second } });
      if ((arrived += 1) === 2) open();
      await bothHoldOne;
      await tx.$executeRaw`UPDATE author SET display_name = ${first + second} WHERE handle = ${second}`;
    });

  await Promise.all([touch('a', 'b'), touch('b', 'a')]);

  expect(attempts).toBe(3);
});

test.each(['REPEATABLE READ', 'SERIALIZABLE'])(
  'a write that conflicts with another is retried in %s',
  async (level) => {
    let attempts = 0;

    await inTransaction(prisma, async (tx) => {
      attempts += 1;
      await tx.$executeRawUnsafe(`SET TRANSACTION ISOLATION LEVEL ${level}`);
      const { displayName } = await tx.author.findUniqueOrThrow({ where: { handle: 'a' } });
      if (attempts === 1) await overtake();
      await tx.author.update({ where: { handle: 'a' }, data: { displayName: `${displayName}, and more` } });
    });

    expect(attempts).toBe(2);
    expect(await prisma.author.findUnique({ where: { handle: 'a' } })).toMatchObject({
      displayName: 'Overtaken, and more',
    });
  },
);

test('a transaction whose commit fails because of a concurrent read is retried', async () => {
  let attempts = 0;

  await inTransaction(prisma, async (tx) => {
    attempts += 1;
    await tx.$executeRawUnsafe('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE');
    await tx.author.count();
    await tx.author.create({ data: { handle: `mine-${attempts}`, displayName: '' } });
    if (attempts === 1) await overtake({ serializable: true });
  });

  expect(attempts).toBe(2);
});

/** Writes and commits on another connection. */
async function overtake({ serializable = false } = {}): Promise<void> {
  await other.query(`BEGIN ISOLATION LEVEL ${serializable ? 'SERIALIZABLE' : 'READ COMMITTED'}`);
  await other.query('SELECT count(*) FROM author');
  await other.query(
    serializable
      ? `INSERT INTO author (id, handle, display_name) VALUES (gen_random_uuid(), 'theirs', '')`
      : `UPDATE author SET display_name = 'Overtaken' WHERE handle = 'a'`,
  );
  await other.query('COMMIT');
}
