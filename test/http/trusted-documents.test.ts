import { describe, expect, it } from 'vitest';
import { hashDocument } from '../../src/execution/documents/document-id.ts';
import { ask, openInProcess } from './stand-in.ts';
import { readEvents } from './read-events.ts';
import { ADD, ADDED, apollo, CHOSEN, FAULTY_IDS, HELLO, trusting, TWO, UNREGISTERED } from './trusted.ts';

const URL_OF = 'http://127.0.0.1:4000/graphql';
const JSON_TYPE = 'application/json';
const RESPONSE_JSON = 'application/graphql-response+json';

function post(body: object, accept = JSON_TYPE): Request {
  return new Request(URL_OF, {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE, accept },
    body: JSON.stringify(body),
  });
}

function get(params: Record<string, string>, accept = JSON_TYPE): Request {
  return new Request(`${URL_OF}?${new URLSearchParams(params)}`, { headers: { accept } });
}

const codeOf = ({ body }: { body: { errors?: { extensions: { code: string } }[] } }) =>
  body.errors?.[0]?.extensions.code;

describe('a registered document', () => {
  it('is executed under its id, with and without the prefix, by GET and by POST', async () => {
    const server = openInProcess(trusting());
    const documentId = hashDocument(HELLO);
    const bare = documentId.replace('sha256:', '');
    const variables = { name: 'Ada' };

    for (const id of [documentId, bare]) {
      const byPost = await ask(server, post({ documentId: id, variables }));
      const byGet = await ask(server, get({ documentId: id, variables: JSON.stringify(variables) }));

      expect([byPost.status, byGet.status]).toEqual([200, 200]);
      expect([byPost.body, byGet.body]).toMatchObject(Array(2).fill({ data: { hello: 'hello Ada' } }));
    }
  });

  it('is executed under the id that its maker chose, and under its hash', async () => {
    const server = openInProcess(trusting());

    for (const documentId of [CHOSEN, hashDocument('{ chosen: hello }')]) {
      expect((await ask(server, post({ documentId }))).body).toMatchObject({ data: { chosen: 'hello you' } });
    }
  });

  it("is executed as Apollo's clients name it, by GET and by POST", async () => {
    const server = openInProcess(trusting());
    const extensions = apollo(HELLO);

    const byPost = await ask(server, post({ operationName: 'Hello', extensions }));
    const byGet = await ask(server, get({ operationName: 'Hello', extensions: JSON.stringify(extensions) }));

    expect([byPost.body, byGet.body]).toMatchObject(Array(2).fill({ data: { hello: 'hello you' } }));
  });

  it('is streamed', async () => {
    const { standIn, ...server } = openInProcess(trusting());
    const request = get({ documentId: hashDocument(ADDED) }, 'text/event-stream');

    const events = readEvents(await server.fetch(request));
    standIn.events.emit('added', 7);

    expect((await events.next())?.data).toMatchObject({ data: { added: { cursor: 'c7', number: 7 } } });
    await events.cancel();
  });

  it('follows the rules of every document: operation names, variables, and mutations by POST', async () => {
    const server = openInProcess(trusting());
    const documentId = hashDocument(TWO);

    expect((await ask(server, post({ documentId, operationName: 'Two' }))).body).toMatchObject({ data: { page: 2 } });
    expect(codeOf(await ask(server, post({ documentId })))).toBe('OPERATION_RESOLUTION_FAILURE');
    expect(codeOf(await ask(server, post({ documentId, operationName: 'Three' })))).toBe(
      'OPERATION_RESOLUTION_FAILURE',
    );
    expect(codeOf(await ask(server, post({ documentId: hashDocument(HELLO), variables: { name: 5 } })))).toBe(
      'BAD_USER_INPUT',
    );
    const mutation = await ask(server, get({ documentId: hashDocument(ADD) }));
    expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await ask(server, post({ documentId: hashDocument(ADD) }))).body).toMatchObject({ data: { add: 1 } });
  });
});

