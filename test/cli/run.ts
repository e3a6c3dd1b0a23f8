// Commands as somebody at a terminal runs them, each on an embedded database of its own.
import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { openDatabase } from '../../src/data/database/database.ts';
import type { Database } from '../../src/data/database/database.ts';
import { migrate, MIGRATIONS } from '../../src/data/database/migrate.ts';

const SECRETS = { AUTH_SECRET: 'a'.repeat(40), VOICE_SECRET: 'b'.repeat(40) };

export async function inDatabase<Result>(
  dataDir: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ databaseUrl: null, dataDir, onError: console.error });
  try {
    await migrate(database.pool, { directory: MIGRATIONS });
    return await work(database);
  } finally {
    await database.close();
  }
}

interface Surroundings {
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, string>>;
}

export async function runCommand(command: string, args: readonly string[], { dataDir, settings }: Surroundings) {
  const child = spawn(process.execPath, ['--import', 'tsx', `src/cli/${command}.ts`, ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, ...SECRETS, ...settings },
  });
  onTestFinished(() => void child.kill());
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, errors };
}
