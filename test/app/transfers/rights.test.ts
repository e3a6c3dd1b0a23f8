// Who may take everything, and bring files.
import { expect, test } from 'vitest';
import { openTestDatabase } from '../../harness/database.ts';
import { aTransferService } from './harness.ts';

const service = aTransferService(await openTestDatabase());

const ROUTES = [
  ['GET', '/admin/archive'],
  ['POST', '/admin/import'],
] as const;

test.each(ROUTES)('%s %s is for administrators', async (method, path) => {
  for (const [as, status, code] of [
    [null, 401, 'UNAUTHENTICATED'],
    ['READER', 403, 'FORBIDDEN'],
    ['AUTHOR', 403, 'FORBIDDEN'],
    ['MODERATOR', 403, 'FORBIDDEN'],
  ] as const) {
    const response = await service.call(path, { method, as, ...(method === 'POST' && { body: 'x' }) });

    expect([as, response.status, await response.json()]).toMatchObject([
      as,
      status,
      { errors: [{ extensions: { code } }] },
    ]);
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  }
});

test.each(ROUTES)('%s %s takes no token in its address, and no garbage', async (method, path) => {
  const token = await service.tokenOf('ADMIN');
  const body = method === 'POST' ? { body: 'x' } : {};

  const named = await service.call(`${path}?token=${token}`, { method, as: null, ...body });
  const garbage = await service.call(path, { method, as: null, headers: { authorization: 'Bearer garbage' }, ...body });

  expect([named.status, garbage.status]).toEqual([401, 401]);
  expect(await garbage.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

test.each(ROUTES)('%s %s is not for programs', async (method, path) => {
  const identity = { authorization: `Bearer ${await service.tokenOf('ADMIN')}`, 'content-type': 'application/json' };
  const query = `mutation { createApiToken(input: { name: "All", scopes: [READ, WRITE, MODERATE] }) {
    ... on CreateApiTokenPayload { secret } } }`;
  const made = await service.call('/graphql', {
    method: 'POST',
    as: null,
    headers: identity,
    body: JSON.stringify({ query }),
  });
  const { data } = (await made.json()) as { data: { createApiToken: { secret: string } } };
  const headers = { authorization: `Bearer ${data.createApiToken.secret}` };

  const response = await service.call(path, { method, as: null, headers, ...(method === 'POST' && { body: 'x' }) });

  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('not an API token')]);
});

test('nothing is imported by GET, nor for a page of another origin', async () => {
  const read = await service.call('/admin/import');
  const foreign = await service.call('/admin/import', {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: 'x',
  });

  expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  expect([foreign.status, await foreign.text()]).toEqual([403, expect.stringContaining('Pages of this origin')]);
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});
