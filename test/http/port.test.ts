import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../src/app/serve.ts';
import { UNOBSERVED, type RequestReport } from '../../src/observe/observer.ts';
import { aPost, ask, aToken, createStandIn, openInProcess, openOnPort } from './stand-in.ts';

/** Sends bytes unchanged, and reads until the other side closes. */
async function exchange(port: number, ...parts: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  for (const part of parts) socket.write(part);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('a port', () => {
  it('in use is reported with a remedy', async () => {
    const { port } = await openOnPort();
    const { options } = createStandIn({ config: { port } });

    const failed = startServer(options);

    await expect(failed).rejects.toMatchObject({
      name: 'PortInUseError',
      message: `Port ${port} of 127.0.0.1 is in use. Stop what listens there, or choose another: PORT=${port + 1}.`,
    });
  });

  it('of an address that is not ours is reported with a remedy', async () => {
    const { options } = createStandIn({ config: { host: '192.0.2.1' } });

    await expect(startServer(options)).rejects.toMatchObject({
      name: 'ListenError',
      message: expect.stringContaining('HOST'),
    });
  });

  it('of an IPv6 address is shown with brackets', async () => {
    const { url } = await openOnPort({ config: { host: '::1' } });

    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('of all addresses is shown as one that can be opened', async () => {
    const { url } = await openOnPort({ config: { host: '0.0.0.0' } });

    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  });

  it('behind a public address is shown as that address', async () => {
    const { url } = await openOnPort({ config: { publicUrl: 'https://talk.example' } });

    expect(url).toBe('https://talk.example');
  });
});

describe('over a connection', () => {
  it('a query is answered', async () => {
    const { url } = await openOnPort();

    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ hello }"}',
    });

    expect(await response.json()).toMatchObject({ data: { hello: 'hello you' } });
    expect(response.headers.has('x-powered-by')).toBe(false);
  });

  it('a page read by HEAD says how long it is', async () => {
    const { url } = await openOnPort();
    const headers = { 'accept-encoding': 'identity' };

    const head = await fetch(`${url}/`, { method: 'HEAD', headers });
    const whole = await fetch(`${url}/`, { headers });

    expect(await head.text()).toBe('');
    expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength));
    expect(head.headers.get('transfer-encoding')).toBeNull();
  });

  it('a body with a Content-Length over 256 KB gets 413 unread, and the connection is closed', async () => {
    const { port } = await openOnPort();

    const answer = await exchange(
      port,
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 300000\r\n\r\n',
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/connection: close/i);
  });

  it('a body that grows over 256 KB gets 413, and the connection is closed', async () => {
    const { port } = await openOnPort();
    const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;

    const answer = await exchange(
      port,
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      chunk.repeat(5),
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/connection: close/i);
  });

  it('a body of many megabytes gets 413, and its client can send it to the end', async () => {
    const { port } = await openOnPort();
    const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
    const head =
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const socket = connect(port, '127.0.0.1');
    const answer = once(socket, 'data');

    await promisify((bytes: string, done: (error?: Error | null) => void) => void socket.write(bytes, done))(
      `${head}${chunk.repeat(320)}0\r\n\r\n`,
    );

    expect(String(await answer)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it.each(['GET //evil.example/graphql HTTP/1.1', 'GET http://evil.example/graphql HTTP/1.1', 'OPTIONS * HTTP/1.1'])(
    'an invalid path gets 400: %s',
    async (line) => {
      const { port } = await openOnPort();

      const answer = await exchange(port, `${line}\r\nHost: a\r\nConnection: close\r\n\r\n`);

      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it.each(['a/health?', 'a@b', '[', 'a b'])('a host that is none gets 400: %s', async (host) => {
    const { port } = await openOnPort();

    const answer = await exchange(port, `GET /missing HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    ['TRACE /graphql', 'GET, POST, OPTIONS'],
    ['TRACE /posts', 'GET, HEAD, OPTIONS'],
    ['CONNECT 127.0.0.1:80', 'GET, HEAD, POST, OPTIONS'],
  ])('%s gets 405', async (request, allowed) => {
    const { port } = await openOnPort();

    const answer = await exchange(port, `${request} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/);
    expect(answer.toLowerCase()).toContain(`\r\nallow: ${allowed.toLowerCase()}\r\n`);
  });

  it.each([
    ['TRACE /graphql', 405],
    ['OPTIONS *', 400],
  ])('%s has an id, and is reported with it', async (request, status) => {
    const reports: RequestReport[] = [];
    const { port } = await openOnPort({ observer: { ...UNOBSERVED, request: (report) => reports.push(report) } });

    const answer = await exchange(
      port,
      `${request} HTTP/1.1\r\nHost: a\r\nX-Request-Id: its-own-id\r\nConnection: close\r\n\r\n`,
    );

    expect(answer.toLowerCase()).toContain('\r\nx-request-id: its-own-id\r\n');
    expect(reports).toMatchObject([{ requestId: 'its-own-id', method: request.split(' ')[0], status }]);
  });

  it('an upgrade to HTTP/2 is ignored, and each request of the connection answered over HTTP/1.1', async () => {
    const { port } = await openOnPort({ config: { hasRates: true }, limits: { tcpConnectionsOfAddress: 1 } });
    const offer = 'Host: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA';
    const body = '{"query":"{ hello }"}';
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    let answers = '';
    socket.on('data', (text: string) => (answers += text));

    // The body comes in two parts: one with the head, and one that is read later.
    socket.write(
      `POST /graphql HTTP/1.1\r\n${offer}\r\nConnection: Upgrade, HTTP2-Settings\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    socket.write(body.slice(5));
    while (!answers.includes('hello you')) await once(socket, 'data');
    socket.write(`GET /health HTTP/1.1\r\n${offer}\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\r\n`);
    await once(socket, 'close');

    expect(answers.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
  });

  it('two credentials get 401', async () => {
    const { port } = await openOnPort();
    const one = `Authorization: Bearer ${await aToken()}\r\n`;

    const answer = await exchange(
      port,
      `GET /graphql?query={hello} HTTP/1.1\r\nHost: a\r\n${one}${one}Connection: close\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each(['HTTP/1.0\r\n', 'HTTP/1.1\r\nHost: \r\nConnection: close\r\n'])(
    'a health check that names no host is answered: %j',
    async (rest) => {
      const { port } = await openOnPort();

      const answer = await exchange(port, `GET /health ${rest}\r\n`);

      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it('a path below PUBLIC_URL cannot name another host', async () => {
    const { port } = await openOnPort({ config: { publicUrl: 'https://example.org/talk' } });

    const answer = await exchange(
      port,
      'GET /talk//evil.example/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('a page asked for by HEAD has no body, and the connection serves the next request', async () => {
    const { port } = await openOnPort();

    const answer = await exchange(
      port,
      'HEAD /health HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );

    expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
    expect(answer.match(/^alive$/gm)).toHaveLength(1);
  });

  it('incomplete headers time out', async () => {
    const { port } = await openOnPort({ limits: { headersMs: 10 } });

    const answer = await exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n');

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('an incomplete body times out', async () => {
    const { port } = await openOnPort({ limits: { requestMs: 10 } });

    const answer = await exchange(
      port,
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('nothing at all times out', async () => {
    const { port } = await openOnPort({ limits: { headersMs: 10 } });

    expect(await exchange(port)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each([
    ['no HTTP', 'nonsense\r\n\r\n', '400 Bad Request'],
    [
      'too large',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
    ],
  ])('what is %s is refused', async (_what, sent, status) => {
    const { port } = await openOnPort();

    expect(await exchange(port, sent)).toBe(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  });

  it('what is no HTTP after a stream has begun ends it, and is not answered in the middle of it', async () => {
    const { port } = await openOnPort();
    const socket = connect(port, '127.0.0.1');
    const path = `/graphql?query=${encodeURIComponent('subscription { added(after: "0") { number } }')}`;
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n`);
    const [begun] = await once(socket, 'data');

    socket.write('nonsense\r\n\r\n');

    let rest = '';
    socket.on('data', (piece) => (rest += String(piece))).on('error', () => undefined);
    await once(socket, 'close');
    expect(String(begun)).toMatch(/^HTTP\/1\.1 200 /);
    expect(rest).not.toContain('HTTP/1.1');
  });

  it('an execution is cancelled when the client leaves', async () => {
    const { standIn, url } = await openOnPort();
    const leaving = new AbortController();
    const slow = once(standIn.events, 'slow');
    const answer = fetch(`${url}/graphql?query={slow}`, { signal: leaving.signal });
    await slow;
    const [signal] = standIn.slow;
    const aborted = once(signal as AbortSignal, 'abort');

    leaving.abort();

    await expect(answer).rejects.toThrow();
    await aborted;
    await new Promise((resolve) => setImmediate(resolve));
    expect(standIn.logged).toEqual([]);
  });
});

describe('an execution', () => {
  it('that was ended may still fail without an unhandled rejection', async () => {
    const { standIn, ...server } = openInProcess({ limits: { executionMs: 10 } });
    const { status } = await ask(server, aPost('{ slow again: slow }'));

    standIn.events.emit('go on', new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve)); // an unhandled rejection would fail the run

    expect(status).toBe(503);
    expect(standIn.logged).toEqual([]);
  });

  it('that takes too long is ended', async () => {
    const { standIn, ...server } = openInProcess({ limits: { executionMs: 10 } });

    const { status, body } = await ask(server, aPost('{ slow }'));

    expect(status).toBe(503);
    expect(body.errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect(standIn.slow[0]?.aborted).toBe(true);
  });
});

describe('a shutdown', () => {
  it('answers running requests, and refuses new ones', async () => {
    const { standIn, url, close, fetch: inProcess } = await openOnPort();
    const slow = once(standIn.events, 'slow');
    const answer = fetch(`${url}/graphql?query={slow}`);
    await slow;

    const closed = close();
    const late = await ask({ fetch: inProcess }, aPost('{ hello }'));
    standIn.events.emit('go on');

    expect(late.status).toBe(503);
    expect(late.headers.get('retry-after')).toBe('1');
    const response = await answer;
    expect(await response.json()).toMatchObject({ data: { slow: 'at last' } });
    await closed;
    await expect(fetch(url)).rejects.toThrow();
  });

  it('does not wait for ever for a request that does not end', async () => {
    const { standIn, url, close } = await openOnPort({ limits: { drainMs: 10, shutdownMs: 50 } });
    const slow = once(standIn.events, 'slow');
    const answer = fetch(`${url}/graphql?query={slow}`);
    answer.catch(() => undefined);
    await slow;

    await close();

    await expect(answer).rejects.toThrow();
  });
});
