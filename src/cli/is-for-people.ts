import { ConfigError } from '../config/config-error.ts';
import { DatabaseUnavailableError } from '../data/database/database-error.ts';
import { MigrationError } from '../data/database/migration-plan.ts';
import { ListenError } from '../http/listen-error.ts';

/** Whether an error was written for the person at the terminal: its message is enough. A stack is for the unforeseen. */
export function isForPeople(error: unknown): error is Error {
  return [ConfigError, DatabaseUnavailableError, MigrationError, ListenError].some((known) => error instanceof known);
}
