// The tokens that docs/operating.md has a site's back end sign, in each language, believed by the service.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { createTokenKeys, verifyToken } from '../../src/execution/identity/token.ts';
import { readBlocks } from './blocks.ts';

const run = promisify(execFile);
const AUTH_SECRET = 'a secret of tests, which has 32 bytes or more';
const config = readConfig({ AUTH_SECRET, VOICE_SECRET: 'v'.repeat(32) });
const keys = createTokenKeys(config, { onFailure: () => undefined });

const PROGRAMS: Readonly<Record<string, string>> = {
  js: process.execPath,
  php: 'php',
  python: 'python3',
  ruby: 'ruby',
};
const scripts = readBlocks('docs/operating.md').filter(({ language }) => language in PROGRAMS);
const installed = await Promise.all(
  scripts.map(({ language }) =>
    run(PROGRAMS[language] ?? '', ['--version']).then(
      () => true,
      () => false,
    ),
  ),
);

test('there is a script for each language', () => {
  expect(scripts.map(({ language }) => language)).toEqual(Object.keys(PROGRAMS));
});

test.each(scripts.filter((_, place) => installed[place]))(
  'the script in $language signs a token that the service believes',
  async ({ language, text }) => {
    const directory = await mkdtemp(join(tmpdir(), 'colloquy-token-'));
    const file = join(directory, language === 'js' ? 'token.cjs' : 'token');
    await writeFile(file, text);
    const { PATH = '', HOME = '' } = process.env;
    const { stdout } = await run(PROGRAMS[language] ?? '', [file], { env: { PATH, HOME, AUTH_SECRET } });
    await rm(directory, { recursive: true });

    expect(await verifyToken(stdout.trim(), { keys, now: new Date() })).toMatchObject({
      subject: '42',
      handle: 'ada',
      name: 'Ada Lovelace',
      role: 'READER',
    });
  },
);
