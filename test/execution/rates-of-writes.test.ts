// Retries and repeated texts, which only the database and the use cases tell from other writes.
import { expect, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/config/limits.ts';
import { isRetry } from '../../src/domain/writing/mutation-key.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { createContext } from '../../src/graphql/context.ts';
import { CreateCommentDocument, CreatePostDocument } from '../../src/sdk/generated/operations.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aPost } from '../harness/fixtures.ts';
import { ask, aPost as aRequest, type Answer } from '../http/stand-in.ts';
import { aSecret, countAnswers, ELSEWHERE, HOME, someRates } from './rates-harness.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const { id: postId } = await aPost(api);

const VOICE = aSecret('a-voice');

/** The service with rates of its own. */
function openService(limits: Partial<Limits> = {}) {
  const rates = someRates(limits, (client, write) => isRetry({ database }, client, write));
  const services = { ...api.services, rates };
  const server = createInProcessServer({
    ...serverOptions(api),
    createContext: (session, execution) => createContext(services, session, execution),
    ...{ rates, limits },
  });

  const send = async (
    document: { toString(): string },
    {
      variables,
      headers = VOICE,
      peer = HOME,
    }: { variables?: object; headers?: Record<string, string>; peer?: string },
  ): Promise<Answer> =>
    await ask(
      { fetch: (request) => server.fetch(request, { peer }) },
      aRequest(document.toString(), { variables, headers }),
    );
  let texts = 0;
  return {
    send,
    write: async (input: object = {}, sender: { headers?: Record<string, string>; peer?: string } = {}) =>
      await send(CreateCommentDocument, {
        variables: { input: { postId, body: `Text ${(texts += 1)}`, ...input } },
        ...sender,
      }),
  };
}

async function aTokenOf(subject: string, role: 'READER' | 'AUTHOR' = 'READER'): Promise<Record<string, string>> {
  const secret = api.services.config.authSecret ?? '';
  return { authorization: `Bearer ${await signToken({ subject, role }, { secret, expiresIn: 60 })}` };
}

const idOf = ({ body }: Answer): string => body.data.createComment.comment.id;
const typeOf = ({ body }: Answer): string => body.data.createComment.__typename;

test.each(['a voice', 'an account'])('a retry by %s is recognised before the rate of writes', async (who) => {
  const { write } = openService({ writeBurst: 2 });
  const headers = who === 'a voice' ? aSecret('retries') : await aTokenOf('retries');
  const input = { body: `Once, by ${who}.`, clientMutationId: 'retried' };

  const first = await write(input, { headers });
  expect((await write({}, { headers })).status).toBe(200);
  expect((await write({}, { headers })).status).toBe(429);

  for (let retry = 0; retry < 5; retry += 1) expect(idOf(await write(input, { headers }))).toBe(idOf(first));
});

test('a retry of a post is recognised as well, and a key of another mutation is none', async () => {
  const { send, write } = openService({ writeBurst: 1 });
  const headers = await aTokenOf('publisher', 'AUTHOR');
  const publish = async () =>
    await send(CreatePostDocument, {
      variables: { input: { title: 'Once', body: 'Text.', publish: true, clientMutationId: 'post' } },
      headers,
    });

  expect((await publish()).status).toBe(200);
  expect((await publish()).status).toBe(200);
  expect((await write({ clientMutationId: 'post' }, { headers })).status).toBe(429);
});

test('another input under a key writes nothing, and is no write', async () => {
  const { write } = openService({ writeBurst: 1 });
  await write({ clientMutationId: 'taken' });

  const answer = await write({ clientMutationId: 'taken' });

  expect(answer.status).toBe(200);
  expect(typeOf(answer)).toBe('ConflictError');
});

test('the key of another voice, or of nobody, is no retry', async () => {
  const { write } = openService({ writeBurst: 1, addressMultiple: 3 });
  const input = { body: 'Mine.', clientMutationId: 'mine' };
  await write(input, { headers: aSecret('mine') });

  const headers = aSecret('yours');
  expect((await write(input, { headers })).status).toBe(200);
  expect((await write({ clientMutationId: 'unused' }, { headers })).status).toBe(429);
  expect((await write(input, { headers: {} })).status).toBe(200);
  expect((await write({ ...input, body: 'Again.' }, { headers: {} })).status).toBe(429);
});

test.each(['\u0000', 'k\u0000', '\ud800', '\udc00k', '😀', '', 'x'.repeat(65), 'k\n'])(
  'what cannot be a key is refused as one, and never looked for: %j',
  async (clientMutationId) => {
    const { write } = openService();

    const { status, body } = await write({ clientMutationId });

    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data.createComment.__typename).toBe('ValidationError');
  },
);

test('a retry is a read, and so is each look for one', async () => {
  const { write } = openService({ readBurst: 3 });
  const input = { body: 'Read again.', clientMutationId: 'read' };
  let key = 0;

  expect(await countAnswers(5, () => write(input))).toBe(3);
  const headers = aSecret('guesses');
  expect(await countAnswers(5, () => write({ clientMutationId: `guess-${(key += 1)}` }, { headers }))).toBe(3);
});

test('the same text again is refused with 429, whatever its spaces', async () => {
  const { write } = openService();
  await write({ body: 'Buy this.' });

  for (const body of ['Buy this.', '  Buy\n this. ']) {
    const { status, headers, body: answer } = await write({ body });
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('300');
    expect(answer).toEqual({
      errors: [
        {
          message: 'The same text was written a short time ago.',
          extensions: { code: 'RATE_LIMITED', retryAfter: 300 },
        },
      ],
    });
  }
  expect((await write({ body: 'Buy that.' })).status).toBe(200);
});

