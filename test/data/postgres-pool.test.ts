import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { DatabaseUnavailableError } from '../../src/data/database/database-error.ts';
import { openDatabase } from '../../src/data/database/database.ts';
import { requireVersion } from '../../src/data/database/postgres-pool.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that sends the same answer to every connection, or none. It is not a PostgreSQL otherwise. */
async function aServer(answer: Buffer | null): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (answer !== null) socket.once('data', () => socket.end(answer));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `127.0.0.1:${isAddress(address) ? address.port : 0}`;
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** PostgreSQL's ErrorResponse. */
function anError(code: string, message: string): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

async function failToOpen(databaseUrl: string): Promise<DatabaseUnavailableError> {
  const error: unknown = await openDatabase({ databaseUrl, dataDir: '', onError: () => undefined }).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof DatabaseUnavailableError)) throw new Error(`expected it to be refused, found ${String(error)}`);
  expect(JSON.stringify([error.message, error.stack, error.cure])).not.toContain('s3cret');
  return error;
}

test.each([
  ['28P01', 'password authentication failed for user "ada"', 'refuses ada. Check the user and the password'],
  ['28000', 'no pg_hba.conf entry for host "10.0.0.1"', 'refuses ada. Check the user and the password'],
  ['3D000', 'database "news" does not exist', 'has no database news. Create it (`createdb news`)'],
  ['53300', 'sorry, too many clients already', 'has no connection left. Raise its max_connections'],
  ['57P03', 'the database system is starting up', 'is still starting. Try again in a moment.'],
  ['08P01', 'unsupported startup parameter: options', 'refuses the settings of a session. If a pooler stands before the database'],
  ['XX000', 'something else', 'says "something else". Check DATABASE_URL.'],
])('the answer %s is explained, with a cure and without the password', async (code, message, says) => {
  const host = await aServer(anError(code, message));

  const error = await failToOpen(`postgres://ada:s3cret@${host}/news`);

  expect(error.message).toContain('The database cannot be reached: ');
  expect(error.message).toContain(`${host} ${says}`);
});

test('the error for an address where nothing listens is clear', async () => {
  const host = await aServer(Buffer.alloc(0));
  const server = servers.pop();
  server?.close();

  const error = await failToOpen(`postgres://ada:s3cret@${host}/news`);

  expect(error.message).toContain(`Nothing listens at ${host}. Start PostgreSQL there`);
});

test('the error for a host that does not exist is clear', async () => {
  const error = await failToOpen('postgres://ada:s3cret@nowhere.invalid:5432/news');

  expect(error.message).toContain('There is no host for nowhere.invalid:5432. Check the host');
});

test('the error for a server with another protocol is clear', async () => {
  const host = await aServer(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));

  const error = await failToOpen(`postgres://ada:s3cret@${host}/news`);

  expect(error.message).toMatch(/127\.0\.0\.1:\d+ hangs up: it may not be PostgreSQL\. Check the host/);
});

test('a server that does not answer is given up', async () => {
  const host = await aServer(null);

  const error = await failToOpen(`postgres://ada:s3cret@${host}/news`);

  expect(error.message).toContain(`${host} does not answer in time. Check the host and the port`);
});

test('the error for an invalid address is clear', async () => {
  const error = await failToOpen('postgres://ada:s3cret@:not a port');

  expect(error.message).toContain('DATABASE_URL is no address. Write postgres://user:password@host:port/database');
});

test('a PostgreSQL before 15 is refused', () => {
  expect(() => requireVersion(140_010)).toThrow(
    'DATABASE_URL leads to PostgreSQL 14. Colloquy needs PostgreSQL 15 or later',
  );
  expect(() => requireVersion(150_000)).not.toThrow();
  expect(() => requireVersion(180_006)).not.toThrow();
});
