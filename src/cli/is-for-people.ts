import { ConfigError } from '../config/config-error.ts';
import { DatabaseUnavailableError } from '../data/database/database-error.ts';
import { MigrationError } from '../data/database/migration-plan.ts';
import { ListenError } from '../http/listen-error.ts';
import { ServiceCallError } from './service/call-service.ts';

/** Whether an error's message is written for the person at the terminal. The rest is unexpected, and printed with its stack. */
export function isForPeople(error: unknown): error is Error {
  return [ConfigError, DatabaseUnavailableError, MigrationError, ListenError, ServiceCallError].some(
    (known) => error instanceof known,
  );
}
