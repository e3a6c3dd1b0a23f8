import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { isHandle } from '../text/handle.ts';
import { ROLES } from '../config/roles.ts';
import { signToken } from '../execution/identity/token.ts';

const DAY = 24 * 60 * 60; // seconds

const USAGE = `npm run token -- --handle HANDLE [--role ROLE] [--name NAME] [--days DAYS]

Prints a token for an account, signed with AUTH_SECRET (in development the one kept in DATA_DIR).
  --handle  a–z, 0–9, - and _; identifies the account: the same handle is the same account
  --role    ${ROLES.join(', ')}; READER by default
  --name    the name that is shown; the handle by default
  --days    how long it is valid, 1 to 365; 7 by default`;

try {
  await printToken();
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof ConfigError ? 1 : 2;
}

async function printToken(): Promise<void> {
  const { values } = parseArgs({
    options: {
      handle: { type: 'string' },
      role: { type: 'string', default: 'READER' },
      name: { type: 'string' },
      days: { type: 'string', default: '7' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }

  const { handle = '', name } = values;
  const role = ROLES.find((known) => known === values.role.toUpperCase());
  const days = Number(values.days);
  if (!isHandle(handle))
    throw new TypeError(`--handle: expected 1 to 40 of a–z, 0–9, - and _; found "${handle}".\n\n${USAGE}`);
  if (role === undefined) throw new TypeError(`--role: expected one of ${ROLES.join(', ')}; found "${values.role}".`);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new TypeError(`--days: expected 1 to 365; found "${values.days}".`);

  const { authSecret: secret, tokens: rules } = readConfig(process.env);
  if (secret === null) {
    throw new ConfigError(['AUTH_SECRET: required to sign a token; without it the identity provider gives them']);
  }
  const claims = { subject: handle, handle, role, ...(name === undefined ? {} : { name }) };
  console.log(await signToken(claims, { secret, expiresIn: days * DAY, rules }));
}
