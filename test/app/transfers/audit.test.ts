// What the audit log has of exports and imports of a service that runs.
import { expect, test } from 'vitest';
import type { Database } from '../../../src/data/database/database.ts';
import { anArchive, importText } from '../../harness/archive.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, aPost } from '../../harness/fixtures.ts';
import { anExport, anItem } from '../../import/harness.ts';
import { aTransferService, type TransferService } from './harness.ts';

const database = await openTestDatabase();
const service = aTransferService(database);

/** What the log has, oldest first. */
async function readLog({ prisma }: Database) {
  return await prisma.auditEntry.findMany({
    select: { action: true, reason: true, actor: { select: { subject: true } } },
    orderBy: { id: 'asc' },
  });
}

/** What the log has got by something. */
async function whatIsLogged(work: () => Promise<unknown>) {
  const before = (await readLog(database)).length;
  await work();
  return (await readLog(database)).slice(before);
}

const entryOf = (action: string, reason: string) => ({ action, reason, actor: { subject: 'a-ADMIN' } });

const IMPORTED = entryOf('IMPORT_SITE', 'wordpress');

/** A file with as many posts. */
function aFile(site: string, posts = 1): string {
  const items = Array.from({ length: posts }, (_, at) =>
    anItem({ id: at + 1, slug: `${site}-${at}`, comments: [{ id: at + 1 }] }),
  );
  return anExport(items.join('\n'), { site: `https://${site}` });
}

async function aSite({ api }: TransferService): Promise<void> {
  const { id: postId } = await aPost(api);
  for (let at = 0; at < 30; at += 1) await aComment(api, { postId, body: `Remark ${at} ${'x'.repeat(5_000)}` });
}

test.each([
  ['archive', async () => ''],
  ['archive of what changed', async () => `?after=${encodeURIComponent((await anArchive(database)).cursor)}`],
  ['wordpress', async () => '?format=wordpress'],
  ['disqus', async () => '?format=disqus'],
])('an export in the form "%s" is in the log, with who asked for it', async (form, readQuery) => {
  const query = await readQuery();

  const logged = await whatIsLogged(async () => await (await service.call(`/admin/archive${query}`)).text());

  expect(logged).toEqual([entryOf('EXPORT_SITE', form)]);
});

test('an archive tells of its own export', async () => {
  const text = await (await service.call('/admin/archive')).text();

  const [last] = [...text.matchAll(/^\{"type":"auditEntry".*$/gm)].slice(-1);
  const [{ id } = { id: '' }] = await database.prisma.auditEntry.findMany({ orderBy: { id: 'desc' }, take: 1 });
  expect(JSON.parse(String(last))).toMatchObject({ id, action: 'EXPORT_SITE', reason: 'archive' });
});

test('an export that its client breaks off is in the log', async () => {
  await aSite(service);

  const logged = await whatIsLogged(async () => {
    const reader = (await service.call('/admin/archive')).body?.getReader();
    await reader?.read();
    await reader?.cancel();
  });

  expect(logged).toEqual([entryOf('EXPORT_SITE', 'archive')]);
});

test('what takes nothing away, and brings nothing, is not in the log', async () => {
  const body = aFile('refused.example');

  const logged = await whatIsLogged(async () => {
    await service.call('/admin/archive', { method: 'HEAD' });
    await service.call('/admin/archive', { as: 'MODERATOR' });
    await service.call('/admin/archive?format=coral');
    await service.send('?dryRun=true', body);
    await service.send('?strict=true', body.replace('</title>', '\u0000</title>'));
    await service.send('', '<rss></rss>');
    await service.call('/admin/import', { method: 'POST', body, as: 'MODERATOR' });
  });

  expect(logged).toEqual([]);
});

test('an import is in the log, with who sent it', async () => {
  const logged = await whatIsLogged(() => service.send('', aFile('one.example')));

  expect(logged).toEqual([IMPORTED]);
});

test('an import that is stopped is in the log', async () => {
  const logged = await whatIsLogged(async () => {
    const body = aFile('stopped.example', 60);
    const response = await service.call('/admin/import', { method: 'POST', body });
    await response.body?.cancel();
    while ((await service.call('/admin/import?dryRun=true', { method: 'POST' })).status === 409);
  });

  expect(logged).toEqual([IMPORTED]);
});

test('an archive that is imported brings the log as it is, and the author of the account that imports it', async () => {
  const [source, copy, again] = [await openTestDatabase(), await openTestDatabase(), await openTestDatabase()];
  const there = aTransferService(source);
  await aSite(there);
  await there.send('', aFile('two.example'));
  const text = await (await there.call('/admin/archive')).text();
  const records = text.slice(text.indexOf('\n') + 1);

  await aTransferService(copy).send('', text);
  const copied = await anArchive(copy);
  await importText(again, copied.text);

  const entries = [...copied.records.matchAll(/^\{"type":"auditEntry".*\n/gm)].map(([line]) => line);
  const added = entries.at(-1) ?? '';
  expect(entries).toHaveLength(3);
  expect(JSON.parse(added)).toMatchObject({ action: 'IMPORT_SITE', reason: 'archive' });
  expect(copied.records.replace(added, '').replace('"auditEntry":3', '"auditEntry":2')).toBe(records);
  expect((await anArchive(again)).records).toBe(copied.records);
});
