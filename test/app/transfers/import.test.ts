// Files that are brought to a service that runs.
import fs, { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { createAddresses } from '../../../src/config/addresses.ts';
import { findDifferences } from '../../../src/data/reads/tallies.ts';
import { exportWordPress } from '../../../src/export/export-wordpress.ts';
import { prepareWordPress } from '../../../src/import/wordpress/prepare-wordpress.ts';
import { formatReport } from '../../../src/import/report/format-report.ts';
import { anArchive, importText } from '../../harness/archive.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, aPost } from '../../harness/fixtures.ts';
import { countStatements } from '../../harness/statements.ts';
import { anExport, anItem, GAZETTE, runImport } from '../../import/harness.ts';
import { aTransferService, ORIGIN, reportOf, type TransferService, withoutImports } from './harness.ts';

const [database, other, third] = [await openTestDatabase(), await openTestDatabase(), await openTestDatabase()];
const service = aTransferService(database);
const source = aTransferService(third);

// Whatever an import leaves on the disk is seen here.
const disk = mkdtempSync(join(tmpdir(), 'colloquy-disk-'));
vi.stubEnv('TMPDIR', disk);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(disk, { recursive: true });
});

const ADDRESSES = createAddresses({ service: () => ORIGIN, postUrl: null });

async function whatReadersSee({ pool }: Database): Promise<string> {
  let text = '';
  for await (const piece of exportWordPress(pool, { addresses: ADDRESSES, onLeftOut: () => undefined })) text += piece;
  return text;
}

async function commandReports(file: string): Promise<string> {
  return formatReport(await runImport(other, { file, prepare: prepareWordPress }));
}

const END = { done: { type: 'end', outcome: 'done' }, faulty: { type: 'end', outcome: 'faulty' } };

