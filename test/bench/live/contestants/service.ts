// This service as in production, on a database of its own that is dropped at the end.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import pg from 'pg';
import { findFreePort } from '../../../harness/free-port.ts';
import { productionEnv } from '../../shared/production-env.ts';
import type { Scenario } from '../scenarios.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { post } from '../../shared/post.ts';
import { createWriter } from '../write-comment.ts';
import type { Contestant, Running } from './contestant.ts';
import { readCounters } from './counters.ts';

const SERVER_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** One address stands for thousands of clients. */
const WITHOUT_RATES = { RATE_LIMITS: 'off' };

/** @param limits bounds that are not the service's own. */
export async function createService(
  limits: Readonly<Record<string, string>> = WITHOUT_RATES,
): Promise<Contestant & { readonly token: string }> {
  const database = `colloquy_bench_${randomUUID().replaceAll('-', '')}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-bench-'));
  const authSecret = randomBytes(32).toString('base64');
  const token = await signToken(authSecret);
  await runOnServer(`CREATE DATABASE "${database}"`);

  const env = {
    ...limits,
    ...productionEnv({
      databaseUrl: Object.assign(new URL(SERVER_URL), { pathname: `/${database}` }).href,
      dataDir,
      authSecret,
    }),
    DEMO: 'off',
    METRICS: 'on',
    LOG_LEVEL: 'warn',
  };
  const postIds: string[] = [];

  return {
    name: 'this',
    token,
    async start(scenario) {
      const servers = await startAll(scenario, env);
      const [first, last] = [servers[0], servers.at(-1)];
      if (first === undefined || last === undefined) throw new Error('Expected a server.');
      const writer = createWriter(scenario.writesElsewhere ? last.url : first.url, token);
      const close = async () => {
        writer.close();
        await Promise.all(servers.map((server) => server.close()));
      };
      try {
        while (postIds.length < scenario.posts) postIds.push(await createPost(first.url, token));
      } catch (error) {
        await close();
        throw error;
      }
      const delivering = servers.slice(0, scenario.instances);
      return {
        servers: delivering,
        postIds: postIds.slice(0, scenario.posts),
        writer,
        counters: () => readCounters(delivering),
        close,
      } satisfies Running;
    },
    async close() {
      await runOnServer(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function startAll({ instances, writesElsewhere }: Scenario, env: Record<string, string>) {
  const servers: ServerProcess[] = [];
  try {
    while (servers.length < instances + (writesElsewhere ? 1 : 0)) {
      const port = await findFreePort();
      servers.push(
        await startServer('service', { ...env, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` }),
      );
    }
    return servers;
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
}

async function createPost(url: string, token: string): Promise<string> {
  const query = `mutation ($input: CreatePostInput!) {
    createPost(input: $input) { ... on CreatePostPayload { post { id } } }
  }`;
  const variables = { input: { title: 'A post that is followed', slug: randomUUID(), body: 'Text.', publish: true } };
  const text = await post(`${url}/graphql`, { token, body: JSON.stringify({ query, variables }) });
  const { data } = JSON.parse(text) as { data?: { createPost?: { post?: { id: string } } } };
  if (data?.createPost?.post === undefined) throw new Error(`A post was refused: ${text.slice(0, 200)}`);
  return data.createPost.post.id;
}

async function signToken(secret: string): Promise<string> {
  return await new SignJWT({ handle: 'bench', role: 'AUTHOR' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bench')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}

async function runOnServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER_URL });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
