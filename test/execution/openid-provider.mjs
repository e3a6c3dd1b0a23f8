// A real OpenID Connect provider, as a process: `node openid-provider.mjs PORT [REDIRECT_URI]`. A client of its own gets access tokens
// for the service; with an address to come back to, people sign in at it under any name, as users of a public client.
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, redirectUri] = [Number(process.argv[2]), process.argv[3]];
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
  clients: [
    {
      client_id: 'newsroom',
      client_secret: 'a secret of tests',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
    ...(redirectUri === undefined
      ? []
      : [{ client_id: 'desk', token_endpoint_auth_method: 'none', redirect_uris: [redirectUri] }]),
  ],
  clientBasedCORS: () => true,
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: redirectUri !== undefined },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_context, resource) => ({
        scope: '',
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: () => ({
    preferred_username: 'ada',
    name: 'Ada Lovelace',
    picture: 'https://example.org/ada.png',
    realm_access: { roles: ['offline_access', 'moderators'] },
  }),
});
provider.listen(port, '127.0.0.1');