describe('files of other software', () => {
  test('are imported as the command does, and are there already the second time', async () => {
    const body = readFileSync(GAZETTE);

    const rehearsal = await service.send('?dryRun=true', body);
    const first = await service.send('?file=gazette.xml', gzipSync(body));
    const second = await service.send('', body);

    expect([rehearsal.status, first.status, second.status]).toEqual([200, 200, 200]);
    expect(reportOf(rehearsal.lines)).toContain('A dry run: nothing was written.');
    expect(reportOf(first.lines)).toBe(await commandReports(GAZETTE));
    expect(reportOf(second.lines)).toBe(await commandReports(GAZETTE));
    expect(first.lines.at(-1)).toEqual(END.done);
    expect(await whatReadersSee(database)).toBe(await whatReadersSee(other));
    expect(await findDifferences(database.pool)).toEqual([]);
  });

  test('come in one body, each with its size, and under their own names', async () => {
    const parts = [anItem({ id: 71, slug: 'a' }), anItem({ id: 72, slug: 'b', content: 'Words\u0000.' })];
    const files = parts.map((part) => anExport(part, { site: 'https://two.example' }));
    // A name is no pattern.
    const query = files.map((text, at) => `file=dir/$%26${at}.xml&size=${Buffer.byteLength(text)}`).join('&');

    const { lines } = await service.send(`?remarks=true&${query}`, files.join(''));

    expect(lines.filter(({ type }) => type === 'remark')).toContainEqual(
      expect.objectContaining({ file: 'dir/$&1.xml', line: expect.any(Number) }),
    );
    expect(JSON.stringify(lines)).not.toContain(tmpdir());
    expect(lines.at(-1)).toEqual(END.faulty);
  });

  test.each([
    ['of another kind', '', '<rss><channel>\n<item></channel></rss>', /^the file:2: not a WordPress export/],
    ['that nobody knows', '?file=a.bin', '\u0001\u0002', /^a\.bin: the file begins as no export that is known/],
    ['with a fault, if strict', '?strict=true', anExport(anItem({ content: 'Words\u0000.' })), /^the file:/],
    ['without a byte', '', '', /^the file: /],
  ])('%s are refused, and nothing is kept', async (_what, query, body, message) => {
    const before = (await anArchive(database)).records;

    const { status, lines } = await service.send(query, body);

    expect(status).toBe(422);
    expect(lines.at(-1)).toMatchObject({
      type: 'error',
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
    expect((await anArchive(database)).records).toBe(before);
  });
});

describe('an archive', () => {
  test('comes as the command brings it, and then what changed since, and is old the second time', async () => {
    const [copy, copied] = [await openTestDatabase(), await openTestDatabase()];
    const target = aTransferService(copy);
    const { id: postId } = await aPost(source.api);
    for (let at = 0; at < 20; at += 1) await aComment(source.api, { postId, body: `Remark ${at}` });
    const whole = await anArchive(third);
    const first = await target.send('', whole.text);
    await aComment(source.api, { postId, body: 'Since then.' });
    const since = await anArchive(third, whole.cursor);

    const early = await aTransferService(copied).send('', since.text);
    const second = await target.send('', since.text);
    const again = await target.send('', since.text);

    expect([first.status, second.status, again.status]).toEqual([200, 200, 200]);
    expect(withoutImports((await anArchive(copy)).records)).toBe(withoutImports((await anArchive(third)).records));
    expect(reportOf(again.lines)).toContain('All of it was imported before: nothing was written.');
    expect([early.status, early.lines.at(-1)]).toMatchObject([
      422,
      { message: expect.stringContaining('import the whole one first') },
    ]);
    await importText(copied, whole.text);
    expect(await findDifferences(copy.pool)).toEqual([]);
  });

  // On PostgreSQL it has a connection of its own.
  test.skipIf(database.kind === 'postgres')('lets requests have the connection between its pieces', async () => {
    const copy = await openTestDatabase();
    const target = aTransferService(copy);
    await aComment(source.api, { postId: (await aPost(source.api)).id });
    const { text } = await anArchive(third);
    const statements = countStatements(copy);
    const ask = () => target.api.data(['{ posts(first: 1) { totalCount } }']);
    await ask();
    const [asked] = statements.texts;
    statements.reset();
    const state = { isOver: false };
    const asking = (async () => {
      while (!state.isOver) await ask();
    })();

    await target.send('', text);
    state.isOver = true;
    await asking;

    const pieces = statements.texts.flatMap((sent, at) => (sent === 'SAVEPOINT records' ? [at] : []));
    const between = pieces
      .slice(1)
      .filter((at, n) => statements.texts.slice(pieces[n], at).some((sent) => sent === asked));
    expect(pieces.length).toBeGreaterThan(3);
    expect(between).not.toEqual([]);
    expect(withoutImports((await anArchive(copy)).records)).toBe(withoutImports((await anArchive(third)).records));
  });
});

describe('what is sent', () => {
  test.each([
    ['is too large', '?file=a&size=3&file=b&size=2097153', new Uint8Array(2_097_156), 413, 'Expected at most 2 MB'],
    [
      'is shorter than its files',
      '?file=a&size=5',
      'abc',
      400,
      'Expected 5 bytes of a file; the body ended 2 bytes before',
    ],
    ['is longer than its files', '?file=a&size=2', 'abc', 400, 'Expected the body to end with the last of its files'],
    ['has files without a size', '?file=a&file=b', 'abc', 400, 'Expected a size'],
    ['has an unknown parameter', '?overwrite=true', 'abc', 400, 'found "overwrite"'],
    ['has a flag that is none', '?strict=yes', 'abc', 400, 'Expected strict to be true or false; found "yes"'],
    ['has a site that is none', '?site=here', 'abc', 400, 'found "here"'],
    ['has an unknown format', '?format=x', 'abc', 400, 'Expected format to be one of'],
  ])('is refused where it %s', async (_what, query, body, status, message) => {
    const small = aTransferService(database, { limits: { importMegabytes: 2 } });

    const response = await small.call(`/admin/import${query}`, { method: 'POST', body });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringContaining(message) }] });
    expect(await readdir(tmpdir())).toEqual([]);
  });
});

describe('two at once', () => {
  const items = Array.from({ length: 40 }, (_, at) =>
    anItem({ id: at + 500, slug: `row-${at}`, comments: [{ id: at + 9_000 }] }),
  );
  const text = anExport(items.join('\n'), { site: 'https://long.example' });

  test('the second is told so, and may come after the first', async () => {
    const [first, second] = await Promise.all([
      service.send('', text),
      service.call('/admin/import', { method: 'POST', body: text }),
    ]);

    expect([second.status, await second.json()]).toMatchObject([
      409,
      { errors: [{ extensions: { code: 'CONFLICT' } }] },
    ]);
    expect(first.lines.at(-1)).toEqual(END.done);
    expect((await service.send('', text)).lines.at(-1)).toEqual(END.done);
  });

  test('of two services on one database, too', async () => {
    const neighbour = aTransferService(database);
    const longer = text.replaceAll('long.example', 'longer.example');

    const ends = await Promise.all([
      service.send('?site=https://longer.example', longer),
      neighbour.send('?site=https://longer.example', longer),
    ]);

    const codes = ends.map(({ status, lines }) => [status, lines.at(-1)]);
    expect(codes).toContainEqual([409, expect.objectContaining({ type: 'error', code: 'CONFLICT' })]);
    expect(codes).toContainEqual([200, END.done]);
  });
});

