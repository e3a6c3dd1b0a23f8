import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import { anAccount, openTestApi } from '../../harness/api.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, aPost, tryComment } from '../../harness/fixtures.ts';
import { A_MODERATOR } from '../../harness/moderation.ts';

const SECRET = 's'.repeat(32);
const database = await openTestDatabase();
const open = openTestApi(database);

type Answer = (question: Record<string, unknown>, response: ServerResponse, request: IncomingMessage) => void;

/** The service with a filter that answers in this way. */
async function withFilter(answer: Answer, settings: Partial<NonNullable<Config['filter']>> = {}) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      expect(request.headers['colloquy-signature']).toBe(
        `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
      );
      answer(JSON.parse(body) as Record<string, unknown>, response, request);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return openTestApi(database, { filter: { url, secret: SECRET, timeout: 300, whenSilent: 'hold', ...settings } });
}

test('the filter is told what is written, where and by whom, and no address', async () => {
  const questions: object[] = [];
  const api = await withFilter((question, response) => {
    questions.push(question);
    response.end('{"verdict":"publish"}');
  });
  const { id: postId } = await aPost(open);
  const { comment } = await aComment(open, { postId });
  await aComment(api, { postId, parentId: comment.id, body: 'By *Ada*.', subject: 'Hm' }, anAccount('ada'));
  await aComment(api, { postId, guestName: 'Bob', body: 'By Bob.' });

  expect(questions).toEqual([
    {
      sentAt: expect.any(String),
      post: { id: postId, title: expect.any(String), url: expect.stringContaining('http') },
      parentId: comment.id,
      commenter: { kind: 'account', handle: 'ada', displayName: 'ada' },
      comment: { subject: 'Hm', body: 'By *Ada*.', bodyHtml: expect.stringContaining('<em>Ada</em>') },
    },
    expect.objectContaining({ parentId: null, commenter: { kind: 'guest', handle: null, displayName: 'Bob' } }),
  ]);
});

test.each([
  ['{"verdict":"hold"}', { heldComment: { heldBecause: 'FILTER' } }],
  ['{"verdict":"refuse","reason":"No."}', { __typename: 'ForbiddenError', message: 'No.' }],
  ['{"verdict":"refuse"}', { __typename: 'ForbiddenError' }],
  ['{"verdict":"perhaps"}', { heldComment: { heldBecause: 'FILTER_SILENT' } }],
  ['not JSON', { heldComment: { heldBecause: 'FILTER_SILENT' } }],
  [`{"verdict":"publish","reason":"${'x'.repeat(20_000)}"}`, { heldComment: { heldBecause: 'FILTER_SILENT' } }],
])('its answer %s is followed', async (answer, expected) => {
  const { id: postId } = await aPost(open);
  const api = await withFilter((_question, response) => response.end(answer));

  expect(await tryComment(api, { postId })).toMatchObject(expected);
});

test('a filter that fails, leads elsewhere or says nothing is silent, and the setting says what follows', async () => {
  const { id: postId } = await aPost(open);
  const ways: Answer[] = [
    (_question, response) => response.writeHead(500).end('{"verdict":"publish"}'),
    (_question, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    (_question, _response, request) => request.destroy(),
    () => undefined,
  ];
  for (const way of ways) {
    const [holds, publishes] = [await withFilter(way), await withFilter(way, { whenSilent: 'publish' })];
    expect(await tryComment(holds, { postId })).toMatchObject({ heldComment: { heldBecause: 'FILTER_SILENT' } });
    expect(await tryComment(publishes, { postId })).toMatchObject({ __typename: 'CreateCommentPayload' });
  }
});

test('moderators, retries and what is held already are not asked about', async () => {
  const { id: postId } = await aPost(open);
  let asked = 0;
  const api = await withFilter((_question, response) => {
    asked += 1;
    response.end('{"verdict":"publish"}');
  });
  await aComment(api, { postId }, A_MODERATOR);
  await tryComment(api, { postId, honeypot: 'x' });
  expect(asked).toBe(0);
  const retried = { postId, clientMutationId: 'a-key' };
  await aComment(api, retried, anAccount('ada'));
  await aComment(api, retried, anAccount('ada'));
  expect(asked).toBe(1);
});
