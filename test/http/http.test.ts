import { describe, expect, it } from 'vitest';
import { aPost, ask, aToken, openInProcess } from './stand-in.ts';

const RESPONSE_JSON = 'application/graphql-response+json';

describe('a faulty document', () => {
  it.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($n: Int!) { page(first: $n) }', 'BAD_USER_INPUT'],
    [`{ ${'a '.repeat(2_000)} }`, 'QUERY_TOO_COMPLEX'],
  ])('is answered 400 or 200, by what the client accepts: %.20s', async (query, code) => {
    const server = openInProcess();

    const modern = await ask(server, aPost(query, { accept: RESPONSE_JSON }));
    const legacy = await ask(server, aPost(query));

    expect([modern.status, legacy.status]).toEqual([400, 200]);
    expect(modern.headers.get('content-type')).toBe(`${RESPONSE_JSON}; charset=utf-8`);
    expect(legacy.headers.get('content-type')).toBe('application/json; charset=utf-8');
    for (const { body } of [modern, legacy]) {
      expect(body.errors[0].extensions).toEqual({ code });
      expect(body).not.toHaveProperty('data');
    }
  });

  it('gets at most ten errors', async () => {
    const server = openInProcess();
    const fields = Array.from({ length: 40 }, (_, n) => `f${n}`).join(' ');
    const variables = Array.from({ length: 30 }, (_, n) => `$v${n}: Int!`).join(' ');
    const uses = Array.from({ length: 30 }, (_, n) => `p${n}: page(first: $v${n})`).join(' ');

    const invalid = await ask(server, aPost(`{ ${fields} }`));
    const uncoerced = await ask(server, aPost(`query (${variables}) { ${uses} }`));

    expect(invalid.body.errors).toHaveLength(10);
    expect(uncoerced.body.errors).toHaveLength(10);
  });

  it('gets suggestions in development, and nothing of the schema in production', async () => {
    const development = openInProcess();
    const production = openInProcess({ config: { isProduction: true } });
    const query = '{ helo }';

    expect((await ask(development, aPost(query))).body.errors[0].message).toContain('Did you mean');
    expect((await ask(production, aPost(query))).body.errors[0].message).not.toContain('Did you mean');
  });

  it('of 10,000 levels gets a proper error', async () => {
    const server = openInProcess();

    for (const query of ['{deep'.repeat(10_000), `{ page(first: ${'['.repeat(10_000)}`]) {
      const { body } = await ask(server, aPost(query));

      expect(body.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
    }
  });

  it('just under the limit of tokens is parsed, validated and executed, however deep', async () => {
    const server = openInProcess({ limits: { documentDepth: 1_000 } });
    const levels = 600;

    const { body } = await ask(server, aPost(`{ ${'deep { '.repeat(levels)} id ${'} '.repeat(levels)} }`));

    expect(body).toMatchObject({ data: { deep: { deep: { deep: null } } } });
  });

  it('that repeats a field too often is refused before validation compares every pair', async () => {
    const server = openInProcess();

    const { body } = await ask(server, aPost(`{ ${'hello '.repeat(1_990)} }`));

    expect(body.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
  });
});

