import { readConfig } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { openDatabase } from '../data/database/database.ts';
import type { Database } from '../data/database/database.ts';
import { migrate, MIGRATIONS } from '../data/database/migrate.ts';
import { isForPeople } from './is-for-people.ts';

/** What a command works with. */
export interface Command {
  readonly config: Config;
  readonly database: Database;
}

/** Runs a command on the service's own database, and ends with the exit code that it returns; 1 on an error. */
export async function runCommand(
  { usage }: { usage: string },
  command: (given: Command) => Promise<number>,
): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await withDatabase(readConfig(process.env), command);
  } catch (error) {
    if (!isForPeople(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function withDatabase(config: Config, command: (given: Command) => Promise<number>): Promise<number> {
  const { databaseUrl, dataDir } = config;
  const database = await openDatabase({ databaseUrl, dataDir, onError: (error) => console.error(error.message) });
  try {
    await migrate(database.pool, { directory: MIGRATIONS });
    return await command({ config, database });
  } finally {
    await database.close();
  }
}
