// A filter for Colloquy that asks Akismet. Node 20 or later, nothing to install:
//   FILTER_SECRET=… AKISMET_KEY=… SITE=https://example.org PORT=4100 node akismet.mjs
// and in Colloquy FILTER_URL=http://127.0.0.1:4100/ with the same FILTER_SECRET.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const { FILTER_SECRET = '', AKISMET_KEY = '', SITE = '', PORT = '4100' } = process.env;
const AKISMET = process.env['AKISMET_URL'] ?? 'https://rest.akismet.com/1.1/comment-check';
const TOLERANCE = 60_000; // milliseconds that a question may be old

createServer(async (request, response) => {
  const body = await read(request);
  if (!isSigned(body, request.headers['colloquy-signature'])) return answer(response, 401, { error: 'not signed' });
  const question = JSON.parse(body);
  if (Math.abs(Date.now() - Date.parse(question.sentAt)) > TOLERANCE)
    return answer(response, 401, { error: 'too old' });
  try {
    answer(response, 200, await ask(question));
  } catch (error) {
    // Colloquy then does what FILTER_SILENT says.
    answer(response, 502, { error: String(error) });
  }
}).listen(Number(PORT), '127.0.0.1');

/** Akismet wants an address of the commenter, which Colloquy neither keeps nor gives away. */
async function ask({ comment, commenter, post }) {
  const form = new URLSearchParams({
    api_key: AKISMET_KEY,
    blog: SITE,
    user_ip: '127.0.0.1',
    comment_type: 'comment',
    comment_author: commenter.displayName ?? '',
    comment_content: comment.body,
    permalink: post.url,
  });
  const response = await fetch(AKISMET, { method: 'POST', body: form, signal: AbortSignal.timeout(1_500) });
  const text = (await response.text()).trim();
  if (text === 'false') return { verdict: 'publish' };
  if (text !== 'true') throw new Error(response.headers.get('x-akismet-debug-help') ?? text);
  // “discard” stands for what is certain to be spam.
  const isBlatant = response.headers.get('x-akismet-pro-tip') === 'discard';
  return isBlatant ? { verdict: 'refuse', reason: 'This looks like spam.' } : { verdict: 'hold' };
}

function isSigned(body, signature = '') {
  const expected = Buffer.from(`sha256=${createHmac('sha256', FILTER_SECRET).update(body).digest('hex')}`);
  const found = Buffer.from(signature);
  return found.length === expected.length && timingSafeEqual(found, expected);
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
