import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Runs a command and returns its standard output. Throws an error with all of its output when the command fails. */
export function run(command: string, { cwd, args }: { cwd: string; args: readonly string[] }): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}

/** The path of a command in `node_modules/.bin`. */
export function toolPath(name: string): string {
  return join(process.cwd(), 'node_modules', '.bin', name);
}

export async function makeTemporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-sdk-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
