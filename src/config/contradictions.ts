import { missingSecrets } from './secrets.ts';

/** The settings that others make necessary or impossible, each with its cure. */
export function findContradictions(given: Readonly<Record<string, string | undefined>>): string[] {
  const faults = given['NODE_ENV'] === 'production' ? missingSecrets(given) : [];
  // Redis carries rings between instances, and only one can use the embedded database: one of the two is a mistake.
  if (given['REDIS_URL'] !== undefined && given['DATABASE_URL'] === undefined) {
    faults.push(
      'DATABASE_URL: required with REDIS_URL, for instances share a PostgreSQL; for a single one unset REDIS_URL',
    );
  }
  if (given['TRUSTED_DOCUMENTS_ONLY'] === 'on' && given['PLAYGROUND'] === 'on') {
    faults.push(
      'PLAYGROUND: what is typed in a playground is refused with TRUSTED_DOCUMENTS_ONLY=on; turn one of them off',
    );
  }
  return faults;
}
