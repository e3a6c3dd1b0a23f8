// Commands that let a service on the embedded database export and import, while it runs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signToken } from '../../src/execution/identity/token.ts';
import { aServiceProcess, type ServiceProcess } from '../harness/service-process.ts';
import { anExport, anItem, GAZETTE } from '../import/harness.ts';
import { runCommand } from './run.ts';

const directory = mkdtempSync(join(tmpdir(), 'colloquy-service-'));
const [dataDir, otherDir, file] = [
  join(directory, 'data'),
  join(directory, 'other'),
  join(directory, 'archive.ndjson'),
];
const secret = 'a'.repeat(40);
const ends: (() => Promise<void>)[] = [];
const onEnd = (end: () => Promise<void>) => void ends.push(end);

let service: ServiceProcess;
let token = '';
beforeAll(async () => {
  token = await signToken({ subject: 'admin', handle: 'admin', role: 'ADMIN' }, { secret, expiresIn: 600 });
  service = await aServiceProcess({ DATA_DIR: dataDir, AUTH_SECRET: secret, VOICE_SECRET: 'b'.repeat(40) }, { onEnd });
  await service.start();
});
afterAll(async () => {
  for (const end of ends) await end();
  rmSync(directory, { recursive: true });
});

const run = (command: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}) =>
  runCommand(command, [...args, '--service', service.url], {
    dataDir,
    settings: { COLLOQUY_TOKEN: token, ...settings },
  });

describe('while the service runs', { timeout: 180_000 }, () => {
  test('the command for its database names the way through it', async () => {
    const { code, errors } = await runCommand('export', [], { dataDir });

    expect(code).toBe(1);
    expect(errors).toContain('--service');
  });

  test('files are imported, with the report and the exit codes of the command', async () => {
    const remarks = join(directory, 'remarks.txt');
    const faulty = join(directory, 'faulty.xml');
    writeFileSync(faulty, anExport(anItem({ content: 'Words\u0000.' })));

    const rehearsal = await run('import', [GAZETTE, '--dry-run']);
    const [first, local] = [
      await run('import', [GAZETTE]),
      await runCommand('import', [GAZETTE], { dataDir: otherDir }),
    ];
    const mended = await run('import', [faulty, '--report', remarks]);
    const refused = await run('import', [faulty, '--strict']);
    const missing = await run('import', ['nowhere.xml']);

    expect(rehearsal).toMatchObject({ code: 0, out: expect.stringContaining('nothing was written') });
    expect(first).toEqual(local);
    expect(mended.code).toBe(3);
    expect(readFileSync(remarks, 'utf8')).toContain(`${faulty}:`);
    expect(refused).toMatchObject({ code: 1, out: '', errors: expect.stringContaining(`${faulty}:`) });
    expect(missing).toEqual({ code: 1, out: '', errors: 'nowhere.xml: there is no such file\n' });
  });

  test('everything is exported, whole, and can be imported elsewhere', async () => {
    const [toFile, toOutput] = [await run('export', ['--output', file]), await run('export', ['--format', 'disqus'])];
    const elsewhere = await runCommand('import', [file], { dataDir: join(directory, 'third') });

    expect(toFile).toMatchObject({ code: 0, out: '', errors: '' });
    expect(readFileSync(file, 'utf8')).toMatch(/^\{"type":"header".*\n[^]*\{"type":"trailer".*\}\n$/);
    expect(toOutput).toMatchObject({ code: 0, out: expect.stringContaining('</disqus>\n') });
    expect(elsewhere).toMatchObject({ code: 0, out: expect.stringMatching(/^ *comment +\d+ /m) });
  });

  test('nothing is done without the token of an administrator, which is said', async () => {
    const author = await signToken({ subject: 'x', handle: 'x', role: 'AUTHOR' }, { secret, expiresIn: 600 });
    const large = join(directory, 'large.xml');
    writeFileSync(large, Buffer.alloc(20 * 1024 * 1024, ' '));

    const none = await run('export', [], { COLLOQUY_TOKEN: '' });
    const weak = await run('import', [large], { COLLOQUY_TOKEN: author });
    const nobody = await runCommand('export', ['--service', 'http://127.0.0.1:1'], {
      dataDir,
      settings: { COLLOQUY_TOKEN: token },
    });

    expect(none).toMatchObject({ code: 1, out: '', errors: expect.stringContaining('COLLOQUY_TOKEN') });
    expect(weak).toMatchObject({
      code: 1,
      out: '',
      errors: expect.stringContaining('answers 403: Expected an account with the role ADMIN'),
    });
    expect(nobody).toMatchObject({ code: 1, out: '', errors: expect.stringContaining('cannot be reached') });
  });

  test('a body that is cut off imports nothing, and the service goes on', async () => {
    const socket = connect(service.port, '127.0.0.1');
    const part = anExport(anItem({ id: 900, slug: 'cut-off' }), { site: 'https://cut.example' });
    socket.write(
      `POST /admin/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${part.length + 1}\r\n\r\n${part}`,
    );
    socket.end();
    socket.resume();
    await once(socket, 'close');

    // After it: whatever the service made of the first body is done by then.
    let next = await run('import', [GAZETTE]);
    while (next.errors.includes('There is an import already')) next = await run('import', [GAZETTE]);
    const found = await fetch(`${service.url}/posts/cut-off`);

    expect(found.status).toBe(404);
    expect(next.code).toBe(0);
  });

  test('a client that leaves in the middle ends the import, which goes on when it is run again', async () => {
    const items = Array.from({ length: 600 }, (_, at) =>
      anItem({ id: at + 5_000, slug: `many-${at}`, comments: [{ id: at + 5_000 }] }),
    );
    const many = join(directory, 'many.xml');
    writeFileSync(many, anExport(items.join('\n'), { site: 'https://many.example' }));
    const leaving = new AbortController();
    const answer = await fetch(`${service.url}/admin/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: readFileSync(many),
      signal: leaving.signal,
    });
    await answer.body?.getReader().read();

    leaving.abort();
    let again = await run('import', [many]);
    while (again.errors.includes('There is an import already')) again = await run('import', [many]);

    const [, read = 0, imported = 0, present = 0] =
      /^posts +([\d,]+) +([\d,]+) +([\d,]+)/m.exec(again.out)?.map(numberOf) ?? [];
    expect([again.code, read, imported + present]).toEqual([0, 600, 600]);
    expect(imported).toBeGreaterThan(0);
    expect((await run('import', [many])).out).toMatch(/^posts +600 +0 +600 +0$/m);
  });
});

function numberOf(text: string): number {
  return Number(text.replaceAll(',', ''));
}
