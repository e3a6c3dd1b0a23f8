// The authorization code flow with PKCE of a public client: https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1
import { readFields, textOf } from './fields.ts';

/** Where moderators sign in, as the service is configured. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** What the access token must be for. */
  readonly audience: string;
}

/** What is remembered while a moderator is at the provider. */
interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the provider gave. */
export interface Grant {
  readonly accessToken: string;
  /** Milliseconds since 1970; null where the provider does not say. */
  readonly expiresAt: number | null;
  readonly refreshToken: string | null;
}

interface Provider {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}

/** Something was not as it must be: nobody is signed in. */
export class SignInError extends Error {}

async function discover({ issuer }: SignIn): Promise<Provider> {
  const address = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { credentials: 'omit' });
  const found = readFields(await answer.json());
  const [authorizationEndpoint, tokenEndpoint] = ['authorization_endpoint', 'token_endpoint'].map((name) =>
    textOf(found, name),
  );
  if (textOf(found, 'issuer') !== issuer || authorizationEndpoint == null || tokenEndpoint == null) {
    throw new SignInError(`Expected the configuration of ${issuer} at ${address}.`);
  }
  return { authorizationEndpoint, tokenEndpoint };
}

/** The address at which the moderator signs in, and what is to be remembered until they come back. */
export async function beginSignIn(signIn: SignIn, redirectUri: string): Promise<{ address: string; begun: Begun }> {
  const { authorizationEndpoint } = await discover(signIn);
  const begun = { state: makeSecret(), nonce: makeSecret(), verifier: makeSecret() };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.verifier));
  const address = new URL(authorizationEndpoint);
  const parameters = {
    ...{ response_type: 'code', client_id: signIn.clientId, redirect_uri: redirectUri, scope: 'openid' },
    ...{ state: begun.state, nonce: begun.nonce },
    ...{ code_challenge: toBase64Url(new Uint8Array(digest)), code_challenge_method: 'S256' },
    ...nameAudience(signIn),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return { address: address.href, begun };
}

interface Return {
  readonly begun: Begun | null;
  readonly redirectUri: string;
  /** The query of the address at which the provider sent the moderator back. */
  readonly query: URLSearchParams;
}

/** Exchanges the code for a token, once everything is as it was begun. @throws {SignInError} else. */
export async function finishSignIn(signIn: SignIn, { begun, redirectUri, query }: Return): Promise<Grant> {
  const [code, issuer] = [query.get('code'), query.get('iss')];
  if (query.get('state') !== begun?.state || (issuer !== null && issuer !== signIn.issuer)) {
    throw new SignInError('Expected the answer to a sign-in that was begun in this tab.');
  }
  if (code === null) throw new SignInError(query.get('error_description') ?? query.get('error') ?? '');
  const answer = await askForToken(signIn, {
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: begun.verifier },
  });
  requireOwnIdToken(textOf(answer, 'id_token'), { signIn, nonce: begun.nonce });
  return readGrant(answer);
}

/** A new token in place of one that ends. @throws {SignInError} when the provider gives none. */
export async function renew(signIn: SignIn, refreshToken: string): Promise<Grant> {
  const grant = readGrant(await askForToken(signIn, { grant_type: 'refresh_token', refresh_token: refreshToken }));
  return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
}

async function askForToken(signIn: SignIn, parameters: Readonly<Record<string, string>>) {
  const { tokenEndpoint } = await discover(signIn);
  const body = new URLSearchParams({ ...parameters, client_id: signIn.clientId, ...nameAudience(signIn) });
  const answer = await fetch(tokenEndpoint, { method: 'POST', body, credentials: 'omit' });
  const fields = readFields(await answer.json());
  if (!answer.ok) throw new SignInError(textOf(fields, 'error_description') ?? textOf(fields, 'error') ?? '');
  return fields;
}

function readGrant(fields: Readonly<Record<string, unknown>>): Grant {
  const accessToken = textOf(fields, 'access_token');
  if (accessToken === null) throw new SignInError('Expected an access token.');
  const seconds = Number(fields['expires_in'] ?? Number.NaN);
  const expiresAt = Number.isFinite(seconds) ? Date.now() + seconds * 1_000 : null;
  return { accessToken, expiresAt, refreshToken: textOf(fields, 'refresh_token') };
}

/**
 * The token came from the provider itself over TLS, which vouches for it in place of its signature:
 * https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
function requireOwnIdToken(token: string | null, { signIn, nonce }: { signIn: SignIn; nonce: string }): void {
  const claims = readClaims(token);
  const audience = claims['aud'];
  const isForUs = Array.isArray(audience) ? audience.includes(signIn.clientId) : audience === signIn.clientId;
  if (claims['nonce'] !== nonce || claims['iss'] !== signIn.issuer || !isForUs) {
    throw new SignInError('Expected an ID token of this sign-in.');
  }
}

function readClaims(token: string | null): Readonly<Record<string, unknown>> {
  const [, payload = ''] = (token ?? '').split('.');
  try {
    return readFields(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    return {};
  }
}

/** Some providers want to know for whom the token is by the one name, and some by the other, which takes an address. */
function nameAudience({ audience }: SignIn): Readonly<Record<string, string>> {
  return { audience, ...(URL.canParse(audience) && { resource: audience }) };
}

function makeSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCodePoint(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