test.each([
  ['its client', async (left: Response) => left.body?.cancel()],
  ['its service', (_left: Response, leaving: TransferService) => leaving.close()],
])('an import ends with %s after what is being written, and goes on when it is sent again', async (who, leave) => {
  const site = `${who.replace(' ', '-')}.example`;
  const items = Array.from({ length: 60 }, (_, at) =>
    anItem({ id: at + 1, slug: `${site}-${at}`, comments: [{ id: at + 1 }] }),
  );
  const text = anExport(items.join('\n'), { site: `https://${site}` });
  const readCount = async () => {
    const { rowCount } = await database.pool.query('SELECT FROM post WHERE source = $1', [`wordpress:${site}`]);
    return rowCount;
  };
  const leaving = aTransferService(database);
  const response = await leaving.call('/admin/import', { method: 'POST', body: text });

  await leave(response, leaving);
  while ((await leaving.call('/admin/import?dryRun=true', { method: 'POST' })).status === 409);

  expect(await readCount()).toBeLessThan(60);
  expect(await findDifferences(database.pool)).toEqual([]);
  const { lines } = await service.send('', text);
  expect(lines.at(-1)).toEqual(END.done);
  expect(await readCount()).toBe(60);
});

test('a disk that is full cuts off the answer, and the service goes on', async () => {
  const { writeSync } = fs;
  const full = vi.fn(() => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });
  fs.writeSync = full;
  syncBuiltinESMExports();
  const body = anExport(anItem({ id: 1, slug: 'full' }), { site: 'https://full.example' });

  const answer = await service.call('/admin/import', { method: 'POST', body });
  const read = answer.text();
  await expect(read).rejects.toThrow();
  fs.writeSync = writeSync;
  syncBuiltinESMExports();

  expect(full).toHaveBeenCalled();
  expect(answer.status).toBe(500);
  expect((await service.send('', body)).lines.at(-1)).toEqual(END.done);
});

describe('files for which the disk has no room', () => {
  const body = anExport(anItem({ id: 1, slug: 'no-room' }), { site: 'https://no-room.example' });

  async function expectNoRoom(response: Response): Promise<void> {
    expect(response.status).toBe(507);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('TMPDIR'), extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    expect(await readdir(tmpdir())).toEqual([]);
  }

  test('are refused before they come, where their length is known', async () => {
    const roomy = aTransferService(database, { limits: { importMegabytes: 1e12 } });
    const headers = { 'content-length': String(1e17) };

    await expectNoRoom(await roomy.call('/admin/import', { method: 'POST', body, headers }));
  });

  test('are refused once the disk is full, and come when there is room again', async () => {
    // Both of the calls by which Node writes what is streamed into a file.
    const { write, writev } = fs;
    const full = vi.fn((...args: unknown[]) => {
      const done = args.at(-1) as (error: Error) => void;
      setImmediate(done, Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    });
    Object.assign(fs, { write: full, writev: full });
    const refused = await service.call('/admin/import', { method: 'POST', body });
    Object.assign(fs, { write, writev });

    expect(full).toHaveBeenCalled();
    await expectNoRoom(refused);
    expect((await service.send('', body)).lines.at(-1)).toEqual(END.done);
  });
});

test('a client that leaves before the answer ends the import, too', async () => {
  const text = anExport(anItem({ id: 1, slug: 'gone' }), { site: 'https://gone.example' });

  const { status } = await service.call('/admin/import', { method: 'POST', body: text, signal: AbortSignal.abort() });

  expect(status).toBe(503);
  expect((await database.pool.query("SELECT FROM post WHERE source = 'wordpress:gone.example'")).rowCount).toBe(0);
  expect(await readdir(tmpdir())).toEqual([]);
});
