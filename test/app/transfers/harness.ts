import { afterAll } from 'vitest';
import { createInProcessServer } from '../../../src/app/serve.ts';
import { importLine, type ImportLine } from '../../../src/app/transfers/import-lines.ts';
import { createTransfers } from '../../../src/app/transfers/transfers.ts';
import type { Config } from '../../../src/config/config.ts';
import type { Role } from '../../../src/config/roles.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../src/config/limits.ts';
import type { Database } from '../../../src/data/database/database.ts';
import { signToken } from '../../../src/execution/identity/token.ts';
import { openTestApi, serverOptions, type TestApi } from '../../harness/api.ts';
import { VOICE_SECRET } from '../../harness/archive.ts';

export const ORIGIN = 'http://127.0.0.1:4000';

interface Call {
  /** Null: without a token. */
  readonly as?: Role | null;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  readonly signal?: AbortSignal;
}

export interface TransferService {
  readonly api: TestApi;
  /** Asks for a path below the service's address, as an administrator by default. */
  call(path: string, options?: Call): Promise<Response>;
  /** Sends files, and reads what is told of their import. */
  send(query: string, body: BodyInit): Promise<{ readonly status: number; readonly lines: readonly ImportLine[] }>;
  tokenOf(role: Role): Promise<string>;
  close(): Promise<void>;
}

/** A service with the routes of administrators, in process. */
export function aTransferService(
  database: Database,
  { settings = {}, limits = {} }: { settings?: Partial<Config>; limits?: Partial<Limits> } = {},
): TransferService {
  const api = openTestApi(database, { voiceSecret: VOICE_SECRET, publicUrl: ORIGIN, ...settings });
  const options = serverOptions(api);
  const { config } = api.services;
  const transfers = createTransfers({
    services: api.services,
    logger: options.logger,
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
  const server = createInProcessServer({ ...options, routes: transfers.routes });
  afterAll(async () => {
    await server.close();
    await transfers.close();
  });
  const tokenOf = (role: Role) =>
    signToken(
      { subject: `a-${role}`, handle: `a-${role.toLowerCase()}`, role },
      { secret: config.authSecret ?? '', expiresIn: 600 },
    );

  const call = async (path: string, { as = 'ADMIN', headers = {}, ...init }: Call = {}) => {
    const authorization = as === null ? {} : { authorization: `Bearer ${await tokenOf(as)}` };
    return await server.fetch(new Request(`${ORIGIN}${path}`, { headers: { ...authorization, ...headers }, ...init }));
  };
  return {
    api,
    call,
    async send(query, body) {
      const response = await call(`/admin/import${query}`, { method: 'POST', body });
      return { status: response.status, lines: readLines(await response.text()) };
    },
    tokenOf,
    close: () => transfers.close(),
  };
}

export function readLines(text: string): ImportLine[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => importLine.parse(JSON.parse(line)));
}

export function reportOf(lines: readonly ImportLine[]): string {
  return lines.flatMap((line) => (line.type === 'report' ? [line.text] : [])).join('\n');
}

/** The records of an archive without those that an import writes of itself, which are counted in the last line. */
export function withoutImports(records: string): string {
  return records.replace(/^.*"(?:action":"IMPORT_SITE|subject":"a-ADMIN|type":"trailer)".*\n/gm, '');
}