describe('a faulty request', () => {
  const refused = (init: RequestInit) =>
    new Request('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      ...init,
      headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
    });

  it.each<[string, string]>([
    ['not JSON', '{"query":'],
    ['empty', ''],
    ['a string', '"{ hello }"'],
    ['null', 'null'],
    ['a number', '7'],
    ['a batch', '[{"query":"{ hello }"}]'],
    ['without a query', '{"variables":{}}'],
    ['with a query that is a number', '{"query":7}'],
    ['with variables in a list', '{"query":"{ hello }","variables":[1]}'],
    ['with variables in a string', '{"query":"{ hello }","variables":"{}"}'],
    ['with an operation name that is a number', '{"query":"{ hello }","operationName":7}'],
    ['with extensions in a string', '{"query":"{ hello }","extensions":"x"}'],
  ])('whose body is %s gets 400 and a fixed text', async (_, body) => {
    const server = openInProcess();

    for (const accept of ['application/json', RESPONSE_JSON]) {
      const answer = await ask(server, refused({ body, headers: { accept } }));

      expect(answer.status).toBe(400);
      expect(answer.body.errors[0]).toEqual({
        message: expect.stringMatching(/^(Expected|Must provide|Batching)/),
        extensions: { code: 'BAD_REQUEST' },
      });
    }
  });

  it('with an unknown parameter is executed without it', async () => {
    const server = openInProcess();

    const answer = await ask(server, refused({ body: '{"query":"{ hello }","doc_id":"7"}' }));

    expect(answer.body).toMatchObject({ data: { hello: 'hello you' } });
  });

  it('in bytes that are not UTF-8 gets 400', async () => {
    const server = openInProcess();

    const answer = await ask(
      server,
      refused({ body: Buffer.from('{"query":"{ hello(name: \\"\xff\\") }"}', 'latin1') }),
    );

    expect(answer.status).toBe(400);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/graphql+json',
    'application/json; charset=utf-16',
    'application/jsonp',
    '',
  ])('of type "%s" gets 415, and nothing is executed', async (type) => {
    const { standIn, ...server } = openInProcess();
    const added: number[] = [];
    standIn.events.on('added', (number: number) => added.push(number));

    const answer = await ask(
      server,
      refused({ body: '{"query":"mutation { add(number: 1) }"}', headers: { 'content-type': type } }),
    );

    expect(answer.status).toBe(415);
    expect(answer.body.errors[0].extensions.code).toBe('BAD_REQUEST');
    expect(added).toEqual([]);
  });

  it('that is compressed gets 415', async () => {
    const server = openInProcess();

    expect((await ask(server, refused({ body: '{}', headers: { 'content-encoding': 'gzip' } }))).status).toBe(415);
  });

  it('whose body breaks off gets 400, and nothing is logged', async () => {
    const { standIn, ...transport } = openInProcess();
    const broken = () => new ReadableStream({ start: (controller) => controller.error(new Error('aborted')) });

    for (const headers of [{}, { 'content-length': '20' }]) {
      const answer = await ask(transport, refused({ body: broken(), headers, duplex: 'half' } as RequestInit));

      expect(answer.status).toBe(400);
    }
    expect(standIn.logged).toEqual([]);
  });

  it('over 256 KB gets 413, announced or not', async () => {
    const server = openInProcess();
    const large = JSON.stringify({ query: '{ hello }', extensions: { filler: 'x'.repeat(256 * 1024) } });
    const streamed = new Blob([large]).stream();

    const announced = await ask(server, refused({ body: '{}', headers: { 'content-length': '262145' } }));
    const unannounced = await ask(server, refused({ body: streamed, duplex: 'half' } as RequestInit));

    for (const answer of [announced, unannounced]) {
      expect(answer.status).toBe(413);
      expect(answer.headers.get('connection')).toBe('close');
    }
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])('by %s gets 405', async (method) => {
    const server = openInProcess();

    const response = await server.fetch(new Request('http://127.0.0.1:4000/graphql', { method }));

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST, OPTIONS');
  });

  it('for a mutation by GET gets 405 and executes nothing', async () => {
    const { standIn, ...server } = openInProcess();
    const added: number[] = [];
    standIn.events.on('added', (number: number) => added.push(number));
    const url = 'http://127.0.0.1:4000/graphql?query=mutation{add(number:1)}';

    for (const accept of ['application/json', RESPONSE_JSON]) {
      const answer = await ask(server, new Request(url, { headers: { accept } }));

      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST');
    }
    expect(added).toEqual([]);
  });

  it('by GET with variables that are not JSON gets 400', async () => {
    const server = openInProcess();

    const answer = await ask(server, new Request('http://127.0.0.1:4000/graphql?query={hello}&variables={'));

    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].extensions.code).toBe('BAD_REQUEST');
  });

  it.each([
    ['names no operation of the document', 'query A { hello }', 'B'],
    ['names none of several operations', 'query A { hello } query B { hello }', undefined],
    ['has no operation', 'fragment F on Query { hello }', undefined],
  ])('that %s gets 400', async (_, query, operationName) => {
    const server = openInProcess();

    for (const accept of ['application/json', RESPONSE_JSON]) {
      const answer = await ask(server, aPost(query, { accept, operationName }));

      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].extensions).toEqual({ code: 'OPERATION_RESOLUTION_FAILURE' });
    }
  });

  it('that accepts none of our media types gets 406, and nothing is executed', async () => {
    const { standIn, ...server } = openInProcess();
    const added: number[] = [];
    standIn.events.on('added', (number: number) => added.push(number));

    const answer = await ask(server, aPost('mutation { add(number: 1) }', { accept: 'image/png' }));

    expect(answer.status).toBe(406);
    expect(added).toEqual([]);
  });
});

