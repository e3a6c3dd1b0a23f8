// The short way of a request answers as the long way does. The long way is the one in process; the port takes the short one.
import { expect, it } from 'vitest';
import { aPost, aToken, openInProcess, openOnPort } from './stand-in.ts';

type Asked = readonly [name: string, query: string, options: Parameters<typeof aPost>[1]];

const RESPONSE_JSON = 'application/graphql-response+json';

const REQUESTS: readonly Asked[] = [
  ['a query', '{ hello }', {}],
  ['variables', 'query ($name: String!) { hello(name: $name) }', { variables: { name: 'Ada' } }],
  ['variables that do not fit', 'query ($name: String!) { hello(name: $name) }', {}],
  ['a mutation', 'mutation { add(number: 2) }', {}],
  ['another JSON', '{ hello }', { accept: RESPONSE_JSON }],
  ['a preference', '{ hello }', { accept: `application/json;q=0.5, ${RESPONSE_JSON}` }],
  ['a syntax error', '{', { accept: RESPONSE_JSON }],
  ['an unknown field', '{ nothing }', { accept: RESPONSE_JSON }],
  ['a failure with a code', '{ coded }', {}],
  ['a failure without one', '{ secretFailure }', {}],
  ['a database that is away', '{ databaseAway }', {}],
  ['a mutation that has done its work', 'mutation { addHalf { away } }', {}],
  ['a subscription without a stream', 'subscription { added { number } }', {}],
  ['a stream', '{ hello }', { accept: 'text/event-stream' }],
  ['nothing that is understood', '{ hello }', { accept: 'image/png' }],
  ['an allowed page', '{ hello }', { headers: { origin: 'https://paper.example' } }],
  ['a foreign page', '{ hello }', { headers: { origin: 'https://evil.example' } }],
  ['a wrong token', '{ who }', { headers: { authorization: 'Bearer nonsense' } }],
  ['a wrong voice', '{ who }', { headers: { 'colloquy-voice': 'short' } }],
  ['a voice', '{ who }', { headers: { 'colloquy-voice': 'v'.repeat(30) } }],
  ['a form', '{ hello }', { headers: { 'content-type': 'text/plain' } }],
  ['a request id', '{ hello }', { headers: { 'x-request-id': 'an-id-of-a-proxy' } }],
];

it.each(REQUESTS)('%s is answered the same on both ways', async (_name, query, options) => {
  const { short, long } = await askBoth(aPost(query, options));

  expect(short).toEqual(long);
});

it.each([
  ['no JSON', '{'],
  ['a batch', '[{"query":"{ hello }"}]'],
  ['no object', '7'],
  ['no document', '{}'],
  ['a document that is no text', '{"query":7}'],
  ['a name that is no text', '{"query":"{ hello }","operationName":7}'],
  ['variables that are no object', '{"query":"{ hello }","variables":[]}'],
  ['an unknown document', '{"documentId":"none"}'],
  ['an unknown operation', '{"query":"query A { hello }","operationName":"B"}'],
  ['parameters that nobody knows', '{"query":"{ hello }","id":7}'],
  ['bytes that are no UTF-8', Buffer.from('{"query":"{ hello(name: \\"\xff\\") }"}', 'latin1')],
  ['a mark of the order of bytes', '\ufeff{"query":"{ hello }"}'],
  ['nothing', ''],
])('a body with %s is answered the same on both ways', async (_name, body) => {
  const headers = { 'content-type': 'application/json' };
  const { short, long } = await askBoth(
    new Request('http://127.0.0.1:4000/graphql', { method: 'POST', headers, body }),
  );

  expect(short).toEqual(long);
});

it('an account is answered the same on both ways, and not kept by a cache', async () => {
  const headers = { authorization: `Bearer ${await aToken()}` };
  const { short, long } = await askBoth(aPost('{ who }', { headers }));

  expect(short).toEqual(long);
  expect(short.headers['cache-control']).toBe('no-store');
});

/** Sends a request on both ways. */
async function askBoth(request: Request) {
  const { url } = await openOnPort();
  const { fetch: answer } = openInProcess();
  const body = new Uint8Array(await request.arrayBuffer());
  const headers = { 'x-request-id': 'one-for-both-ways', ...Object.fromEntries(request.headers) };
  const init = { method: 'POST', headers, body };
  const short = await read(await fetch(`${url}/graphql`, init));
  const long = await read(await answer(new Request('http://127.0.0.1/graphql', withLength(init))));
  return { short, long };
}

/** As a client on a port says by itself. */
function withLength({
  headers,
  body,
  ...init
}: {
  method: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}) {
  return { ...init, body, headers: { ...headers, 'content-length': String(body.length) } };
}

async function read(response: Response) {
  const ofConnection = /^(connection|keep-alive|date|content-length|transfer-encoding)$/;
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !ofConnection.test(name)));
  return { status: response.status, headers, body: await response.text() };
}
