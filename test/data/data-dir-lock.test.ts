import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { DataDirLockedError, lockDataDir } from '../../src/data/embedded/data-dir-lock.ts';

const directories: string[] = [];
const children: ChildProcessByStdio<Writable, Readable, null>[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'colloquy-lock-'));
  directories.push(directory);
  return directory;
}

/** Another process; `take` asks it for a lock and returns its answer. */
function aProcess() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/data/lock-process.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid,
    async take(directory: string): Promise<string> {
      child.stdin.write(`${directory}\n`);
      return String((await answers.next()).value);
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Changes the contents of the only lock file of a directory. */
function editLock(directory: string, edit: (holder: Record<string, unknown>) => void): string {
  const [name] = readdirSync(directory).filter((entry) => entry.startsWith('db.lock.'));
  const file = join(directory, String(name));
  const record: { holder: Record<string, unknown> } = JSON.parse(readFileSync(file, 'utf8'));
  edit(record.holder);
  writeFileSync(file, JSON.stringify(record));
  return file;
}

test('a second process is refused, with the holder of the directory and a remedy', async () => {
  const directory = aDirectory();
  const holder = aProcess();
  expect(await holder.take(directory)).toBe('held');

  const refused = lockDataDir(directory);

  await expect(refused).rejects.toThrow(DataDirLockedError);
  await expect(refused).rejects.toThrow(
    `The embedded database in ${directory} is in use by process ${holder.pid}. ` +
      'Stop the service first, or choose another directory (DATA_DIR) or PostgreSQL (DATABASE_URL). ' +
      'Exports and imports can also go through the running service: --service ADDRESS.',
  );
});

test('the lock of a process that was killed is taken over', async () => {
  const directory = aDirectory();
  const holder = aProcess();
  await holder.take(directory);

  await holder.kill();

  const lock = await lockDataDir(directory);
  lock.release();
});

test('the same process is refused as well, until it releases the directory', async () => {
  const directory = aDirectory();
  const lock = await lockDataDir(directory);

  await expect(lockDataDir(directory)).rejects.toThrow(`in use by this process (${process.pid})`);

  lock.release();
  const next = await lockDataDir(directory);
  next.release();
  expect(readdirSync(directory)).toHaveLength(1);
});

test('exactly one of several processes that start at once gets a free directory, or one of a dead holder', async () => {
  const free = Array.from({ length: 15 }, aDirectory);
  const stale = Array.from({ length: 15 }, aDirectory);
  const dead = aProcess();
  for (const directory of stale) await dead.take(directory);
  await dead.kill();
  const rivals = Array.from({ length: 4 }, aProcess);
  const warmUp = aDirectory();
  await Promise.all(rivals.map((rival) => rival.take(warmUp)));

  for (const directory of [...free, ...stale]) {
    const answers = await Promise.all(rivals.map((rival) => rival.take(directory)));

    const winner = rivals[answers.indexOf('held')];
    expect(answers.toSorted()).toEqual(['held', ...Array(3).fill(`refused for ${winner?.pid}`)]);
  }
}, 60_000);

test('a pid that another process has since reused does not hold the lock', async () => {
  const directory = aDirectory();
  await lockDataDir(directory);

  editLock(directory, (holder) => (holder['startTime'] = '1'));

  await expect(lockDataDir(directory)).resolves.toBeDefined();
});

test('a holder in another container keeps the lock while it touches its file', async () => {
  const directory = aDirectory();
  const lock = await lockDataDir(directory); // keeps touching its file
  editLock(directory, (holder) => Object.assign(holder, { pidSpace: 'elsewhere', host: 'box', pid: 7 }));

  await expect(lockDataDir(directory)).rejects.toThrow('in use by process 7 on box');
  lock.release();
});

test('a holder in another container is dead when it has not touched its file for long', async () => {
  const directory = aDirectory();
  const lock = await lockDataDir(directory);
  lock.release();
  const file = editLock(directory, (holder) => (holder['pidSpace'] = 'elsewhere'));
  writeFileSync(file, readFileSync(file, 'utf8').replace('"isReleased":true', '"isReleased":false'));
  utimesSync(file, new Date(0), new Date(0));

  await expect(lockDataDir(directory)).resolves.toBeDefined();
});

test('an empty lock file, as after a power loss, holds nothing', async () => {
  const directory = aDirectory();
  writeFileSync(join(directory, 'db.lock.3'), '');
  utimesSync(join(directory, 'db.lock.3'), new Date(0), new Date(0));

  await expect(lockDataDir(directory)).resolves.toBeDefined();
});

test('a copy of a locked directory is free', async () => {
  const directory = aDirectory();
  const copy = aDirectory();
  await lockDataDir(directory);
  cpSync(directory, copy, { recursive: true });

  await expect(lockDataDir(copy)).resolves.toBeDefined();
});
