// The commands, as somebody at a terminal runs them.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { migrate, MIGRATIONS } from '../../src/data/database/migrate.ts';
import { openDatabase } from '../../src/data/database/database.ts';
import { openTestApi } from '../harness/api.ts';
import { aComment, aPost } from '../harness/fixtures.ts';

const SECRETS = { AUTH_SECRET: 'a'.repeat(40), VOICE_SECRET: 'b'.repeat(40) };

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-archive-'));
  return () => rm(directory, { recursive: true, force: true });
});

async function run(
  command: string,
  args: readonly string[],
  { dataDir, ...env }: { dataDir: string; VOICE_SECRET?: string },
) {
  const child = spawn(process.execPath, ['--import', 'tsx', `src/cli/${command}.ts`, ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: join(directory, dataDir), ...SECRETS, ...env },
  });
  onTestFinished(() => void child.kill());
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, errors };
}

test(
  'a service leaves with everything and is followed: export, import, --after, import, verify',
  { timeout: 240_000 },
  async () => {
    const there = { dataDir: 'there' };
    const here = { dataDir: 'here' };
    const write = async (body: string) => {
      const database = await openDatabase({
        databaseUrl: null,
        dataDir: join(directory, 'there'),
        onError: console.error,
      });
      await migrate(database.pool, { directory: MIGRATIONS });
      const api = openTestApi(database);
      const { id: postId } = await aPost(api);
      await aComment(api, { postId, body });
      await database.close();
    };
    const file = (name: string) => join(directory, name);

    await write('First words.');
    const whole = await run('export', [], there);
    await writeFile(file('whole.ndjson.gz'), gzipSync(whole.out));
    const rehearsal = await run('import', [file('whole.ndjson.gz'), '--dry-run'], here);
    const first = await run('import', [file('whole.ndjson.gz')], here);
    await write('More words.');
    const { cursor } = JSON.parse(whole.out.slice(0, whole.out.indexOf('\n'))) as { cursor: string };
    await run('export', ['--after', cursor, '--output', file('changes.ndjson')], there);
    const second = await run('import', [file('changes.ndjson')], { ...here, VOICE_SECRET: 'c'.repeat(40) });
    const again = await run('import', [file('changes.ndjson')], here);
    const verified = await run('verify', [], here);

    expect(whole).toMatchObject({ code: 0, errors: '' });
    expect(rehearsal).toMatchObject({ code: 0, out: expect.stringContaining('nothing was written') });
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^comment +1 +1 +0/m) });
    expect(first.errors).toContain('Importing 100 %  1 post, 1 comment so far');
    expect(first.out).not.toMatch(/^reaction /m);
    expect(await readFile(file('changes.ndjson'), 'utf8')).not.toContain('First words.');
    expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/VOICE_SECRET differs[^]*^comment +1 +1 +0/m) });
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('imported before') });
    expect(verified).toMatchObject({ code: 0, out: '0 differences\n' });
  },
);

test('a wrong call, a cursor that cannot be used and a broken archive are told', { timeout: 120_000 }, async () => {
  const at = { dataDir: 'wrong' };
  const broken = join(directory, 'broken.ndjson');
  const { out } = await run('export', [], at);
  const [header = ''] = out.split('\n');
  await writeFile(broken, `${header}\n{"type":"tag","id":7}\n`);

  expect(await run('export', ['--before', 'x'], at)).toMatchObject({
    code: 2,
    errors: expect.stringContaining('--before'),
  });
  expect(await run('export', ['--after', 'x'], at)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('it is no cursor'),
  });
  expect(await run('export', ['--format', 'disqus'], at)).toMatchObject({
    code: 2,
    errors: expect.stringContaining('Expected PUBLIC_URL'),
  });
  expect(await run('import', [broken, '--strict'], at)).toMatchObject({
    code: 1,
    errors: expect.stringContaining(`${broken}:2: tag: id: `),
  });
  const report = join(directory, 'report.txt');
  expect(await run('import', [broken, '--report', report], at)).toMatchObject({
    code: 3,
    out: expect.stringContaining('The archive is not whole'),
  });
  expect(await readFile(report, 'utf8')).toContain(`${broken}:2: skipped: tag: id: `);
});
