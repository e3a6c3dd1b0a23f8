import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { writeOutput } from '../../src/cli/write-output.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-output-'));
  return () => rm(directory, { recursive: true, force: true });
});

async function* piecesOf(...pieces: readonly (string | Error)[]): AsyncGenerator<string> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece;
    yield await Promise.resolve(piece);
  }
}

test('a whole file replaces the former one, and what a killed process left', async () => {
  const output = join(directory, 'backup.ndjson');
  await writeFile(output, 'yesterday');
  await writeFile(`${output}.part`, 'a part', { mode: 0o644 });

  await writeOutput(output, piecesOf('to', 'day'));

  expect(await readFile(output, 'utf8')).toBe('today');
  expect((await stat(output)).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toEqual(['backup.ndjson']);
});

test('an export that fails half-way leaves the former file as it was, and nothing beside it', async () => {
  const output = join(directory, 'backup.ndjson');
  await writeFile(output, 'yesterday');

  await expect(writeOutput(output, piecesOf('to', new Error('The connection was lost.')))).rejects.toThrow('lost');

  expect(await readFile(output, 'utf8')).toBe('yesterday');
  expect(await readdir(directory)).toEqual(['backup.ndjson']);
});

test('a place where no file can be is named', async () => {
  await expect(writeOutput(join(directory, 'nowhere', 'backup'), piecesOf('x'))).rejects.toThrow('nowhere');
  await expect(writeOutput(directory, piecesOf('x'))).rejects.toThrow(directory);
});
