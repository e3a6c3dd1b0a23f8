import { randomBytes } from 'node:crypto';

/** The environment of the service as in production, apart from what a benchmark sets itself. */
export function productionEnv({ databaseUrl, dataDir, authSecret }: Parts): Record<string, string> {
  return {
    NODE_ENV: 'production',
    NODE_OPTIONS: '--max-semi-space-size=32', // as docs/operating.md says
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    AUTH_SECRET: authSecret,
    VOICE_SECRET: randomBytes(32).toString('base64'),
  };
}

interface Parts {
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** The key of tokens. */
  readonly authSecret: string;
}
