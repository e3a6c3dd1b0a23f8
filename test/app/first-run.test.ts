import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const NEEDED = ['node_modules', 'package.json', 'prisma', 'prisma.config.ts', 'schema', 'src', 'tsconfig.json'];

test('`npm start` in a fresh clone answers with the demo, and Ctrl-C ends it', { timeout: 120_000 }, async () => {
  const directory = await linkFreshClone();
  const began = performance.now();

  const service = startService(directory);
  const url = await service.address();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ posts(first: 1) { nodes { title } } }' }),
  });
  const answer: unknown = await response.json();
  const seconds = (performance.now() - began) / 1_000;
  console.log(`npm start: ${seconds.toFixed(1)} s to the first answer`);

  expect(answer).toMatchObject({ data: { posts: { nodes: [{ title: expect.any(String) }] } } });
  expect(await service.interrupt()).not.toContain('Error');
  expect(await isDatabaseReleased(join(directory, 'data'))).toBe(true);
});

/** A copy of the repository, without anything that a run creates. */
async function linkFreshClone(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-first-run-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const name of NEEDED) await symlink(resolve(name), join(directory, name));
  return directory;
}

/** `npm start` in a process group of its own, as a terminal runs it; except for the port, no variable of ours is set. */
function startService(directory: string) {
  const { PATH, HOME } = process.env;
  const npm = spawn('npm', ['start'], { cwd: directory, env: { PATH, HOME, PORT: '0' }, detached: true });
  const ended = once(npm, 'close');
  const output: string[] = [];
  npm.stdout.on('data', (chunk) => output.push(String(chunk)));
  npm.stderr.on('data', (chunk) => output.push(String(chunk)));
  const signal = (name: NodeJS.Signals) => npm.pid !== undefined && process.kill(-npm.pid, name);
  onTestFinished(() => {
    if (npm.exitCode === null && npm.signalCode === null) signal('SIGKILL');
  });

  return {
    async address(): Promise<string> {
      const found = () => /answers at (\S+)/.exec(output.join(''))?.[1];
      while (found() === undefined) {
        await Promise.race([once(npm.stdout, 'data'), ended]);
        if (npm.exitCode !== null) throw new Error(output.join(''));
      }
      return String(found());
    },
    /**
     * Sends what Ctrl-C sends. @returns the whole output. npm forwards the signal to processes that already have it from
     * the terminal, and ends with that signal itself, whatever its script does.
     */
    async interrupt(): Promise<string> {
      signal('SIGINT');
      await ended;
      return output.join('');
    },
  };
}

/** A killed service leaves its lock file as it was; one that closed records that in the file. */
async function isDatabaseReleased(dataDir: string): Promise<boolean> {
  const lock = (await readdir(dataDir)).find((name) => name.startsWith('db.lock'));
  return lock !== undefined && (await readFile(join(dataDir, lock), 'utf8')).includes('"isReleased": true');
}
