// The proxies of docs/operating.md in front of a service: queries, both kinds of streams, and URLs in responses.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createClient } from 'graphql-ws';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { DEMO_SLUG, startDemoService } from '../harness/demo-service.ts';
import { findFreePort } from '../harness/free-port.ts';
import { canRun, startProxy, type ProxyName } from '../harness/reverse-proxy.ts';

const READ = `{ post(by: { slug: "${DEMO_SLUG}" }) { id url cursor } }`;
const FOLLOW = 'subscription ($id: ID!, $after: String) { commentAdded(postId: $id, after: $after) { node { body } } }';
const WRITE = 'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }';

interface Site {
  readonly url: string;
  /** The certificate of the proxy. */
  readonly ca: string;
}

interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

describe.each<ProxyName>(['nginx', 'haproxy'])('behind %s', (name) => {
  test.skipIf(!canRun(name)).each(['', '/talk'])(
    'queries, WebSockets, streams of events and addresses work under "%s/"',
    { timeout: 120_000 },
    async (path) => {
      const site = await aSite(name, path);
      const { post } = await ask<{ post: { id: string; url: string; cursor: string } }>(site, { query: READ });
      const follow = { query: FOLLOW, variables: { id: post.id, after: post.cursor } };
      const overEvents = readEvent(site, follow);
      const overSocket = readSocket(site, follow);

      await ask(site, { query: WRITE, variables: { input: { postId: post.id, body: `Behind ${name}.` } } });

      expect(await overEvents).toContain(`Behind ${name}.`);
      expect(await overSocket).toEqual({ data: { commentAdded: { node: { body: `Behind ${name}.` } } } });
      expect(post.url).toBe(`${site.url}/posts/${DEMO_SLUG}`);
      expect((await open(post.url, site)).statusCode).toBe(200);
      expect((await open(`${site.url}/metrics`, site)).statusCode).toBe(404);
    },
  );
});

/** A service with the demo, behind a public proxy. */
async function aSite(name: ProxyName, path: string): Promise<Site> {
  const port = await findFreePort();
  const url = `https://127.0.0.1:${port}${path}`;
  const service = await startDemoService({ PUBLIC_URL: url, METRICS: 'on' });
  return { url, ca: await startProxy(name, { port, service: service.url, hasPath: path !== '' }) };
}

async function ask<Data>({ url, ca }: Site, operation: Operation): Promise<Data> {
  const response = await open(`${url}/graphql`, { ca, operation });
  const text = (await response.setEncoding('utf8').toArray()).join('');
  const { data } = JSON.parse(text) as { data?: Data };
  if (data === undefined) throw new Error(text);
  return data;
}

/** The first event of a stream that stays open; a buffering proxy would never send it. */
async function readEvent({ url, ca }: Site, operation: Operation): Promise<string> {
  const response = await open(`${url}/graphql`, { ca, operation, accept: 'text/event-stream' });
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += String(chunk);
    if (text.includes('"data"')) break;
  }
  return text;
}

async function readSocket({ url, ca }: Site, operation: Operation): Promise<unknown> {
  class TrustingSocket extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol, { ca });
    }
  }
  const client = createClient({ url: `${url.replace('https', 'wss')}/graphql`, webSocketImpl: TrustingSocket });
  const results = client.iterate(operation);
  const { value } = await results.next();
  await client.dispose();
  return value;
}

async function open(
  url: string,
  { ca, operation, accept = 'application/json' }: { ca: string; operation?: Operation; accept?: string },
): Promise<IncomingMessage> {
  const method = operation === undefined ? 'GET' : 'POST';
  const sent = request(url, { method, ca, agent: false, headers: { accept, 'content-type': 'application/json' } });
  sent.end(operation && JSON.stringify(operation));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}
