// The desk with a real provider of OpenID Connect: authorization code, PKCE, a public client.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { launchBrowser } from '../harness/browser.ts';
import { startDemoService } from '../harness/demo-service.ts';
import { findFreePort } from '../harness/free-port.ts';
import { untilListening } from '../harness/until-listening.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';

const AUDIENCE = 'https://talk.example.org/';

it('lets a moderator in who signs in at the provider, and keeps the code and the token out of every address', async () => {
  // The provider must know the address of the desk, and the service that of the provider: a proxy has one from the beginning.
  const proxy = await startTcpProxy();
  onTestFinished(() => proxy.stop());
  const desk = `http://127.0.0.1:${proxy.port}/desk`;
  const issuer = await startProvider(desk);
  const service = await startDemoService({
    PUBLIC_URL: `http://127.0.0.1:${proxy.port}`,
    AUTH_JWKS_URL: `${issuer}/jwks`,
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_CLAIMS: 'handle=preferred_username,role=realm_access.roles',
    AUTH_ROLES: 'moderators=MODERATOR',
    DESK_CLIENT_ID: 'desk',
  });
  proxy.aimAt(service.port);
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
  const service = await startDemoService({
    AUTH_JWKS_URL: 'http://127.0.0.1:9/jwks',
    AUTH_ISSUER: 'http://127.0.0.1:9',
    AUTH_AUDIENCE: AUDIENCE,
    DESK_CLIENT_ID: 'desk',
  });
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ locale: 'en-GB' });

  await page.goto(`${service.url}/desk?code=of-somebody-else&state=made-up`);

  await page.getByText('Signing in failed').waitFor();
  expect(page.url()).toBe(`${service.url}/desk`);
});

async function startProvider(redirectUri: string): Promise<string> {
  const port = await findFreePort();
  const args = ['test/execution/openid-provider.mjs', String(port), redirectUri];
  const provider = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const errors: string[] = [];
  provider.stderr.on('data', (chunk) => errors.push(String(chunk)));
  void once(provider, 'exit');
  await untilListening(provider, { port, why: () => errors.join('') });
  return `http://127.0.0.1:${port}`;
}
