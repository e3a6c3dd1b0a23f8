import { equalSecrets, missingSecrets } from './secrets.ts';
import { missingTokenRules } from './token-rules.ts';

/** The settings that others make necessary or impossible, each with its cure. */
export function findContradictions(given: Readonly<Record<string, string | undefined>>): string[] {
  const isProduction = given['NODE_ENV'] === 'production';
  const faults = [...(isProduction ? missingSecrets(given) : []), ...equalSecrets(given), ...missingTokenRules(given)];
  // What browsers may call, and every link in a feed, follow from it: HOST and PORT say how the proxy sees the service.
  if (isProduction && given['PUBLIC_URL'] === undefined) {
    faults.push(
      'PUBLIC_URL: required in production: the address of the service as its readers see it, such as https://talk.example.org',
    );
  }
  if (isProduction && /:\*\s*(?:,|$)/.test(given['SITES'] ?? '')) {
    faults.push(
      'SITES: * is for development: name the origins, such as https://example.org, of the pages in production',
    );
  }
  if ((given['FILTER_URL'] === undefined) !== (given['FILTER_SECRET'] === undefined)) {
    faults.push('FILTER_SECRET: required with FILTER_URL, and useless without it; `openssl rand -base64 48` makes one');
  }
  const { PORT = '4000', METRICS_PORT } = given;
  if (METRICS_PORT !== undefined && METRICS_PORT === PORT && PORT !== '0') {
    faults.push('METRICS_PORT: must differ from PORT; METRICS=on serves metrics beside the rest');
  }
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
