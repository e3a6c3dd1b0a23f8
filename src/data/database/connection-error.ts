import { DatabaseUnavailableError, errorCode } from './database-error.ts';

interface Place {
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

type Explanation = (place: Place) => { what: string; cure: string };

const CURE_ADDRESS = 'Check the host and the port in DATABASE_URL.';
const CURE_LOGIN = 'Check the user and the password in DATABASE_URL.';

const nothingListens: Explanation = ({ host }) => ({
  what: `Nothing listens at ${host}.`,
  cure: 'Start PostgreSQL there, or check the host and the port in DATABASE_URL.',
});
const noSuchHost: Explanation = ({ host }) => ({ what: `There is no host for ${host}.`, cure: CURE_ADDRESS });
const noAnswer: Explanation = ({ host }) => ({ what: `${host} does not answer in time.`, cure: CURE_ADDRESS });
const hangsUp: Explanation = ({ host }) => ({ what: `${host} hangs up: it may not be PostgreSQL.`, cure: CURE_ADDRESS });
const noEncryption: Explanation = ({ host }) => ({
  what: `${host} does not offer an encrypted connection.`,
  cure: 'Offer it there, or ask for none in DATABASE_URL (sslmode).',
});
const refusedLogin: Explanation = ({ host, user }) => ({ what: `${host} refuses ${user}.`, cure: CURE_LOGIN });

const BY_CODE: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: nothingListens,
  ENOENT: nothingListens, // a Unix socket that is not there
  ENOTFOUND: noSuchHost,
  EAI_AGAIN: noSuchHost,
  ECONNRESET: hangsUp,
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: noAnswer,
  ENETUNREACH: noAnswer,
  '28P01': refusedLogin,
  '28000': refusedLogin,
  '3D000': ({ host, database }) => ({
    what: `${host} has no database ${database}.`,
    cure: `Create it (\`createdb ${database}\`), or name another in DATABASE_URL.`,
  }),
  '42501': ({ user, database }) => ({
    what: `${user} may not connect to the database ${database}.`,
    cure: `Grant it: GRANT CONNECT ON DATABASE ${database} TO ${user}.`,
  }),
  '53300': ({ host }) => ({
    what: `${host} has no connection left.`,
    cure: 'Raise its max_connections, or run fewer instances.',
  }),
  '57P03': ({ host }) => ({ what: `${host} is still starting.`, cure: 'Try again in a moment.' }),
  '08P01': ({ host }) => ({
    what: `${host} refuses the settings of a session.`,
    cure: 'If a pooler stands before the database, name the database itself in DATABASE_URL.',
  }),
};

const BY_MESSAGE: readonly (readonly [RegExp, Explanation])[] = [
  [/timeout/i, noAnswer],
  [/terminated unexpectedly/i, hangsUp],
  [/SSL/, noEncryption],
  [/password must be a string|no password/i, refusedLogin],
];

/** Says where a connection failed, why, and what to do, without the password. */
export function explainConnectionError(error: unknown, databaseUrl: string): DatabaseUnavailableError {
  const message = error instanceof Error ? error.message : String(error);
  const place = readPlace(databaseUrl);
  const explain =
    BY_CODE[errorCode(error) ?? ''] ?? BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? unknownTo(message);
  const { what, cure } = explain(place);
  return new DatabaseUnavailableError(`The database cannot be reached: ${what}`, { cure, cause: error });
}

function unknownTo(message: string): Explanation {
  return ({ host }) => ({ what: `${host} says "${message}".`, cure: 'Check DATABASE_URL.' });
}

function readPlace(databaseUrl: string): Place {
  const url = new URL(databaseUrl);
  const user = decodeURIComponent(url.username) || 'the default user';
  return {
    host: url.host || (url.searchParams.get('host') ?? 'the local socket'),
    user,
    database: decodeURIComponent(url.pathname.slice(1)) || user,
  };
}
