// The settings of docs/operating.md for an identity provider, tried with one.
import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../src/app/serve.ts';
import { readConfig } from '../../src/config/config.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { findFreePort } from '../harness/free-port.ts';
import { untilListening } from '../harness/until-listening.ts';

const RESOURCE = 'https://talk.example.org/';
const database = await openTestDatabase();

test('an account of OpenID Connect writes, with its name, its picture and its role', async () => {
  const issuer = await startProvider();
  const found = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<string, string>;
  const { tokens } = readConfig({
    AUTH_SECRET: 'a'.repeat(32),
    VOICE_SECRET: 'v'.repeat(32),
    AUTH_JWKS_URL: found['jwks_uri'],
    AUTH_ISSUER: found['issuer'],
    AUTH_AUDIENCE: RESOURCE,
    AUTH_CLAIMS: 'handle=preferred_username,role=realm_access.roles',
    AUTH_ROLES: 'newsroom=AUTHOR,moderators=MODERATOR',
  });
  const service = await startServer(serverOptions(openTestApi(database, { authSecret: null, tokens })));
  onTestFinished(() => service.close());

  const authorization = `Bearer ${await fetchToken(found['token_endpoint'] ?? '')}`;
  const answer = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: '{ viewer { role author { handle displayName avatarUrl } } }' }),
  });

  expect(await answer.json()).toMatchObject({
    data: {
      viewer: {
        role: 'MODERATOR',
        author: { handle: 'ada', displayName: 'Ada Lovelace', avatarUrl: 'https://example.org/ada.png' },
      },
    },
  });
});

async function fetchToken(endpoint: string): Promise<string> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('newsroom:a+secret+of+tests').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: RESOURCE }),
  });
  const body = (await answer.json()) as { access_token: string };
  expect(answer.status, JSON.stringify(body)).toBe(200);
  return body.access_token;
}

/** @returns the address of a provider in a process of its own. */
async function startProvider(): Promise<string> {
  const port = await findFreePort();
  const program = new URL('openid-provider.mjs', import.meta.url).pathname;
  const provider = spawn(process.execPath, [program, String(port)], { stdio: 'ignore' });
  await untilListening(provider, { port, why: () => 'The provider did not start.' });
  return `http://127.0.0.1:${port}`;
}
