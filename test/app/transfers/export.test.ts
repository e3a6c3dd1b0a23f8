// Everything that is kept, taken from a service that runs.
import { beforeAll, describe, expect, test } from 'vitest';
import { writeExport } from '../../../src/app/transfers/write-export.ts';
import { createAddresses } from '../../../src/config/addresses.ts';
import { anArchive, VOICE_SECRET, type Line } from '../../harness/archive.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, aPost } from '../../harness/fixtures.ts';
import { aTransferService, ORIGIN } from './harness.ts';

const database = await openTestDatabase();
const { api, call } = aTransferService(database);

let postId = '';
beforeAll(async () => {
  ({ id: postId } = await aPost(api, { slug: 'bread', title: 'Bread & butter' }));
  for (let at = 0; at < 30; at += 1) await aComment(api, { postId, body: `Remark ${at} ${'x'.repeat(5_000)}` });
});

async function commandWrites(format: 'wordpress' | 'disqus'): Promise<string> {
  let text = '';
  const addresses = createAddresses({ service: () => ORIGIN, postUrl: null });
  const call = { after: null, format, voiceSecret: VOICE_SECRET, addresses, onLeftOut: () => undefined };
  for await (const piece of writeExport(database.pool, call)) text += piece;
  return text;
}

describe('an archive', () => {
  test('is the one that the command writes', async () => {
    const response = await call('/admin/archive');
    const text = await response.text();
    const { records, lines } = await anArchive(database);

    expect(response.status).toBe(200);
    expect(text.slice(text.indexOf('\n') + 1)).toBe(records);
    const [header] = text.split('\n', 1).map((line) => JSON.parse(line) as Line);
    expect({ ...header, madeAt: '', cursor: '' }).toEqual({ ...lines[0], madeAt: '', cursor: '' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="archive.ndjson"',
      'cache-control': expect.stringContaining('no-store'),
    });
  });

  test('has what changed since another one', async () => {
    const { cursor } = await anArchive(database);
    await aComment(api, { postId, body: 'Since then.' });

    const text = await (await call(`/admin/archive?after=${encodeURIComponent(cursor)}`)).text();

    expect(text.match(/^\{"type":"comment",.*$/gm)).toHaveLength(1);
    expect(text).toContain('Since then.');
    expect(text).toMatch(/\{"type":"trailer".*\}\n$/);
  });

  test('has the moment at which it began, also where its client reads it later', async () => {
    const reader = (await call('/admin/archive')).body?.getReader();
    await aComment(api, { postId, body: 'Too late.' });

    let text = '';
    for (let step = await reader?.read(); step?.done === false; step = await reader?.read()) {
      text += Buffer.from(step.value).toString('utf8');
    }

    expect(text).not.toContain('Too late.');
    expect(text).toMatch(/\{"type":"trailer".*\}\n$/);
  });

  test('holds no connection for a client that does not read', async () => {
    const response = await call('/admin/archive');

    await aComment(api, { postId, body: 'Meanwhile.' });
    const other = await (await untilFree(() => call('/admin/archive'))).text();

    expect(other).toContain('Meanwhile.');
    await response.body?.cancel();
  });

  test('ends with its client, and the next one is whole', async () => {
    const reader = (await call('/admin/archive')).body?.getReader();
    await reader?.read();
    await reader?.cancel();

    const next = await untilFree(() => call('/admin/archive'));

    expect([next.status, await next.text()]).toEqual([200, expect.stringMatching(/\{"type":"trailer".*\}\n$/)]);
  });
});

test.each(['wordpress', 'disqus'] as const)('a file of %s is the one that the command writes', async (format) => {
  const response = await call(`/admin/archive?format=${format}`);

  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/xml']);
  expect(await response.text()).toBe(await commandWrites(format));
});

test('HEAD gets headers, and exports nothing', async () => {
  const response = await call('/admin/archive', { method: 'HEAD' });

  expect([response.status, await response.text()]).toEqual([200, '']);
});

test.each([
  ['another format', '?format=coral', 'BAD_USER_INPUT', 'Expected format to be wordpress or disqus; found "coral".'],
  ['a cursor for other software', '?format=disqus&after=x', 'BAD_USER_INPUT', 'after goes with our own form only'],
  ['what is no parameter', '?since=x', 'BAD_USER_INPUT', 'Expected no parameters but after, format; found "since".'],
  ['what is no cursor', '?after=x', 'BAD_CURSOR', 'it is no cursor of an archive'],
])('%s is refused', async (_what, query, code, message) => {
  const response = await call(`/admin/archive${query}`);

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    errors: [{ message: expect.stringContaining(message), extensions: { code } }],
  });
});

test('without PUBLIC_URL, posts are named by the address at which the service listens', async () => {
  const nearby = aTransferService(database, { settings: { publicUrl: null } });

  const response = await nearby.call('/admin/archive?format=disqus');

  expect(response.status).toBe(200);
  expect(await response.text()).toContain(`<link>${ORIGIN}/posts/bread</link>`);
});

/** The one that was left may not have ended yet. */
async function untilFree(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await ask();
    if (response.status !== 409) return response;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
