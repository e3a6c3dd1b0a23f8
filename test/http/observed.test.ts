import { pino } from 'pino';
import { expect, test } from 'vitest';
import { logRequests } from '../../src/observe/log-requests.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { observeWith, type OperationReport, type Observer, type RequestReport } from '../../src/observe/observer.ts';
import { openSocket } from '../websocket/socket-client.ts';
import { aPost, ask, aToken, openInProcess, openOnPort } from './stand-in.ts';

const EVENTS = { accept: 'text/event-stream' };

function aRecorder() {
  const operations: OperationReport[] = [];
  const requests: RequestReport[] = [];
  const rules: string[] = [];
  const observer: Observer = {
    operation: (report) => operations.push(report),
    request: (report) => requests.push(report),
    refused: (rule) => rules.push(rule),
  };
  return { operations, requests, rules, observer };
}

test.each<[string, Request | (() => Promise<Request>), Partial<OperationReport>]>([
  ['a query', aPost('query Greet { hello }'), { name: 'Greet', kind: 'query', code: 'OK', price: expect.any(Number) }],
  ['one without a name', aPost('{ hello }'), { name: null, kind: 'query', code: 'OK' }],
  ['a mutation', aPost('mutation Add { add(number: 1) }'), { name: 'Add', kind: 'mutation', code: 'OK' }],
  ['a field that fails', aPost('query Fail { coded }'), { name: 'Fail', code: 'FORBIDDEN' }],
  ['an unexpected error', aPost('{ secretFailure }'), { code: 'INTERNAL_SERVER_ERROR' }],
  ['a syntax error', aPost('query Broken {'), { name: null, kind: null, code: 'GRAPHQL_PARSE_FAILED', price: null }],
  ['an unknown field', aPost('query Odd { odd }'), { name: 'Odd', code: 'GRAPHQL_VALIDATION_FAILED', price: null }],
  ['a wrong token', aPost('{ hello }', { headers: { authorization: 'Bearer x' } }), { code: 'UNAUTHENTICATED' }],
  ['a body that is none', aPost('{ hello }', { headers: { 'content-type': 'text/plain' } }), { code: 'BAD_REQUEST' }],
  ['a subscription', aPost('subscription Follow { added { number } }', EVENTS), { name: 'Follow', code: 'OK' }],
  ['one that cannot start', aPost('subscription { missing { number } }', EVENTS), { code: 'NOT_FOUND' }],
])('%s is reported once, with its name, price and code', async (_, request, expected) => {
  const { operations, requests, observer } = aRecorder();
  const server = openInProcess({ observer });

  const response = await server.fetch(request instanceof Request ? request : await request());
  await response.body?.cancel();

  expect(operations).toEqual([expect.objectContaining({ ...expected, door: 'http' })]);
  expect(operations[0]?.requestId).toBe(response.headers.get('x-request-id'));
  expect(operations[0]?.durationMs).toBeGreaterThan(0);
  expect(requests).toMatchObject([{ route: '/graphql', status: response.status, isOperation: true }]);
});

test('operations of a socket are reported in the same way', async () => {
  const { operations, observer } = aRecorder();
  const { url } = await openOnPort({ observer });
  const socket = await openSocket(url);
  socket.send({ type: 'connection_init' });
  await socket.next();

  for (const query of [
    'query Greet { hello }',
    'query Broken {',
    'query Odd { odd }',
    'subscription No { missing { number } }',
  ]) {
    const known = operations.length;
    socket.subscribe(query, query);
    while (operations.length === known) await socket.next();
  }

  expect(operations.map(({ name, code, door }) => [name, code, door])).toEqual([
    ['Greet', 'OK', 'websocket'],
    [null, 'GRAPHQL_PARSE_FAILED', 'websocket'],
    ['Odd', 'GRAPHQL_VALIDATION_FAILED', 'websocket'],
    ['No', 'NOT_FOUND', 'websocket'],
  ]);
});

test('a request is reported under the name of its route, never under its path', async () => {
  const { requests, operations, observer } = aRecorder();
  const server = openInProcess({
    observer,
    routes: [{ path: /^\/posts\/(?<slug>[^/]+)\/comments\.atom$/, handle: () => new Response('feed') }],
  });

  for (const path of ['/posts/a-secret/comments.atom', '/a-secret', '/health?a-secret']) {
    await server.fetch(new Request(`http://127.0.0.1:4000${path}`));
  }

  expect(requests.map(({ method, route, status }) => [method, route, status])).toEqual([
    ['GET', '/posts/:slug/comments.atom', 200],
    ['GET', 'none', 404],
    ['GET', '/health', 200],
  ]);
  expect(operations).toEqual([]);
});

