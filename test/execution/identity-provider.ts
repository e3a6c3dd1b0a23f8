import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { onTestFinished } from 'vitest';

export const ISSUER = 'https://login.example.org';
export const AUDIENCE = 'colloquy';

/** A key of an identity provider, which signs tokens. */
export interface Signer {
  readonly published: JWK;
  sign(claims?: Record<string, unknown>): Promise<string>;
}

export async function createSigner(alg: string, { kid = `key of ${alg}` } = {}): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    published: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    sign: (claims = {}) =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: Math.floor(Date.now() / 1_000) + 3_600, ...claims })
        .setProtectedHeader({ alg, kid })
        .sign(privateKey),
  };
}

/** A server that publishes keys, and can be away. */
export async function publishKeys(...signers: Signer[]) {
  const provider = { signers, isAway: false, asked: 0, url: '' };
  const server = createServer((_request, response) => {
    provider.asked += 1;
    if (provider.isAway) response.writeHead(503).end();
    else response.end(JSON.stringify({ keys: provider.signers.map(({ published }) => published) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  return provider;
}