describe('an id', () => {
  it.each(FAULTY_IDS)('%# is answered %s', async (code, documentId) => {
    const server = openInProcess(trusting());

    const answer = await ask(server, post({ documentId }));

    expect(answer.body).toEqual({ errors: [{ message: expect.any(String), extensions: { code } }] });
    expect(answer.body.errors[0].message.length).toBeLessThan(200);
    expect(answer.status).toBe(code === 'BAD_REQUEST' ? 400 : 200);
    if (typeof documentId !== 'string') return;
    expect(codeOf(await ask(server, get({ documentId })))).toBe(code);
  });

  it('that is unknown is answered as a faulty document is: 400, and 200 to an older client', async () => {
    const server = openInProcess(trusting());
    const body = { documentId: hashDocument(UNREGISTERED) };

    expect((await ask(server, post(body, RESPONSE_JSON))).status).toBe(400);
    expect((await ask(server, post(body))).status).toBe(200);
  });

  it('that is unknown is one result of a stream, which then ends', async () => {
    const server = openInProcess(trusting());

    const events = readEvents(await server.fetch(post({ documentId: CHOSEN.slice(1) }, 'text/event-stream')));

    expect((await events.next())?.data.errors[0].extensions.code).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
    expect((await events.next())?.event).toBe('complete');
  });

  it("that is unknown gets from Apollo's form what its clients look for", async () => {
    const server = openInProcess(trusting());

    const { body } = await ask(server, post({ extensions: apollo(UNREGISTERED) }));

    expect(body).toEqual({
      errors: [{ message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
    });
  });

  it.each([
    'text',
    [],
    5,
    {},
    { sha256Hash: hashDocument(HELLO) },
    apollo(HELLO, { version: 2 }).persistedQuery,
    apollo(HELLO, { version: '1' }).persistedQuery,
    apollo(HELLO, { sha256Hash: '' }).persistedQuery,
    apollo(HELLO, { sha256Hash: null }).persistedQuery,
  ])("in a malformed form of Apollo's is refused: %j", async (persistedQuery) => {
    const server = openInProcess(trusting());

    const answer = await ask(server, post({ extensions: { persistedQuery } }));

    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
  });

  it('in both forms must name the same document', async () => {
    const server = openInProcess(trusting());
    const both = (documentId: string, text: string) => ask(server, post({ documentId, extensions: apollo(text) }));

    expect((await both(hashDocument(HELLO), HELLO)).body).toMatchObject({ data: { hello: 'hello you' } });
    expect((await both(CHOSEN, '{ chosen: hello }')).body).toMatchObject({ data: { chosen: 'hello you' } });
    for (const answer of [
      await both(hashDocument(HELLO), ADDED),
      await both(hashDocument(HELLO), UNREGISTERED),
      await both(hashDocument(UNREGISTERED), HELLO),
      await both('a', UNREGISTERED),
    ]) {
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it('that is null or absent leaves a request as it was', async () => {
    const server = openInProcess(trusting());

    const answer = await ask(
      server,
      post({ query: '{ hello }', documentId: null, extensions: { persistedQuery: null } }),
    );

    expect(answer.body).toMatchObject({ data: { hello: 'hello you' } });
    expect((await ask(server, post({ documentId: null }))).status).toBe(400);
    expect((await ask(server, post({ query: 5, documentId: hashDocument(HELLO) }))).status).toBe(400);
  });
});

describe('a text beside an id', () => {
  it('is executed, and nothing is registered', async () => {
    const server = openInProcess(trusting());
    const documentId = hashDocument(UNREGISTERED);

    for (const names of [{ documentId }, { extensions: apollo(UNREGISTERED) }, { documentId: 'x-ours:1' }]) {
      const { body } = await ask(server, post({ query: UNREGISTERED, ...names }));
      expect(body).toMatchObject({ data: { unregistered: 'hello you' } });
    }

    expect(codeOf(await ask(server, post({ documentId })))).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
    expect(codeOf(await ask(server, post({ documentId: 'x-ours:1' })))).toBe('PERSISTED_DOCUMENT_NOT_FOUND');
  });

  it('that is another document than the id says is refused', async () => {
    const server = openInProcess(trusting());

    for (const names of [{ documentId: hashDocument(HELLO) }, { extensions: apollo(HELLO) }, { documentId: CHOSEN }]) {
      const answer = await ask(server, post({ query: UNREGISTERED, ...names }));
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it('may be empty', async () => {
    const server = openInProcess(trusting());

    expect((await ask(server, post({ query: '', documentId: CHOSEN }))).body).toMatchObject({
      data: { chosen: 'hello you' },
    });
  });
});

describe('a service that trusts registered documents only', () => {
  it('executes them under their id and as the same text', async () => {
    const server = openInProcess(trusting({ only: true }));
    const data = { hello: 'hello you' };

    for (const body of [
      { documentId: hashDocument(HELLO) },
      { extensions: apollo(HELLO) },
      { query: HELLO },
      { query: HELLO, extensions: apollo(HELLO) },
    ]) {
      expect((await ask(server, post(body))).body).toMatchObject({ data });
    }
    expect((await ask(server, get({ query: HELLO }))).body).toMatchObject({ data });
  });

  it.each([
    { query: UNREGISTERED },
    { query: `${HELLO} ` },
    { query: '{ __typename }' },
    { query: '{' },
    { query: UNREGISTERED, documentId: hashDocument(UNREGISTERED) },
    { query: UNREGISTERED, extensions: apollo(UNREGISTERED) },
    { documentId: hashDocument(UNREGISTERED) },
    { extensions: apollo(UNREGISTERED) },
  ])('refuses everything else, by GET, by POST and as a stream: %j', async (body) => {
    const server = openInProcess(trusting({ only: true }));
    const { extensions, ...texts } = body;
    const params = { ...texts, ...(extensions && { extensions: JSON.stringify(extensions) }) };

    const answers = [await ask(server, post(body)), await ask(server, get(params))];
    const events = readEvents(await server.fetch(post(body, 'text/event-stream')));

    expect(answers.map(codeOf)).toEqual(Array(2).fill('DOCUMENT_NOT_TRUSTED'));
    expect((await events.next())?.data.errors[0].extensions.code).toBe('DOCUMENT_NOT_TRUSTED');
    expect((await ask(server, post(body, RESPONSE_JSON))).status).toBe(400);
  });

  it('says so on its landing page, instead of an example that it would refuse', async () => {
    const read = async (only: boolean) =>
      await (await openInProcess(trusting({ only })).fetch(new Request('http://127.0.0.1:4000/'))).text();

    expect(await read(true)).toContain('only documents that its operator has registered');
    expect(await read(true)).not.toContain('curl');
    expect(await read(false)).toContain('curl');
  });
});
