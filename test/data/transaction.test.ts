import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { inTransaction, isUniqueViolation } from '../../src/data/database/transaction.ts';
import type { Transaction } from '../../src/data/database/transaction.ts';
import { openTestDatabase } from '../harness/database.ts';

const { pool, prisma } = await openTestDatabase();

// One connection cannot conflict with itself, so a trigger raises the errors. test/services has real conflicts.
beforeAll(async () => {
  await pool.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'the originalCode is "23505"' USING ERRCODE = NEW.display_name;
    END $$;
    CREATE TRIGGER fail BEFORE INSERT ON author FOR EACH ROW WHEN (NEW.handle = 'fail') EXECUTE FUNCTION fail()`);
});

const write = {
  create: (tx: Transaction, { handle, displayName }: Author) => tx.author.create({ data: { handle, displayName } }),
  'create many': (tx: Transaction, author: Author) => tx.author.createMany({ data: [author] }),
  'a raw statement': (tx: Transaction, { handle, displayName }: Author) =>
    tx.$executeRaw`INSERT INTO author (id, handle, display_name) VALUES (${randomUUID()}::uuid, ${handle}, ${displayName})`,
  'a raw query': (tx: Transaction, { handle, displayName }: Author) =>
    tx.$queryRaw`INSERT INTO author (id, handle, display_name) VALUES (${randomUUID()}::uuid, ${handle}, ${displayName}) RETURNING id`,
};

interface Author {
  readonly handle: string;
  readonly displayName: string;
}

const ways = Object.entries(write);

test.each(ways)('a duplicate row is recognised by the error code from %s', async (way, insert) => {
  const handle = way.replaceAll(' ', '-');
  await insert(prisma, { handle, displayName: 'First' });

  const error: unknown = await insert(prisma, { handle, displayName: 'Second' }).then(
    () => null,
    (reason: unknown) => reason,
  );

  expect(isUniqueViolation(error)).toBe(true);
});

test.each(ways)('an error that only mentions the code in its text is not one, from %s', async (_way, insert) => {
  const error: unknown = await insert(prisma, { handle: 'fail', displayName: 'P0001' }).then(
    () => null,
    (reason: unknown) => reason,
  );

  expect(error).toBeInstanceOf(Error);
  expect(isUniqueViolation(error)).toBe(false);
});

test.each(ways.flatMap(([way, insert]) => ['40001', '40P01'].map((state) => ({ way, insert, state }))))(
  'a transaction that fails with $state in $way is retried',
  async ({ way, insert, state }) => {
    let attempts = 0;

    await inTransaction(prisma, async (tx) => {
      attempts += 1;
      const handle = attempts < 3 ? 'fail' : `${way.replaceAll(' ', '-')}-${state}`;
      await insert(tx, { handle, displayName: state });
    });

    expect(attempts).toBe(3);
  },
);

test('a transaction that always fails is a conflict after four attempts; any other error ends it at once', async () => {
  let attempts = 0;
  const failWith = (displayName: string) =>
    inTransaction(prisma, async (tx) => {
      attempts += 1;
      await write.create(tx, { handle: 'fail', displayName });
    });

  await expect(failWith('40001')).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(attempts).toBe(4);

  await expect(failWith('22023')).rejects.not.toMatchObject({ code: 'CONFLICT' });
  expect(attempts).toBe(5);
});
