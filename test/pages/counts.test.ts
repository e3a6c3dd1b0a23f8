import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { createCountsRoute } from '../../src/pages/counts.ts';
import { openDiscussion } from '../../src/domain/by-address/open-discussion.ts';
import { createPublicSession } from '../../src/domain/service-session.ts';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { encodeGlobalId } from '../../src/relay/global-id.ts';
import { anAccount, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database, { sites: ['https://example.org'] });
const statements = countStatements(database);
const { fetch, close } = createInProcessServer({
  ...serverOptions(api),
  routes: [createCountsRoute(api.services)],
});
afterAll(close);

const ONE = 'https://example.org/one';
const query = `?url=${encodeURIComponent(ONE)}&url=https://example.org/none&url=garbage`;

async function get(search: string, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(new Request(`http://127.0.0.1:4000/counts${search}`, { headers }));
}

let postId = '';
beforeAll(async () => {
  const session = createPublicSession(api.services, 'a-request');
  postId = encodeGlobalId('Post', (await openDiscussion(session, { url: ONE, title: 'One' })).id);
});
beforeEach(() => statements.reset());

test('the counts of many pages come in the order of their addresses', async () => {
  await aComment(api, { postId });

  const response = await get(query);

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toEqual({ counts: [1, 0, 0] });
  expect(await (await get('')).json()).toEqual({ counts: [] });
});

test('whoever comes again is told in one small statement that nothing has happened, until something has', async () => {
  const etag = (await get(query)).headers.get('etag') ?? '';
  statements.reset();
  expect((await get(query, { 'if-none-match': etag })).status).toBe(304);
  expect(statements.texts).toEqual([expect.stringContaining('site_log')]);

  const { comment } = await aComment(api, { postId, body: 'Another.' });

  const changed = await get(query, { 'if-none-match': etag });
  expect([changed.status, await changed.json()]).toEqual([200, { counts: [2, 0, 0] }]);
  await givePositions(database.pool);
  const numbered = (await get(query)).headers.get('etag') ?? '';
  expect((await get(query, { 'if-none-match': numbered })).status).toBe(304);
  const hide = 'mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { __typename } }';
  const input = { commentId: comment.id, action: 'HIDE', reason: 'A reason.' };
  await api.data([hide, { input }, anAccount('mo', 'MODERATOR')]);
  expect(await (await get(query, { 'if-none-match': numbered })).json()).toEqual({ counts: [1, 0, 0] });
});

test('the pages of a site may read the counts, and others may not', async () => {
  const allowed = (await get(query, { origin: 'https://example.org' })).headers;
  const foreign = (await get(query, { origin: 'https://evil.example' })).headers;

  expect(allowed.get('access-control-allow-origin')).toBe('https://example.org');
  expect(foreign.get('access-control-allow-origin')).toBeNull();
});

test('more than a hundred addresses are refused', async () => {
  const response = await get(`?${'url=https://example.org/a&'.repeat(101)}`);

  expect([response.status, await response.text()]).toEqual([400, 'Expected at most 100 URLs; found 101.\n']);
});
