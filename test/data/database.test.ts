import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { Prisma } from '../../src/generated/prisma/client.ts';
import { openTestDatabase } from '../harness/database.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const { pool, prisma } = database;

const anAuthor = () => ({ handle: `ada-${randomUUID()}`, displayName: 'Ada' });

test('the pool returns the types that hot reads expect', async () => {
  const statement = Prisma.sql`SELECT '2026-01-02T03:04:05.678Z'::timestamptz AS "time", ARRAY[1, 2] AS "path",
    '0190163d-8694-739b-aea5-966c26f8ad91'::uuid AS "id", 9007199254740993::bigint AS "position", ${'x'}::text AS "text",
    ARRAY['0190163d-8694-739b-aea5-966c26f8ad91']::uuid[] AS "ids"`;

  const { rows } = await pool.query({ text: statement.text, values: statement.values });

  expect(rows).toEqual([
    {
      time: new Date('2026-01-02T03:04:05.678Z'),
      path: [1, 2],
      id: '0190163d-8694-739b-aea5-966c26f8ad91',
      position: '9007199254740993',
      text: 'x',
      ids: ['0190163d-8694-739b-aea5-966c26f8ad91'],
    },
  ]);
});

test('Prisma and the pool return the same time', async () => {
  const createdAt = new Date('2026-07-01T10:20:30.456Z');

  const { id } = await prisma.author.create({ data: { ...anAuthor(), createdAt } });

  const { rows } = await pool.query('SELECT "created_at" FROM "author" WHERE "id" = $1', [id]);
  expect(rows[0].created_at).toEqual(createdAt);
  expect((await prisma.author.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(createdAt);
});

test('Prisma works after a statement of the pool has failed', async () => {
  await prisma.author.findMany({ take: 1 });

  await expect(pool.query('SELECT nowhere')).rejects.toThrow('column "nowhere" does not exist');

  await expect(prisma.author.findMany({ take: 1 })).resolves.toBeDefined();
});

test('a transaction of a lost connection is rolled back', async () => {
  const author = anAuthor();
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO "author" ("id", "handle", "display_name") VALUES ($1, $2, $3)', [
    randomUUID(),
    author.handle,
    author.displayName,
  ]);

  client.release(true);

  expect(await prisma.author.count({ where: { handle: author.handle } })).toBe(0);
});

test('a unique constraint and a rollback work as Prisma documents them', async () => {
  const author = anAuthor();
  await prisma.author.create({ data: author });

  await expect(prisma.author.create({ data: author })).rejects.toMatchObject({ code: 'P2002' });
  const other = anAuthor();
  const failing = prisma.$transaction(async (tx) => {
    await tx.author.create({ data: other });
    throw new Error('changed my mind');
  });

  await expect(failing).rejects.toThrow('changed my mind');
  expect(await prisma.author.count({ where: { handle: other.handle } })).toBe(0);
});

test('a transaction in a batch and one with an isolation level work', async () => {
  const [first, second] = await prisma.$transaction([
    prisma.author.create({ data: anAuthor() }),
    prisma.author.create({ data: anAuthor() }),
  ]);
  const level = await prisma.$transaction(
    (tx) => tx.$queryRaw`SELECT current_setting('transaction_isolation') AS "level"`,
    { isolationLevel: 'Serializable' },
  );

  expect(first.id).not.toBe(second.id);
  expect(level).toEqual([{ level: 'serializable' }]);
});

test('the outer clients are refused inside a transaction, and serve again after it', async () => {
  const misuse = [
    () => prisma.author.count(),
    () => pool.query('SELECT 1'),
    () => pool.connect(),
    () => prisma.$transaction([]),
  ];

  for (const use of misuse) {
    const transaction = prisma.$transaction(async (tx) => {
      await tx.author.count();
      await use();
    });
    await expect(transaction).rejects.toThrow('inside a transaction: use the client that $transaction passes');
  }

  await expect(prisma.author.count()).resolves.toBeTypeOf('number');
});

test('another request works while a transaction runs', async () => {
  let inside: (() => void) | undefined;
  const begun = new Promise<void>((resolve) => (inside = resolve));
  const transaction = prisma.$transaction(async (tx) => {
    inside?.();
    return tx.author.count();
  });

  await begun;
  const other = prisma.author.findMany({ take: 1 });

  await expect(Promise.all([transaction, other])).resolves.toHaveLength(2);
});

test('fifty parallel writes all succeed', async () => {
  const writes = Array.from({ length: 50 }, () =>
    prisma.$transaction(async (tx) => tx.author.create({ data: anAuthor() })),
  );

  const authors = await Promise.all(writes);

  expect(new Set(authors.map(({ id }) => id)).size).toBe(50);
});

test('timers run during a long chain of statements', async () => {
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);

  for (let i = 0; i < 200; i += 1) await pool.query('SELECT 1');

  clearInterval(timer);
  expect(ticks).toBeGreaterThan(0);
});

test('a value of 3 MB is returned unchanged', async () => {
  const text = 'é€😀x'.repeat(300_000);

  const { rows } = await pool.query('SELECT $1::text AS "text"', [text]);

  expect(rows[0].text === text).toBe(true);
});

test('statements of Prisma and of the pool are counted, without BEGIN and COMMIT', async () => {
  await prisma.author.findFirst();
  const statements = countStatements(database);

  await prisma.author.findFirst();
  await pool.query('SELECT 1');
  await pool.query({ text: 'SELECT $1::int', values: [2] });
  await prisma.$transaction(async (tx) => {
    await tx.author.findFirst();
    await tx.$queryRaw`SELECT 3`;
  });

  expect(statements.texts).toEqual([
    expect.stringContaining('FROM "public"."author"'),
    'SELECT 1',
    'SELECT $1::int',
    expect.stringContaining('FROM "public"."author"'),
    'SELECT 3',
  ]);
  statements.reset();
  await Promise.all(Array.from({ length: 12 }, () => pool.query('SELECT 4')));
  expect(statements.count).toBe(12);
  statements.stop();
  await pool.query('SELECT 5');
  expect(statements.count).toBe(12);
});
