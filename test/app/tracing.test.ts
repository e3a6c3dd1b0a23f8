import { createServer } from 'node:http';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { signToken } from '../../src/execution/identity/token.ts';
import { aServiceProcess } from '../harness/service-process.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SECRET = 'a secret of the tests, of 32 bytes and more';
const CALLER = 'b7ad6b7169203331';

/** A collector that takes spans by OTLP over HTTP, as JSON. */
async function aCollector() {
  const spans: Span[] = [];
  const resources: Record<string, string | undefined>[] = [];
  const bodies: string[] = [];
  const events = new EventEmitter();
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      if (request.url === '/v1/traces') {
        bodies.push(body);
        const { resourceSpans } = JSON.parse(body) as Exported;
        resources.push(...resourceSpans.map(({ resource }) => read(resource.attributes)));
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      events.emit('spans');
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, spans, resources, bodies },
    async until(name: string): Promise<Span> {
      for (;;) {
        const found = spans.find((span) => span.name === name);
        if (found !== undefined) return found;
        await once(events, 'spans');
      }
    },
  };
}

function read(attributes: Span['attributes']): Record<string, string | undefined> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
}

async function aTracedService(env: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-tracing-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const service = await aServiceProcess({ DATA_DIR: dataDir, OTEL_BSP_SCHEDULE_DELAY: '50', ...env });
  await service.start();
  const ask = async (query: string, headers: Record<string, string> = {}) =>
    await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    }).then(async (response) => (await response.json()) as { data: unknown });
  return { service, ask };
}

test('a request, its operation and its statements are spans of the trace that the caller names', async () => {
  const collector = await aCollector();
  const { service, ask } = await aTracedService({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_SERVICE_NAME: 'talk-of-the-test',
  });

  const query = 'query FindPost { post(by: { slug: "a-secret" }) { id } }';
  const answer = await ask(query, { traceparent: `00-${TRACE}-${CALLER}-01` });
  await ask('query Wrong { odd }');
  const request = await collector.until('POST /graphql');
  const operation = await collector.until('query FindPost');
  const statements = collector.spans.filter(({ parentSpanId }) => parentSpanId === operation.spanId);

  expect(answer).toMatchObject({ data: { post: null } });
  expect(request).toMatchObject({ traceId: TRACE, parentSpanId: CALLER });
  expect(read(request.attributes)).toMatchObject({ 'http.request.method': 'POST', 'http.route': '/graphql' });
  expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: request.spanId });
  expect(read(operation.attributes)).toEqual({
    'graphql.operation.type': 'query',
    'graphql.operation.name': 'FindPost',
  });
  expect(statements.length).toBeGreaterThan(0);
  for (const { traceId, attributes } of statements) {
    expect(traceId).toBe(TRACE);
    expect(read(attributes)).toMatchObject({ 'db.system': 'postgresql', 'db.query.summary': expect.any(String) });
  }
  expect(collector.resources[0]).toMatchObject({ 'service.name': 'talk-of-the-test' });
  expect(await service.terminate()).toBe(0);
  expect(collector.bodies.join('')).not.toContain('a-secret');
});

test('statements of a mutation’s transaction belong to it, and what fails is marked', async () => {
  const collector = await aCollector();
  const { service, ask } = await aTracedService({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
    AUTH_SECRET: SECRET,
  });

  const token = await signToken({ subject: 'ada', role: 'AUTHOR' }, { secret: SECRET, expiresIn: 60 });
  const mutation = 'mutation Publish { createPost(input: { title: "T", body: "B", publish: true }) { __typename } }';
  const answer = await ask(mutation, { authorization: `Bearer ${token}` });
  expect(answer).toMatchObject({ data: { createPost: { __typename: 'CreatePostPayload' } } });
  await Promise.all([1, 2, 3].map((n) => ask(`query Q${n} { posts(first: 1) { totalCount nodes { id } } }`)));
  await ask('query Odd { posts(first: 101) { totalCount } }');
  await service.terminate();

  const byId = new Map(collector.spans.map((span) => [span.spanId, span]));
  const ofStatements = collector.spans.filter(({ attributes }) => 'db.system' in read(attributes));
  const parents = new Set(ofStatements.map(({ parentSpanId = '' }) => byId.get(parentSpanId)?.name));
  const odd = collector.spans.find(({ name }) => name === 'query Odd');

  expect([...parents].sort()).toEqual(['mutation Publish', 'query Q1', 'query Q2', 'query Q3']);
  expect(odd?.status.code).toBe(2);
  expect(read(odd?.attributes ?? [])).toMatchObject({ 'error.type': 'BAD_USER_INPUT' });
});

test('a collector that is away stops nothing', async () => {
  const { service, ask } = await aTracedService({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });

  expect(await ask('{ __typename }')).toMatchObject({ data: { __typename: 'Query' } });
  expect(await service.terminate()).toBe(0);
});