test('the same text again under its key is a retry, also while the first is being written', async () => {
  const { write } = openService();
  const input = { body: 'Said once.', clientMutationId: 'said' };

  const answers = await Promise.all([write(input), write(input), write(input)]);

  expect(new Set(answers.map(idOf)).size).toBe(1);
  expect((await write({ ...input, clientMutationId: 'said-again' })).status).toBe(429);
  expect((await write({ ...input, clientMutationId: 'said-again' })).status).toBe(429);
});

test('the same text at the same time is written once', async () => {
  const { write } = openService();

  const answers = await Promise.all(Array.from({ length: 5 }, () => write({ body: 'All at once.' })));

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429, 429, 429]);
});

test('others may write the same, also of one address, but not any number of voices', async () => {
  const { write } = openService({ addressMultiple: 3 });
  const body = 'Me too.';
  let voice = 0;

  expect(await countAnswers(5, () => write({ body }, { headers: aSecret(`me-${(voice += 1)}`) }))).toBe(3);
  expect((await write({ body }, { headers: aSecret('me-there'), peer: ELSEWHERE })).status).toBe(200);
  expect((await write({ body }, { headers: await aTokenOf('me') })).status).toBe(200);
  expect((await write({ body }, { headers: await aTokenOf('me') })).status).toBe(429);
});

test('a guest without a voice is known by the address', async () => {
  const { write } = openService();
  const body = 'Anonymous.';

  expect(await countAnswers(2, () => write({ body }, { headers: {} }))).toBe(1);
  expect((await write({ body }, { headers: {}, peer: ELSEWHERE })).status).toBe(200);
});

test('a text that was not written may be sent again', async () => {
  const { write } = openService();
  const input = { body: 'Where does this belong?' };

  expect(typeOf(await write({ ...input, parentId: 'nowhere' }))).toBe('NotFoundError');
  expect(typeOf(await write({ ...input, guestName: 'x'.repeat(81) }))).toBe('ValidationError');
  expect(typeOf(await write(input))).toBe('CreateCommentPayload');
  expect((await write(input)).status).toBe(429);
});

test('of a mutation with several fields, what was done is answered', async () => {
  const { send, write } = openService();
  await write({ body: 'Said.' });
  const twice = `mutation ($new: CreateCommentInput!, $said: CreateCommentInput!) {
    new: createComment(input: $new) { __typename } said: createComment(input: $said) { __typename }
  }`;

  const { status, body } = await send(twice, {
    variables: { new: { postId, body: 'Unsaid.' }, said: { postId, body: 'Said.' } },
  });

  expect(status).toBe(200);
  expect(body.data).toEqual({ new: { __typename: 'CreateCommentPayload' }, said: null });
  expect(body.errors).toMatchObject([{ path: ['said'], extensions: { code: 'RATE_LIMITED', retryAfter: 300 } }]);
});

const RATE_LIMIT = `{ rateLimit {
  reads { limit remaining resetAt } cost { limit remaining } writes { limit remaining }
} }`;

test('a client can ask what it has left', async () => {
  const { send, write } = openService();
  const before = Date.now();
  const written = await write();

  const { body } = await send(RATE_LIMIT, {});

  const { reads, cost, writes } = body.data.rateLimit;
  expect(reads).toMatchObject({ limit: DEFAULT_LIMITS.readBurst, remaining: DEFAULT_LIMITS.readBurst - 1 });
  const spent = [written.body, body]
    .map(({ extensions }) => Number(extensions.cost.price))
    .reduce((sum, price) => sum + price);
  expect(spent).toBeGreaterThan(1);
  expect(cost).toEqual({ limit: DEFAULT_LIMITS.costPerMinute, remaining: DEFAULT_LIMITS.costPerMinute - spent });
  expect(writes).toEqual({ limit: DEFAULT_LIMITS.writeBurst, remaining: DEFAULT_LIMITS.writeBurst - 1 });
  const resetAt = Date.parse(reads.resetAt);
  expect(resetAt).toBeGreaterThan(before);
  expect(resetAt).toBeLessThanOrEqual(Date.now() + DEFAULT_LIMITS.readBurstMs);
});

test('what it has left is the least of what its voice and its address have', async () => {
  const { send } = openService({ readBurst: 4, addressMultiple: 2 });
  for (const name of ['b', 'c']) await countAnswers(3, () => send('{ __typename }', { headers: aSecret(name) }));

  const { body } = await send(RATE_LIMIT, { headers: aSecret('d') });

  expect(body.data.rateLimit.reads).toMatchObject({ limit: 8, remaining: 1 });
});

test('what was refused is not counted', async () => {
  const { send } = openService({ writeBurst: 3 });
  const three =
    'mutation { a: deleteComment(input: { commentId: "x" }) { __typename } b: deleteComment(input: { commentId: "x" }) { __typename } }';

  await send(three, {});
  expect((await send(three, {})).status).toBe(429);

  expect((await send(RATE_LIMIT, {})).body.data.rateLimit.writes).toEqual({ limit: 3, remaining: 1 });
});

test('without rates there is nothing to ask for', async () => {
  expect(await api.data([RATE_LIMIT])).toEqual({ rateLimit: null });
});
