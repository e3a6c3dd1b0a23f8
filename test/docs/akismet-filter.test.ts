// docs/filters/akismet.mjs, run as a site runs it, with a stand-in for Akismet.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aPost, tryComment } from '../harness/fixtures.ts';
import { findFreePort } from '../harness/free-port.ts';
import { untilListening } from '../harness/until-listening.ts';

const SECRET = 'f'.repeat(32);
const database = await openTestDatabase();

test('Akismet’s verdicts publish, hold and refuse; its faults are silence', async () => {
  const asked: URLSearchParams[] = [];
  const akismet = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      asked.push(form);
      const text = form.get('comment_content') ?? '';
      if (text.includes('blatant')) response.setHeader('x-akismet-pro-tip', 'discard');
      response.end(text.includes('broken') ? 'invalid' : String(text.includes('spam')));
    });
  }).listen(0, '127.0.0.1');
  await once(akismet, 'listening');
  onTestFinished(() => void akismet.close());

  const port = await findFreePort();
  const env = {
    FILTER_SECRET: SECRET,
    AKISMET_KEY: 'key',
    SITE: 'https://example.org',
    PORT: String(port),
    AKISMET_URL: `http://127.0.0.1:${(akismet.address() as AddressInfo).port}/`,
  };
  const filter = spawn(process.execPath, ['docs/filters/akismet.mjs'], { stdio: 'ignore', env });
  await untilListening(filter, { port, why: () => 'The filter did not start.' });

  const url = `http://127.0.0.1:${port}/`;
  const api = openTestApi(database, { filter: { url, secret: SECRET, timeout: 5_000, whenSilent: 'hold' } });
  const { id: postId } = await aPost(api);
  const write = async (body: string, by = api) => await tryComment(by, { postId, body, guestName: 'Ann' });

  expect(await write('A remark.')).toMatchObject({ __typename: 'CreateCommentPayload' });
  expect(await write('This is spam.')).toMatchObject({ heldComment: { heldBecause: 'FILTER' } });
  expect(await write('This is blatant spam.')).toMatchObject({
    __typename: 'ForbiddenError',
    message: 'This looks like spam.',
  });
  expect(await write('This is broken.')).toMatchObject({ heldComment: { heldBecause: 'FILTER_SILENT' } });
  expect(asked.map((form) => form.get('comment_author'))).toEqual(['Ann', 'Ann', 'Ann', 'Ann']);

  const forged = openTestApi(database, {
    filter: { url, secret: 'another secret', timeout: 5_000, whenSilent: 'hold' },
  });
  expect(await write('Another remark.', forged)).toMatchObject({ heldComment: { heldBecause: 'FILTER_SILENT' } });
  expect(asked).toHaveLength(4);
});
