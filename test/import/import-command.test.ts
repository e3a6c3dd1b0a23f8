import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aFile, GAZETTE } from './harness.ts';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

async function aDataDir(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-import-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return join(directory, 'data');
}

/** Runs the command as a person would, with an embedded database of its own. */
async function run(args: readonly string[], { dataDir }: { dataDir: string }): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/import.ts', ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
  });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, errors };
}

describe('npm run import', { timeout: 120_000 }, () => {
  it('explains itself, and a wrong call', async () => {
    const dataDir = await aDataDir();

    const [help, none, nowhere, unknown] = await Promise.all([
      run(['--help'], { dataDir }),
      run([], { dataDir }),
      run(['a.xml', '--site', 'here'], { dataDir }),
      run(['--overwrite', 'a.xml'], { dataDir }),
    ]);

    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('Usage: npm run import -- FILE…'), errors: '' });
    expect(none).toMatchObject({ code: 2, out: '', errors: expect.stringContaining('expected a FILE; found none') });
    expect(nowhere).toMatchObject({
      code: 2,
      out: '',
      errors: expect.stringContaining('--site "here" is not the address of a site'),
    });
    expect(unknown).toMatchObject({ code: 2, out: '', errors: expect.stringContaining("'--overwrite'") });
  });

  it('says in one line what is wrong with a file, and makes no database for it', async () => {
    const dataDir = await aDataDir();
    const file = await aFile('<rss><channel>\n<item></channel></rss>');

    const [broken, missing] = await Promise.all([run([file], { dataDir }), run(['nowhere.xml'], { dataDir })]);

    expect(broken.code).toBe(1);
    expect(broken.errors.trim().split('\n').at(-1)).toBe(
      `${file}:2: not a WordPress export: the file is RSS without anything of WordPress; there, Tools → Export writes the right file`,
    );
    expect(missing).toEqual({ code: 1, out: '', errors: 'nowhere.xml: there is no such file\n' });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('makes nothing in a dry run, imports, and finds everything there the second time', async () => {
    const dataDir = await aDataDir();

    const rehearsal = await run([GAZETTE, '--dry-run'], { dataDir });
    expect(existsSync(dataDir)).toBe(false);
    const first = await run([GAZETTE], { dataDir });
    const second = await run([GAZETTE], { dataDir });

    expect(rehearsal).toMatchObject({ code: 0, out: expect.stringContaining('nothing was written') });
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^posts +10 +4 +0 +6$/m) });
    expect(first.errors).toMatch(/^Checking 100 %\n1 comment is skipped with 1 post or page\.\nImporting 100 %/m);
    expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/^posts +10 +0 +4 +6$/m) });
  });

  it('writes no report over a file that is imported, and says where it cannot write one', async () => {
    const dataDir = await aDataDir();
    const file = await aFile('{"version":1,"comments":[]}');

    const [over, nowhere] = await Promise.all([
      run([file, '--dry-run', '--report', file], { dataDir }),
      run([file, '--dry-run', '--report', join(dataDir, 'none', 'report.txt')], { dataDir }),
    ]);

    expect(over).toMatchObject({ code: 1, errors: expect.stringContaining('would be written over a file') });
    expect(await readFile(file, 'utf8')).not.toBe('');
    expect(nowhere).toMatchObject({ code: 1, errors: expect.stringContaining('the report cannot be written') });
    expect(nowhere.errors).not.toContain('    at ');
  });
});