test('a rule of HTTP or of sockets that was broken is named', async () => {
  const { rules, observer } = aRecorder();
  const { url } = await openOnPort({ observer });
  const post = async (headers: Record<string, string>) =>
    await (await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{}' })).text();

  await post({ origin: 'https://evil.example' });
  await post({ 'content-type': 'text/plain' });
  await openSocket(url, { origin: 'https://evil.example' }).catch(() => undefined);
  const { closed } = await openSocket(url, { protocol: 'other' });
  await closed;

  expect(rules).toEqual(['origin', 'content_type', 'origin', 'socket_protocol']);
});

test('the log has one line for an operation or request, and nothing in it that its client wrote but a name', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
  const server = openInProcess({ observer: logRequests(logger) });
  const token = await aToken();

  const secrets = { authorization: `Bearer ${token}`, 'colloquy-voice': 'a-secret-voice-of-22-or-more' };
  await ask(
    server,
    aPost('query Greet($n: String!) { hello(name: $n) }', { headers: secrets, variables: { n: 'a-secret' } }),
  );
  await ask(server, aPost(`query ${'Long'.repeat(100)} { hello }`));
  await server.fetch(new Request('http://127.0.0.1:4000/a-secret?a-secret'));
  await server.fetch(new Request('http://127.0.0.1:4000/health'));

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      ...{ level: 30, msg: 'operation', operation: 'Greet', kind: 'query', door: 'http', code: 'OK' },
      ...{ requestId: expect.any(String), price: expect.any(Number), durationMs: expect.any(Number) },
    }),
    expect.objectContaining({ operation: 'Long'.repeat(16) }),
    expect.objectContaining({ level: 30, msg: 'request', method: 'GET', route: 'none', status: 404 }),
  ]);
  expect(lines.join('')).not.toMatch(/a-secret|127\.0\.0\.1|eyJ/);
});

test('metrics count operations by name and code, their time and price, and refusals by rule', async () => {
  const metrics = createMetrics();
  const { rules, observer } = aRecorder();
  const server = openInProcess({ observer: observeWith([metrics.observer, observer]) });

  await ask(server, aPost('query Greet { hello }'));
  await ask(server, aPost('query Greet { hello }'));
  await ask(server, aPost('query Greet { odd }'));
  await ask(server, aPost('{ hello }', { headers: { origin: 'https://evil.example' } }));
  await server.fetch(new Request('http://127.0.0.1:4000/missing', { method: 'PURGE' }));
  const text = await metrics.print();

  expect(text).toMatch(/^colloquy_operations_total\{operation="Greet",kind="query",door="http",code="OK"\} 2$/m);
  expect(text).toMatch(/^colloquy_operations_total\{.*code="GRAPHQL_VALIDATION_FAILED"\} 1$/m);
  expect(text).toMatch(/^colloquy_operation_duration_seconds_count\{operation="Greet"\} 3$/m);
  expect(text).toMatch(/^colloquy_operation_price_count\{operation="Greet"\} 2$/m);
  expect(text).toMatch(/^colloquy_http_requests_total\{method="POST",route="\/graphql",status="200"\} 3$/m);
  expect(text).toMatch(/^colloquy_http_requests_total\{method="other",route="none",status="404"\} 1$/m);
  expect(text).toMatch(/^colloquy_refusals_total\{rule="validation"\} 1$/m);
  expect(text).toMatch(/^colloquy_refusals_total\{rule="origin"\} 1$/m);
  expect(rules).toEqual(['origin']);
});

test('a figure is read anew each time it is asked for', async () => {
  const metrics = createMetrics();
  let value = 3;
  metrics.gauge({ name: 'a_gauge', help: 'Help.', read: () => value });
  metrics.counter({ name: 'a_counter', help: 'Help.', read: () => value });

  await metrics.print();
  value = 4;
  const text = await metrics.print();

  expect(text).toMatch(/^a_gauge 4$/m);
  expect(text).toMatch(/^a_counter 4$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d/m);
});
