import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { signToken } from '../../../../src/execution/identity/token.ts';
import { encodeGlobalId } from '../../../../src/relay/global-id.ts';
import { productionEnv } from '../../shared/production-env.ts';
import type { Case, EncodeId } from '../cases.ts';
import type { Subjects } from '../subjects.ts';
import type { Built } from './build.ts';
import { askPostgraphile } from './postgraphile-cases.ts';

export const CONTESTANTS = ['limit', 'stock', 'ours', 'reused'] as const;
/** Contestants that run only when they are named: their packages are installed apart. */
export const CONTESTANTS_ON_DEMAND = ['postgraphile', 'mercurius'] as const;

export type ContestantName = (typeof CONTESTANTS)[number] | (typeof CONTESTANTS_ON_DEMAND)[number];

// Run as they are, from where their packages are.
const OTHERS = 'test/bench/reads/others';

/** A server to be measured: how it is started, and how it is asked. */
export interface Contestant {
  readonly name: ContestantName;
  /** What Node runs. */
  readonly program: string;
  env(databaseUrl: string): Readonly<Record<string, string>>;
  /** Whether it writes its log to the error output, which is then thrown away, as to /dev/null. */
  readonly logs: boolean;
  readonly encodeId: EncodeId;
  /** A case as its schema has it. */
  adapt(one: Case): Case;
  /** The credentials of the accounts that write. */
  tokensOf(writers: Subjects['writers']): Promise<readonly string[]>;
  close(): void;
}

export function makeContestant(name: ContestantName, built: Built): Contestant {
  switch (name) {
    case 'limit':
    case 'stock':
      return plain(name, built[name]);
    case 'ours':
    case 'reused':
      return service(name);
    case 'postgraphile':
      return { ...plain(name, `${OTHERS}/postgraphile/server.mjs`), adapt: askPostgraphile };
    case 'mercurius':
      return plain(name, `${OTHERS}/mercurius/server.mjs`);
  }
}

/** It takes the ids of rows as they are, and for an account whoever says so. */
function plain(name: ContestantName, program: string): Contestant {
  return {
    name,
    program,
    env: (databaseUrl) => ({ NODE_ENV: 'production', DATABASE_URL: databaseUrl }),
    logs: false,
    encodeId: (_type, id) => id,
    adapt: (one) => one,
    tokensOf: (writers) => Promise.resolve(writers.map(({ id }) => id)),
    close: () => undefined,
  };
}

/**
 * The service as in production: as it is built, with a line in the log for each request. Each answer is made for its request, or
 * used again as it is by default.
 */
function service(name: 'ours' | 'reused'): Contestant {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-bench-'));
  const authSecret = randomBytes(32).toString('base64');
  return {
    name,
    program: 'dist/main.js',
    env: (databaseUrl) => ({
      ...productionEnv({ databaseUrl, dataDir, authSecret }),
      RATE_LIMITS: 'off', // one address stands for all clients
      LOG_LEVEL: 'info',
      LOG_REQUESTS: 'on',
      ...(name === 'ours' && { LIMIT_KEPT_BYTES: '0' }),
      EVENT_RETENTION_DAYS: '0', // the data set is as old as it says
    }),
    logs: true,
    encodeId: encodeGlobalId,
    adapt: (one) => one,
    tokensOf: (writers) =>
      Promise.all(
        writers.map(({ subject }) => signToken({ subject }, { secret: authSecret, expiresIn: 24 * 60 * 60 })),
      ),
    close: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** How Node loads a module before the program. */
export function preload(path: string): string[] {
  return ['--import', pathToFileURL(path).href];
}