describe('a good request', () => {
  it('is executed with its variables', async () => {
    const server = openInProcess();

    const answer = await ask(
      server,
      aPost('query Q($name: String!) { hello(name: $name) }', { variables: { name: 'Ada' }, operationName: 'Q' }),
    );

    expect(answer).toMatchObject({ status: 200, body: { data: { hello: 'hello Ada' } } });
  });

  it('by GET is executed with its variables', async () => {
    const server = openInProcess();
    const search = new URLSearchParams({
      query: 'query Q($name: String!) { hello(name: $name) }',
      variables: '{"name":"Ada"}',
    });

    const answer = await ask(server, new Request(`http://127.0.0.1:4000/graphql?${search}`));

    expect(answer.body).toMatchObject({ data: { hello: 'hello Ada' } });
  });

  it.each([
    [`${RESPONSE_JSON}, application/json;q=0.9`, RESPONSE_JSON],
    [`application/json;q=0.5, ${RESPONSE_JSON};q=0.6`, RESPONSE_JSON],
    [`application/json, ${RESPONSE_JSON}`, 'application/json'],
    ['*/*', 'application/json'],
    ['text/event-stream, application/json', 'application/json'],
  ])('that accepts %s is answered in the type it prefers', async (accept, type) => {
    const server = openInProcess();

    const { headers } = await ask(server, aPost('{ hello }', { accept }));

    expect(headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  });
});

describe('introspection', () => {
  it.each(['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }'])(
    'is refused where it is off: %s',
    async (query) => {
      const server = openInProcess({ config: { hasIntrospection: false } });

      const { body } = await ask(server, aPost(query));

      expect(body.errors[0].extensions.code).toBe('INTROSPECTION_DISABLED');
      expect((await ask(server, aPost('{ __typename }'))).body).toMatchObject({ data: { __typename: 'Query' } });
    },
  );
});

describe('every answer', () => {
  it('has a request id: the client’s if it is valid, or a new one', async () => {
    const server = openInProcess();
    const idFor = async (given: string) =>
      (await ask(server, aPost('{ hello }', { headers: { 'x-request-id': given } }))).headers.get('x-request-id');

    expect(await idFor('client-12345678')).toBe('client-12345678');
    expect(await idFor('<script>alert(1)</script>')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idFor('x'.repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has nosniff, and does not name the server software', async () => {
    const server = openInProcess();

    const { headers } = await ask(server, aPost('{ hello }'));

    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.has('x-powered-by')).toBe(false);
    expect(headers.has('server')).toBe(false);
  });

  it('to a request with a credential has no-store, even a refusal', async () => {
    const server = openInProcess();
    const asked = async (headers: Record<string, string>) =>
      (await ask(server, aPost('{ hello }', { headers }))).headers.get('cache-control');

    expect(await asked({ authorization: `Bearer ${await aToken()}` })).toBe('no-store');
    expect(await asked({ authorization: 'Bearer wrong' })).toBe('no-store');
    expect(await asked({ 'colloquy-voice': 'v'.repeat(22) })).toBe('no-store');
    expect(await asked({})).toBeNull();
  });
});

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    new Request('http://127.0.0.1:4000/graphql', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });

  it('may call when it is listed, without the browser’s credentials', async () => {
    const server = openInProcess();

    const { headers } = await server.fetch(preflight('https://paper.example'));

    expect(headers.get('access-control-allow-origin')).toBe('https://paper.example');
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
    expect(headers.has('access-control-allow-credentials')).toBe(false);
    expect(headers.get('vary')).toContain('origin');
  });

  it.each([
    ['https://site.example', 200],
    ['http://localhost:5173', 200],
    ['http://localhost', 200],
    ['http://site.example', 403],
    ['https://site.example:8443', 403],
    ['https://localhost:5173', 403],
  ])('may call when it is of a site that has discussions: %s gets %d', async (origin, status) => {
    const sites = ['https://site.example', 'http://localhost:*'];
    const server = openInProcess({ config: { isProduction: true, publicUrl: 'https://talk.example', sites } });

    const answer = await ask(server, aPost('{ hello }', { headers: { origin } }));

    expect(answer.status).toBe(status);
  });

  it('may not call under a name that was made to point here', async () => {
    const server = openInProcess();

    const headers = { origin: 'http://evil.example:4000', host: 'evil.example:4000' };
    const answer = await ask(server, aPost('{ hello }', { headers }));

    expect(answer.status).toBe(403);
  });

  it.each(['http://localhost:5173', 'http://192.168.1.5:4000', 'http://[fe80::1]:4000', 'http://127.0.0.1'])(
    'on this machine or its network may call, but in production only if it is listed: %s',
    async (origin) => {
      const config = { isProduction: true, publicUrl: 'https://talk.example' };
      const asked = () => aPost('{ hello }', { headers: { origin, host: new URL(origin).host } });

      const inDevelopment = await ask(openInProcess(), asked());
      const inProduction = await ask(openInProcess({ config }), asked());

      expect(inDevelopment).toMatchObject({ status: 200, body: { data: { hello: 'hello you' } } });
      expect(inDevelopment.headers.get('access-control-allow-origin')).toBe(origin);
      expect(inProduction.status).toBe(403);
    },
  );

  it('that is the service’s own may call', async () => {
    const config = { isProduction: true, publicUrl: 'https://talk.example/path' };

    const answer = await ask(
      openInProcess({ config }),
      aPost('{ hello }', { headers: { origin: 'https://talk.example' } }),
    );

    expect(answer.status).toBe(200);
  });

  it('that is listed may read a refusal as well', async () => {
    const transport = openInProcess();

    const headers = { origin: 'https://paper.example', authorization: 'Bearer wrong' };
    const answer = await ask(transport, aPost('{ hello }', { headers }));

    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://paper.example');
  });

  it.each([
    'https://evil.example',
    'null',
    'https://paper.example.evil.example',
    'http://paper.example',
    'http://203.0.113.7:4000',
    'http://127.0.0.1.evil.example:4000',
  ])('may not call when it is not: %s', async (origin) => {
    const server = openInProcess();

    const asked = await server.fetch(preflight(origin));
    const answered = await server.fetch(aPost('{ hello }', { headers: { origin } }));

    expect(answered.status).toBe(403);
    expect(await answered.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    for (const { headers } of [asked, answered]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});
