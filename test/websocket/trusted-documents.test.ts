import { createClient } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { hashDocument } from '../../src/execution/documents/document-id.ts';
import { openOnPort } from '../http/stand-in.ts';
import { ADDED, apollo, CHOSEN, FAULTY_IDS, HELLO, trusting, TWO, UNREGISTERED } from '../http/trusted.ts';
import { openAcknowledged } from './socket-client.ts';

async function connect(options: Parameters<typeof trusting>[0] = {}) {
  const { standIn, url } = await openOnPort(trusting(options));
  const client = await openAcknowledged(url);
  let id = 0;
  return {
    standIn,
    url,
    client,
    async ask(payload: object) {
      client.send({ id: String((id += 1)), type: 'subscribe', payload });
      const message = await client.next();
      if (message.type === 'next') expect((await client.next()).type).toBe('complete');
      return message.type === 'error' ? message.payload[0].extensions.code : message.payload;
    },
  };
}

describe('a registered document', () => {
  it.each([
    { documentId: hashDocument(HELLO) },
    { documentId: hashDocument(HELLO).replace('sha256:', '') },
    { documentId: hashDocument(HELLO), query: '' },
    { documentId: hashDocument(HELLO), query: null },
    { extensions: apollo(HELLO) },
    { extensions: apollo(HELLO), query: '' },
    { extensions: apollo(HELLO), query: HELLO },
  ])('is executed: %j', async (payload) => {
    const { ask } = await connect();

    expect(await ask({ ...payload, variables: { name: 'Ada' } })).toMatchObject({ data: { hello: 'hello Ada' } });
  });

  it('is followed, by the id and by the text alike', async () => {
    const { standIn, client } = await connect();

    client.send({ id: 'by id', type: 'subscribe', payload: { documentId: hashDocument(ADDED) } });
    client.send({ id: 'by text', type: 'subscribe', payload: { query: ADDED } });
    client.subscribe('asked', '{ hello }');
    expect([(await client.next()).id, (await client.next()).type]).toEqual(['asked', 'complete']);
    standIn.events.emit('added', 7);

    const payload = { data: { added: { cursor: 'c7', number: 7 } } };
    const messages = [await client.next(), await client.next()];
    expect(messages).toEqual(['by id', 'by text'].map((id) => ({ id, type: 'next', payload })));
  });

  it('is executed for a client of graphql-ws', async () => {
    const { url } = await openOnPort(trusting());
    const client = createClient({ url: url.replace('http', 'ws') + '/graphql', webSocketImpl: WebSocket });
    const payload = { query: '', documentId: CHOSEN };

    const results = [];
    for await (const result of client.iterate(payload)) results.push(result);
    await client.dispose();

    expect(results).toMatchObject([{ data: { chosen: 'hello you' } }]);
  });
});

describe('an id', () => {
  it.each(FAULTY_IDS)(
    '%# is answered %s under the id of its operation, and the socket stays',
    async (code, documentId) => {
      const { ask } = await connect();

      expect(await ask({ documentId })).toBe(code);
      expect(await ask({ query: '{ hello }' })).toMatchObject({ data: { hello: 'hello you' } });
    },
  );

  it('that is unknown, malformed or contradicted is an error of its operation', async () => {
    const { ask } = await connect();

    expect(await ask({ extensions: apollo(UNREGISTERED) })).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    expect(await ask({ extensions: { persistedQuery: 'text' } })).toBe('BAD_REQUEST');
    expect(await ask({ documentId: hashDocument(HELLO), extensions: apollo(ADDED) })).toBe('BAD_REQUEST');
    expect(await ask({ query: UNREGISTERED, documentId: hashDocument(HELLO) })).toBe('BAD_REQUEST');
    expect(await ask({ documentId: hashDocument(TWO), operationName: 'Three' })).toBe('OPERATION_RESOLUTION_FAILURE');
    expect(await ask({ query: UNREGISTERED, documentId: hashDocument(UNREGISTERED) })).toMatchObject({
      data: { unregistered: 'hello you' },
    });
    expect(await ask({ documentId: hashDocument(UNREGISTERED) })).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
  });

  it('in a variable names nothing', async () => {
    const { ask } = await connect();
    const nested = { type: 'subscribe', payload: { documentId: CHOSEN } };

    expect(await ask({ query: HELLO, variables: { name: 'Ada', nested } })).toMatchObject({
      data: { hello: 'hello Ada' },
    });
  });

  it('is what an operation without a text must have', async () => {
    const { client } = await connect();

    client.send({ id: '1', type: 'subscribe', payload: { variables: {} } });

    expect((await client.closed).code).toBe(4400);
  });
});

describe('a service that trusts registered documents only', () => {
  it('executes them under their id and as the same text, and refuses everything else', async () => {
    const { ask } = await connect({ only: true });
    const data = { hello: 'hello you' };

    for (const payload of [{ documentId: hashDocument(HELLO) }, { query: HELLO }, { extensions: apollo(HELLO) }]) {
      expect(await ask(payload)).toMatchObject({ data });
    }
    for (const payload of [
      { query: UNREGISTERED },
      { query: `${ADDED} ` },
      { query: '{ __schema { types { name } } }' },
      { query: '{' },
      { query: UNREGISTERED, extensions: apollo(UNREGISTERED) },
      { documentId: hashDocument(UNREGISTERED) },
      { extensions: apollo(UNREGISTERED) },
    ]) {
      expect(await ask(payload)).toBe('DOCUMENT_NOT_TRUSTED');
    }
  });
});
