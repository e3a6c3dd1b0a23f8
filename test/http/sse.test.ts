import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { API_TOKEN, aPost, ask, aToken, openInProcess, openOnPort, PROGRAM, type Settings } from './stand-in.ts';
import { readEvents } from './read-events.ts';

const ADDED = 'subscription ($after: String) { added(after: $after) { cursor number serial } }';

async function follow(
  query = ADDED,
  { settings = {}, headers = {} }: { settings?: Settings; headers?: Record<string, string> } = {},
) {
  const { standIn, ...server } = openInProcess(settings);
  const response = await server.fetch(aPost(query, { accept: 'text/event-stream', headers }));
  return { standIn, server, response, events: readEvents(response) };
}

describe('a stream of events', () => {
  it('sends each as `next`, with its cursor as the id', async () => {
    const { standIn, response, events } = await follow();

    standIn.events.emit('added', 1);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await events.next()).toMatchObject({
      event: 'next',
      id: 'c1',
      data: { data: { added: { cursor: 'c1', number: 1 } } },
    });
  });

  it('executes each event with a context of its own', async () => {
    const { standIn, events } = await follow();

    standIn.events.emit('added', 1);
    const first = await events.next();
    standIn.events.emit('added', 2);
    const second = await events.next();

    expect(first?.data.data.added.serial).not.toBe(second?.data.data.added.serial);
  });

  it('resumes after `Last-Event-ID`, whatever the variables say', async () => {
    const { events } = await follow(ADDED, { headers: { 'last-event-id': 'c41' } });

    expect((await events.next())?.data.data.added.number).toBe(42);
  });

  it('resumes after `Last-Event-ID` when the document has no variable for it', async () => {
    const { events } = await follow('subscription { added { number } }', { headers: { 'last-event-id': 'c41' } });

    expect((await events.next())?.data.data.added.number).toBe(42);
  });

  it('sends heartbeats while nothing happens', async () => {
    const { events } = await follow(ADDED, { settings: { limits: { heartbeatMs: 5 } } });

    expect(await events.nextComment()).toBe('');
    expect(await events.nextComment()).toBe('');
  });

  it('releases the source as soon as the client leaves, even while it waits', async () => {
    const { standIn, events } = await follow();
    const returned = once(standIn.events, 'returned');

    await events.cancel();

    await returned;
    expect(standIn.counts.subscribers).toBe(0);
  });

  it('takes events only as fast as the client', async () => {
    const { standIn, events } = await follow(ADDED, { settings: { limits: { streamBytes: 1_000 } } });

    for (let number = 100; number < 200; number += 1) standIn.events.emit('added', number);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));

    expect(standIn.counts.deliveries).toBeLessThan(30);
    await events.cancel();
  });

  it('is closed when the client leaves it full', async () => {
    const { standIn, port } = await openOnPort({ limits: { stalledMs: 20 } });
    const body = JSON.stringify({ query: 'subscription { added { large(bytes: 4000000) } }' });
    const client = connect(port, '127.0.0.1');
    client.write(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await once(client, 'data');
    client.pause();

    for (let number = 100; number < 110; number += 1) standIn.events.emit('added', number);

    await once(standIn.events, 'returned');
    expect(standIn.counts.subscribers).toBe(0);
    client.destroy();
  });

  it('ends at a shutdown, without `complete`', async () => {
    const { standIn, server, events } = await follow();

    await server.close();

    expect(await events.next()).toBeNull();
    expect(standIn.counts.subscribers).toBe(0);
  });

  it('ends when its token expires', async () => {
    const { standIn, events } = await follow(ADDED, { headers: { authorization: `Bearer ${await aToken({}, 2)}` } });

    expect((await events.next())?.data.errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(await events.next()).toMatchObject({ event: 'complete' });
    expect(standIn.counts.subscribers).toBe(0);
  });

  it('ends when its API token is revoked', async () => {
    let known: typeof PROGRAM | null = PROGRAM;
    const settings = { useApiToken: () => Promise.resolve(known), limits: { recheckMs: 20 } };
    const { standIn, events } = await follow(ADDED, { headers: { authorization: API_TOKEN }, settings });
    known = null;

    expect((await events.next())?.data.errors[0]).toMatchObject({ message: 'The API token was revoked.' });
    expect(await events.next()).toMatchObject({ event: 'complete' });
    expect(standIn.counts.subscribers).toBe(0);
  });

  it('waits while the database is away, and leaves out no event', async () => {
    const { standIn, events } = await follow();
    standIn.isAway = true;
    const retried = once(standIn.events, 'retry');

    standIn.events.emit('added', 13);
    await retried;
    standIn.isAway = false;

    expect((await events.next())?.data.data.added.number).toBe(13);
  });

  it('ends with the error code of a feed that is over', async () => {
    const { standIn, events } = await follow();

    standIn.isOver = true;
    standIn.events.emit('ring');

    expect((await events.next())?.data.errors[0].extensions.code).toBe('NOT_FOUND');
    expect(await events.next()).toMatchObject({ event: 'complete' });
  });

  it('masks an error in an event, and continues', async () => {
    const { standIn, events } = await follow();

    standIn.events.emit('added', 14);
    const failed = await events.next();
    standIn.events.emit('added', 15);

    expect(failed?.data.errors[0]).toMatchObject({
      message: 'Unexpected error.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect((await events.next())?.data.data.added.number).toBe(15);
  });

  it('masks an error of its source', async () => {
    const server = openInProcess();

    const { status, body } = await ask(
      server,
      aPost('subscription { broken { number } }', { accept: 'text/event-stream' }),
    );

    expect(status).toBe(500);
    expect(body.errors[0].message).toBe('Unexpected error.');
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });
});

describe('a subscription that cannot start', () => {
  it('gets the error in the stream, for clients that accept only streams', async () => {
    const { events } = await follow('subscription { missing { number } }');

    expect((await events.next())?.data.errors[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(await events.next()).toMatchObject({ event: 'complete' });
  });

  it('gets the error in JSON, for clients that accept it', async () => {
    const server = openInProcess();

    const { body } = await ask(server, aPost('subscription { missing { number } }'));

    expect(body.errors[0].extensions.code).toBe('NOT_FOUND');
  });

  it.each(['{deep'.repeat(10_000), 'subscription {'])('is refused for its document: %.20s', async (query) => {
    const { events } = await follow(query);

    expect((await events.next())?.data.errors).toHaveLength(1);
    expect(await events.next()).toMatchObject({ event: 'complete' });
  });

  it('is refused for its credential with 401', async () => {
    const { response } = await follow(ADDED, { headers: { authorization: 'Bearer wrong' } });

    expect(response.status).toBe(401);
  });

  it('gets 406 when the client accepts no stream, and leaves nothing open', async () => {
    const { standIn, ...server } = openInProcess();

    const { status } = await ask(server, aPost(ADDED));

    expect(status).toBe(406);
    expect(standIn.counts.subscribers).toBe(0);
  });
});

it('answers a query in a stream, for clients that accept only streams', async () => {
  const { events } = await follow('{ hello }');

  expect((await events.next())?.data).toMatchObject({ data: { hello: 'hello you' } });
  expect(await events.next()).toMatchObject({ event: 'complete' });
});

it('streams over a port, and releases the source when the connection is cut', async () => {
  const { standIn, url } = await openOnPort();
  const connection = new AbortController();
  const search = new URLSearchParams({ query: 'subscription { added { cursor number } }' });
  const response = await fetch(`${url}/graphql?${search}`, {
    headers: { accept: 'text/event-stream' },
    signal: connection.signal,
  });
  const events = readEvents(response);

  standIn.events.emit('added', 1);
  const first = await events.next();
  const returned = once(standIn.events, 'returned');
  connection.abort();
  await returned;

  expect(first).toMatchObject({ id: 'c1', data: { data: { added: { number: 1 } } } });
  expect(standIn.counts.subscribers).toBe(0);
});
