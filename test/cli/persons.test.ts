// The commands for persons and for the audit log, as somebody at a terminal runs them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeAudit } from '../../src/data/administered/audit.ts';
import { newId } from '../../src/data/database/new-id.ts';
import { encodeGlobalId } from '../../src/relay/global-id.ts';
import { findInDatabase } from '../harness/dump.ts';
import { inDatabase, runCommand } from './run.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-cli-'));
  return () => rm(directory, { recursive: true, force: true });
});

/** A database with an account that wrote a comment, and a guest who wrote another. */
async function aDataDir() {
  const dataDir = await mkdtemp(join(directory, 'data-'));
  const ids = await inDatabase(dataDir, async ({ prisma }) => {
    const [authorId, postId, own, guests] = [newId(), newId(), newId(), newId()];
    const account = {
      issuer: 'https://issuer.example',
      subject: 'lovelace-1',
      handle: 'lovelace',
      displayName: 'Ms Lovelace',
    };
    await prisma.author.create({ data: { id: authorId, ...account } });
    const editor = await prisma.author.create({ data: { handle: 'an-editor', displayName: 'An editor' } });
    const texts = { excerpt: '', body: 'Text.', bodyHtml: '<p>Text.</p>', rendererVersion: 1 };
    const post = { id: postId, slug: 'a-post', title: 'A post', ...texts, authorId: editor.id };
    await prisma.post.create({ data: { ...post, publishedAt: new Date() } });
    await prisma.discussion.create({ data: { postId, lastNumber: 2, commentCount: 2, topLevelPlaces: 2 } });
    const comment = { postId, bodyHtml: '', rendererVersion: 1 };
    await prisma.comment.createMany({
      data: [
        { ...comment, id: own, number: 1, path: [1], body: 'Words of Lovelace.', authorId },
        { ...comment, id: guests, number: 2, path: [2], body: 'Words of Hal.', guestName: 'Hal', voiceHash: 'a-voice' },
      ],
    });
    const entry = { action: 'HIDE', actorId: editor.id, commentId: own, postId, reason: 'A\nreason.' } as const;
    await prisma.$transaction(async (tx) => {
      await writeAudit(tx, { ...entry, occurredAt: new Date(0) });
      await writeAudit(tx, { action: 'MUTE', voiceHash: 'a-voice', occurredAt: new Date(1) });
    });
    return { own: encodeGlobalId('Comment', own), guests: encodeGlobalId('Comment', guests) };
  });
  return { dataDir, ...ids };
}

async function run(command: string, args: readonly string[], dataDir: string) {
  return await runCommand(command, args, { dataDir });
}

test('npm run person exports and erases an account by its handle', { timeout: 120_000 }, async () => {
  const { dataDir, own } = await aDataDir();

  const exported = await run('person', ['export', 'lovelace'], dataDir);
  const unconfirmed = await run('person', ['erase', 'lovelace'], dataDir);
  const erased = await run(
    'person',
    ['erase', 'lovelace', '--confirm', 'lovelace', '--reason', 'Asked by letter.'],
    dataDir,
  );
  const again = await run('person', ['export', 'lovelace'], dataDir);

  expect(exported).toMatchObject({ code: 0, errors: '' });
  expect(JSON.parse(exported.out)).toMatchObject({
    format: 'colloquy-person',
    profile: { handle: 'lovelace', subject: 'lovelace-1' },
    comments: [{ id: own, body: 'Words of Lovelace.', decisions: [{ action: 'HIDE', reason: 'A\nreason.' }] }],
  });
  expect(unconfirmed).toEqual({ code: 1, out: '', errors: 'Erasing is for good. Expected --confirm lovelace\n' });
  expect(erased).toEqual({ code: 0, out: 'Erased. Comments that became withdrawn places: 1\n', errors: '' });
  expect(again).toEqual({ code: 1, out: '', errors: 'Nobody is found by that.\n' });
  await inDatabase(dataDir, async ({ pool, prisma }) => {
    expect(await findInDatabase(pool, ['lovelace', 'Lovelace'])).toEqual([]);
    expect(await prisma.auditEntry.findMany({ where: { action: 'ERASE' } })).toMatchObject([
      { actorId: null, reason: 'Asked by letter.' },
    ]);
  });
});

test('npm run person erases a guest by a comment, and says how it is called', { timeout: 120_000 }, async () => {
  const { dataDir, guests } = await aDataDir();

  const erased = await run('person', ['erase', '--comment', guests, '--confirm', guests], dataDir);
  const again = await run('person', ['erase', '--comment', guests, '--confirm', guests], dataDir);
  const none = await run('person', ['erase'], dataDir);
  const unknown = await run('person', ['forget', 'lovelace'], dataDir);
  const help = await run('person', ['--help'], dataDir);

  expect(erased).toMatchObject({ code: 0, out: 'Erased. Comments that became withdrawn places: 1\n' });
  expect(again).toMatchObject({ code: 0, out: 'Erased. Comments that became withdrawn places: 0\n' });
  expect(none).toMatchObject({ code: 2, errors: expect.stringContaining('expected one of HANDLE') });
  expect(unknown).toMatchObject({ code: 2, errors: expect.stringContaining('expected "export" or "erase"') });
  expect(help).toMatchObject({ code: 0, out: expect.stringContaining('npm run --silent person -- erase') });
  await inDatabase(dataDir, async ({ pool }) => {
    expect(await findInDatabase(pool, ['Hal', 'a-voice'])).toEqual([]);
  });
});

test('npm run audit writes the whole log, a line for each entry, oldest first', { timeout: 120_000 }, async () => {
  const { dataDir, own } = await aDataDir();
  await inDatabase(dataDir, async ({ pool }) => {
    await pool.query(
      `INSERT INTO audit_entry (id, action, occurred_at)
       SELECT ('ffffffff-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'LOCK', to_timestamp(n) FROM generate_series(1, 1200) n`,
    );
  });

  const { code, out, errors } = await run('audit', [], dataDir);

  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toHaveLength(1_202);
  expect(lines[0]).toMatchObject({
    action: 'HIDE',
    actor: 'an-editor',
    reason: 'A\nreason.',
    commentId: own,
    occurredAt: '1970-01-01T00:00:00.000Z',
  });
  expect(lines[1]).toMatchObject({ action: 'MUTE', actor: null, voiceId: expect.stringMatching(/^voice:/) });
  expect(lines.slice(2).map(({ occurredAt }) => Date.parse(String(occurredAt)) / 1_000)).toEqual(
    Array.from({ length: 1_200 }, (_, index) => index + 1),
  );
});
