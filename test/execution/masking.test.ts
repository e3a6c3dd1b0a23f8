import { describe, expect, it } from 'vitest';
import { aPost, ask, openInProcess } from '../http/stand-in.ts';

const LEAK = /hunter2|SELECT|ECONNREFUSED|10\.0\.0\.1|stack|\.ts/;

describe('an unexpected error', () => {
  it('is masked, and logged once with the id that the client gets', async () => {
    const { standIn, ...server } = openInProcess();

    const { status, body, headers } = await ask(server, aPost('{ hello secretFailure }'));

    const requestId = headers.get('x-request-id');
    expect(status).toBe(200);
    expect(body.data).toEqual({ hello: 'hello you', secretFailure: null });
    expect(body.errors).toEqual([
      {
        message: 'Unexpected error.',
        path: ['secretFailure'],
        locations: [{ line: 1, column: 9 }],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
      },
    ]);
    expect(standIn.logged).toHaveLength(1);
    expect(standIn.logged[0]).toMatchObject({ requestId, path: ['secretFailure'] });
    expect(JSON.stringify(standIn.logged)).toContain('hunter2');
  });

  it('before the execution gets 500', async () => {
    const { standIn, ...server } = openInProcess({
      now: () => {
        throw new Error('password=hunter2');
      },
    });

    const { status, body } = await ask(server, aPost('{ hello }'));

    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(LEAK);
    expect(standIn.logged).toHaveLength(1);
  });
});

it('does not mask or log an error with a code', async () => {
  const { standIn, ...server } = openInProcess();

  const { body } = await ask(server, aPost('{ coded }'));

  expect(body.errors[0]).toMatchObject({ message: 'Not yours.', extensions: { code: 'FORBIDDEN' } });
  expect(standIn.logged).toEqual([]);
});

it('reports an argument that fails only during execution as the client’s error', async () => {
  const server = openInProcess();

  const { body } = await ask(
    server,
    aPost('query ($name: String) { hello(name: $name) }', { variables: { name: null } }),
  );

  expect(body.errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT' });
});

describe('without the database', () => {
  it('a query gets 503 as a whole', async () => {
    const server = openInProcess();

    const { status, headers, body } = await ask(server, aPost('{ hello databaseAway }'));

    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('1');
    expect(body).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    expect(JSON.stringify(body)).not.toMatch(LEAK);
  });

  it('a mutation returns what it has done', async () => {
    const server = openInProcess();

    const { status, body } = await ask(server, aPost('mutation { add(number: 1) failAway }'));

    expect(status).toBe(200);
    expect(body.data).toEqual({ add: 1, failAway: null });
    expect(body.errors[0]).toMatchObject({ path: ['failAway'], extensions: { code: 'SERVICE_UNAVAILABLE' } });
  });

  it('a mutation says that it is done where only a part of its answer cannot be read', async () => {
    const server = openInProcess();

    const { status, body } = await ask(server, aPost('mutation { addHalf { away } }'));

    expect(status).toBe(200);
    expect(body.data).toEqual({ addHalf: null });
    expect(body.errors).toMatchObject([
      {
        message: expect.stringContaining('The write is done'),
        path: ['addHalf', 'away'],
        extensions: { code: 'SERVICE_UNAVAILABLE', isDone: true },
      },
    ]);
  });

  it('a mutation that has done nothing gets 503', async () => {
    const server = openInProcess();

    const { status, body } = await ask(server, aPost('mutation { failAway }'));

    expect(status).toBe(503);
    expect(body).not.toHaveProperty('data');
  });
});
