import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** How a process ends after a fault, and what it says. */
async function endOf(
  fault: string,
  { env = {}, command = 'exec "$@"' }: { env?: NodeJS.ProcessEnv; command?: string } = {},
) {
  const args = [process.execPath, '--max-old-space-size=450', '--import', 'tsx', 'test/app/faulty-process.ts', fault];
  const child = spawn('sh', ['-c', command, 'sh', ...args], { env: { ...process.env, ...env } });
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  await once(child, 'close');
  return { code: child.exitCode, said };
}

test.each([
  ['exception', 'an exception that nobody caught ends the process'],
  ['rejection', 'a rejection that nobody handled ends the process'],
])('an uncaught %s ends the process with one line and the code 70', async (fault, line) => {
  const { code, said } = await endOf(fault);

  expect(code).toBe(70);
  expect(said.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(said)).toMatchObject({ level: 60, code: 70, msg: line, err: { message: 'it broke' } });
});

test('it says so where the log is silent, too', async () => {
  const { code, said } = await endOf('exception', { env: { LOG_LEVEL: 'silent' } });

  expect(code).toBe(70);
  expect(said).toMatch(/^an exception that nobody caught ends the process Error: it broke/);
});

test('without a file descriptor left the process ends with the code 71 and a remedy', async () => {
  const { code, said } = await endOf('files', { command: 'ulimit -n 200; exec "$@"' });

  expect(code).toBe(71);
  expect(JSON.parse(said)).toMatchObject({ msg: expect.stringContaining('ulimit -n'), err: { code: 'EMFILE' } });
});

test('with its memory full the process ends with the code 71 and a remedy, before V8 aborts it', async () => {
  const { code, said } = await endOf('memory');

  expect(code).toBe(71);
  expect(said).toMatch(/"msg":"the memory is full: raise --max-old-space-size/);
});

test('a service whose output nobody reads closes its database and exits with 74', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-unheard-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: '0', DEMO: 'off' },
  });
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  await once(child, 'close');

  expect(child.exitCode).toBe(74);
  expect(JSON.parse(said)).toMatchObject({ level: 60, msg: expect.stringContaining('stdout is closed') });
  expect(readFileSync(join(dataDir, 'db.lock.1'), 'utf8')).toContain('"isReleased": true');
});
