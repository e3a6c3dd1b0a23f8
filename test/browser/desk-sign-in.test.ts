// The desk with a real provider of OpenID Connect: authorization code, PKCE, a public client.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { startApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { launchBrowser } from '../harness/browser.ts';
import { findFreePort } from '../harness/free-port.ts';
import { untilListening } from '../harness/until-listening.ts';

const AUDIENCE = 'https://talk.example.org/';

it('lets a moderator in who signs in at the provider, and keeps the code and the token out of every address', async () => {
  const port = await findFreePort();
  const desk = `http://127.0.0.1:${port}/desk`;
  await startService(port, await startProvider(desk));
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ locale: 'en-GB' });
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy') && page.url().startsWith(desk)) refused.push(message.text());
  });

  await page.goto(desk);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('input[name=login]').fill('ada');
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: /continue/i }).click();

  await page.locator('.who').getByText('Ada Lovelace').waitFor();
  await page.locator('.pick').first().waitFor();
  expect(page.url()).toBe(desk);
  expect(refused).toEqual([]);
  await page.reload();
  await page.locator('.pick').first().waitFor();
});

it('refuses the answer to a sign-in that was not begun here', async () => {
  const port = await findFreePort();
  const desk = `http://127.0.0.1:${port}/desk`;
  await startService(port, 'http://127.0.0.1:9');
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ locale: 'en-GB' });

  await page.goto(`${desk}?code=of-somebody-else&state=made-up`);

  await page.getByText('Signing in failed').waitFor();
  expect(page.url()).toBe(desk);
});

/** The service with its demo, which believes a provider. */
async function startService(port: number, issuer: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-desk-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const config = readConfig({
    ...{ NODE_ENV: 'development', PORT: String(port), DATA_DIR: dataDir, DEMO_COMMENTER: 'off', RATE_LIMITS: 'off' },
    AUTH_JWKS_URL: `${issuer}/jwks`,
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_CLAIMS: 'handle=preferred_username,role=realm_access.roles',
    AUTH_ROLES: 'moderators=MODERATOR',
    DESK_CLIENT_ID: 'desk',
  });
  const app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
  onTestFinished(() => app.close());
}

async function startProvider(redirectUri: string): Promise<string> {
  const port = await findFreePort();
  const args = ['test/execution/openid-provider.mjs', String(port), redirectUri];
  const provider = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const errors: string[] = [];
  provider.stderr.on('data', (chunk) => errors.push(String(chunk)));
  await untilListening(provider, { port, why: () => errors.join('') });
  return `http://127.0.0.1:${port}`;
}
