import { pino } from 'pino';
import { expect, it } from 'vitest';
import { DatabaseUnavailableError } from '../../src/data/database/database-error.ts';
import { isDatabaseAway, tellDatabaseAway } from '../../src/data/database/database-away.ts';

const coded = (code: string) => Object.assign(new Error('failed'), { code });

it.each<[string, unknown]>([
  ['a refused connection', coded('ECONNREFUSED')],
  ['a server that shuts down', coded('57P01')],
  ['a lost connection', coded('08006')],
  ['Prisma’s unreachable server', coded('P1001')],
  ['Prisma’s full pool', coded('P2024')],
  ['the pool’s timeout', new Error('timeout exceeded when trying to connect')],
  ['a connection that ended', new Error('Connection terminated unexpectedly')],
  ['the error of src/data', new DatabaseUnavailableError('Gone.', { cure: 'Wait.' })],
  ['a cause within a cause', new Error('a', { cause: new Error('b', { cause: coded('ECONNRESET') }) })],
  ['an adapter’s error', { name: 'DriverAdapterError', cause: { kind: 'DatabaseNotReachable', host: 'db' } }],
  [
    'an adapter’s error within Prisma’s',
    { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '57P01' } } } },
  ],
])('sees %s', (_, error) => {
  expect(isDatabaseAway(error)).toBe(true);
});

it.each<[string, unknown]>([
  ['a violated constraint', coded('23505')],
  ['a missing row', coded('P2025')],
  ['any error', new Error('nothing')],
  ['nothing', null],
])('does not take %s for it', (_, error) => {
  expect(isDatabaseAway(error)).toBe(false);
});

it.each<[string, unknown, string]>([
  ['a lost connection', coded('08006'), 'the database is away'],
  ['a statement that took too long', coded('57014'), 'the database is too busy to answer in time'],
  ['Prisma’s full pool', coded('P2024'), 'the database is too busy to answer in time'],
  [
    'the pool’s timeout, as a cause',
    new Error('a', { cause: new Error('timeout exceeded when trying to connect') }),
    'the database is too busy to answer in time',
  ],
])('tells the operator of %s', (_, error, text) => {
  const logged: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });

  tellDatabaseAway(error, logger);
  tellDatabaseAway(error, logger);

  expect(isDatabaseAway(error)).toBe(true);
  expect(logged.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ msg: text }]);
});

it('ends on circular causes', () => {
  const error = new Error('round');
  error.cause = error;

  expect(isDatabaseAway(error)).toBe(false);
});
