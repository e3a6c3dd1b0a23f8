import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../src/app/serve.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';

const database = await openTestDatabase();
const api = openTestApi(database);

const CREATE = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    __typename
    ... on CreateApiTokenPayload { secret apiToken { id name scopes role createdAt expiresAt lastUsedAt revokedAt author { handle } } }
    ... on Error { message }
  }
}`;
const REVOKE = `mutation ($id: ID!) {
  revokeApiToken(input: { apiTokenId: $id }) {
    __typename
    ... on RevokeApiTokenPayload { apiToken { id revokedAt } }
    ... on Error { message }
  }
}`;
const LIST =
  'query ($first: Int, $after: String) { viewer { apiTokens(first: $first, after: $after) { totalCount nodes { id name } pageInfo { hasNextPage endCursor } } } }';

interface Made {
  readonly __typename: string;
  readonly secret: string;
  readonly message: string;
  readonly apiToken: Record<string, unknown> & { readonly id: string };
}
const INPUT = { name: 'Newsletter', scopes: ['READ', 'WRITE'], expiresInDays: 30 };

async function create(identity: Identity, input: Record<string, unknown> = {}): Promise<Made> {
  const variables = { input: { ...INPUT, ...input } };
  return (await api.data<{ createApiToken: Made }, object>([CREATE, variables, identity])).createApiToken;
}

async function revoke(identity: Identity, id: string) {
  interface Result {
    readonly revokeApiToken: Made & { readonly apiToken: { readonly revokedAt: string } };
  }
  return (await api.data<Result, object>([REVOKE, { id }, identity])).revokeApiToken;
}

/** The service on a port, asked with a token. */
async function openService() {
  const service = await startServer(serverOptions(api));
  onTestFinished(() => service.close());
  return async (token: string, query: string) => {
    const answer = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const body = (await answer.json()) as {
      data?: Record<string, unknown>;
      errors?: { extensions: { code: string } }[];
    };
    return { status: answer.status, data: body.data, code: body.errors?.[0]?.extensions.code };
  };
}

test('a token is shown once, and only its hash is stored', async () => {
  const { secret, apiToken } = await create(anAccount('ada'));

  expect(secret).toMatch(/^clq_[A-Za-z0-9_-]{43}$/);
  expect(apiToken).toMatchObject({ name: 'Newsletter', scopes: ['READ', 'WRITE'], role: 'READER', revokedAt: null });
  expect(JSON.stringify(await database.prisma.apiToken.findMany())).not.toContain(secret);
});

test('a program acts for the account, without taking its name from it', async () => {
  const ask = await openService();
  const { secret } = await create(anAccount('grace', 'AUTHOR'));

  const who = '{ viewer { handle displayName role } }';

  expect(await ask(secret, who)).toMatchObject({ status: 200, data: { viewer: { handle: 'grace', role: 'AUTHOR' } } });
  const [token] = await database.prisma.apiToken.findMany({ where: { author: { handle: 'grace' } } });
  expect(token?.lastUsedAt).not.toBeNull();
});

test('without the scope WRITE no mutation is executed, whatever it is', async () => {
  const ask = await openService();
  const { secret } = await create(anAccount('reader'), { scopes: ['READ'] });
  const before = await database.prisma.apiToken.count();

  for (const mutation of [
    'mutation { createApiToken(input: { name: "x", scopes: [WRITE] }) { __typename } }',
    'mutation { createPost(input: { title: "x", body: "x" }) { __typename } }',
  ]) {
    expect(await ask(secret, mutation)).toMatchObject({ code: 'FORBIDDEN' });
  }
  expect(await database.prisma.apiToken.count()).toBe(before);
  expect(await ask(secret, '{ viewer { handle } }')).toMatchObject({ data: { viewer: { handle: 'reader' } } });
});

test.each([
  [['READ', 'WRITE'], 'AUTHOR'],
  [['READ', 'WRITE', 'MODERATE'], 'MODERATOR'],
])('with %j a moderator’s program has the role %s', async (scopes, role) => {
  const ask = await openService();
  const { secret } = await create(anAccount('mod', 'MODERATOR'), { scopes });

  expect(await ask(secret, '{ viewer { role } }')).toMatchObject({ data: { viewer: { role } } });
});

test('a program loses the role that its account was last seen without, and is no sight of the account itself', async () => {
  const ask = await openService();
  const { secret } = await create(anAccount('demoted', 'ADMIN'), { scopes: ['READ', 'MODERATE'] });
  const role = async () => (await ask(secret, '{ viewer { role } }')).data;
  expect(await role()).toEqual({ viewer: { role: 'ADMIN' } });

  await api.data(['{ viewer { id } }', {}, anAccount('demoted')]);

  expect(await role()).toEqual({ viewer: { role: 'READER' } });
  await api.data(['{ viewer { id } }', {}, anAccount('demoted', 'MODERATOR')]);
  expect(await role()).toEqual({ viewer: { role: 'MODERATOR' } });
});

test('a program can neither make tokens nor revoke them', async () => {
  const ask = await openService();
  const { secret, apiToken } = await create(anAccount('maker'));

  for (const mutation of [
    'createApiToken(input: { name: "x", scopes: [WRITE] })',
    `revokeApiToken(input: { apiTokenId: "${apiToken.id}" })`,
  ]) {
    const { data } = await ask(secret, `mutation { result: ${mutation} { __typename } }`);
    expect(data).toEqual({ result: { __typename: 'ForbiddenError' } });
  }
});

test('a token that was revoked is refused at once, and revoking it again changes nothing', async () => {
  const ask = await openService();
  const ada = anAccount('ada');
  const { secret, apiToken } = await create(ada);
  await ask(secret, '{ __typename }');

  const first = await revoke(ada, apiToken.id);

  expect(first.apiToken.revokedAt).not.toBeNull();
  expect(await ask(secret, '{ __typename }')).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  expect((await revoke(ada, apiToken.id)).apiToken).toEqual(first.apiToken);
});

test('a token that has expired, or that nobody made, is refused', async () => {
  const ask = await openService();
  const { secret, apiToken } = await create(anAccount('late'));
  const id = Buffer.from(apiToken.id, 'base64url').toString().replace('ApiToken:', '');
  await database.prisma.apiToken.update({ where: { id }, data: { expiresAt: new Date(0) } });

  expect(await ask(secret, '{ __typename }')).toMatchObject({ status: 401 });
  expect(await ask(`clq_${'a'.repeat(43)}`, '{ __typename }')).toMatchObject({ status: 401 });
  expect(await ask(`clq_${'a'.repeat(42)}`, '{ __typename }')).toMatchObject({ status: 401 });
});

test.each([
  ['an empty name', { name: ' ' }],
  ['a name of two lines', { name: 'a\nb' }],
  ['a name that is too long', { name: 'a'.repeat(81) }],
  ['no scope', { scopes: [] }],
  ['no time', { expiresInDays: 0 }],
  ['more than a year', { expiresInDays: 366 }],
])('%s is refused', async (_, input) => {
  expect(await create(anAccount('ada'), input)).toMatchObject({ __typename: 'ValidationError' });
});

test('guests make none, and readers none that moderates', async () => {
  expect(await create(aVoice('guest'))).toMatchObject({ __typename: 'ForbiddenError' });
  expect(await create(anAccount('ada'), { scopes: ['MODERATE'] })).toMatchObject({ __typename: 'ForbiddenError' });
});

test('an account sees and revokes its own tokens only, and an administrator everybody’s', async () => {
  const [owner, stranger, admin] = [anAccount('owner'), anAccount('stranger', 'MODERATOR'), anAccount('root', 'ADMIN')];
  const { id } = (await create(owner)).apiToken;
  const node = async (identity?: Identity) =>
    (await api.data<{ node: unknown }, object>(['query ($id: ID!) { node(id: $id) { id } }', { id }, identity])).node;
  const all = '{ apiTokens(first: 100) { nodes { id } } }';

  expect([await node(), await node(stranger), await node(owner), await node(admin)]).toEqual([
    null,
    null,
    { id },
    { id },
  ]);
  expect(await revoke(stranger, id)).toMatchObject({ __typename: 'NotFoundError' });
  expect(await api.codes([all, {}, stranger])).toEqual(['FORBIDDEN']);
  const { apiTokens } = await api.data<{ apiTokens: { nodes: { id: string }[] } }, object>([all, {}, admin]);
  expect(apiTokens.nodes).toContainEqual({ id });
  expect(await revoke(admin, id)).toMatchObject({ __typename: 'RevokeApiTokenPayload' });
});

test('the list is paged, newest first, and a cursor of another account is refused', async () => {
  const pager = anAccount('pager');
  for (const name of ['1', '2', '3']) await create(pager, { name });
  interface Listed {
    viewer: {
      apiTokens: {
        totalCount: number;
        nodes: { name: string }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    };
  }
  const list = async (variables: Record<string, unknown>) =>
    (await api.data<Listed, object>([LIST, variables, pager])).viewer.apiTokens;

  const first = await list({ first: 2 });
  expect(first).toMatchObject({
    totalCount: 3,
    nodes: [{ name: '3' }, { name: '2' }],
    pageInfo: { hasNextPage: true },
  });
  const after = first.pageInfo.endCursor;
  expect(await list({ first: 2, after })).toMatchObject({ nodes: [{ name: '1' }], pageInfo: { hasNextPage: false } });
  expect(await api.codes([LIST, { after }, anAccount('ada')])).toEqual(['BAD_CURSOR']);
});
