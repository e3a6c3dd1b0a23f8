// Random documents against the whole service. DOCUMENTS=20000 runs the long form; a failure prints the seed of its document.
import fc from 'fast-check';
import { defaultFieldResolver, parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { isRetry } from '../../src/domain/writing/mutation-key.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { createMemoryStore } from '../../src/execution/rates/memory-store.ts';
import { createRates, NO_RATES, type Rates } from '../../src/execution/rates/rates.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createRandom, type Random } from '../chaos/random.ts';
import { aVoice, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, aPost, tryComment } from '../harness/fixtures.ts';
import { makeRandomDocument } from '../harness/random-document.ts';
import { replaceResolvers } from '../harness/replace-resolvers.ts';

const DOCUMENTS = Number(process.env['DOCUMENTS'] ?? 2_000);
const SEED = Number(process.env['SEED'] ?? 1);

const LEAKS =
  /\bat \S+:\d+:\d+|node_modules|\/src\/|SELECT |INSERT |PrismaClient|ECONN|invalid input syntax|violates|duplicate key|originalError|stacktrace/;

const database = await openTestDatabase();
const api = openTestApi(database);
// Rates so high that nothing is refused: they look for the keys of writes in the database before anything is executed.
const HIGH = 1_000_000;
const rates: Rates = {
  ...createRates({
    limits: {
      ...DEFAULT_LIMITS,
      ...{ readBurst: HIGH, readsPerMinute: HIGH, costPerMinute: HIGH * HIGH, writeBurst: HIGH, writesPerHour: HIGH },
      writeMs: 1,
    },
    store: createMemoryStore({ keys: DEFAULT_LIMITS.rateKeys }),
    isRetry: (client, write) => isRetry({ database }, client, write),
  }),
  claimText: NO_RATES.claimText,
};
const server = createInProcessServer({ ...serverOptions(api), rates });
afterAll(() => server.close());

const ids: string[] = ['', 'x', 'Q29tbWVudDp4', '\u0000', 'a'.repeat(5_000), '__proto__'];
const cursors: string[] = ['', 'x', 'bm8='];
const slugs = ['energy', 'post-0', 'post-1', 'no such', 'reader-1', '\ud800', '\u0000', 'é'];
const texts = [
  'Plain.',
  '',
  ' ',
  '&nbsp;',
  '\u0000',
  '\ud800',
  '😀'.repeat(40),
  'a\r\n\tb',
  '*a* <b>b</b> &amp; `c`',
  '\u202eevil',
  'é\u0301',
  '# h\n- l\n> q',
  'x'.repeat(301),
  '\u0001\u001b[31m',
];

beforeAll(async () => {
  for (const [n, comments] of [250, 60, 5].entries()) {
    const { id: postId } = await aPost(api, {
      slug: `post-${n}`,
      tags: [
        { label: 'Energy', kind: 'TOPIC' },
        { label: `Tag ${n}`, kind: 'COMPANY' },
      ],
    });
    ids.push(postId);
    const written: string[] = [];
    for (let place = 0; place < comments; place += 1) {
      const parentId = place < 100 ? null : (written[Math.floor((place - 100) / 2) * 2] ?? null);
      const { comment, cursor } = await aComment(
        api,
        { postId, parentId, body: 'A *remark* & more. '.repeat(place % 40) + '.' },
        place % 3 === 0 ? aVoice(`v${place}`) : anAccountOf(place % 7),
      );
      written.push(comment.id);
      if (place % 10 === 0) cursors.push(cursor);
    }
    ids.push(...written.slice(0, 20), ...written.slice(-20));
  }
  const { posts } = await api.data<{ posts: { nodes: { cursor: string }[]; pageInfo: { endCursor: string } } }, object>(
    ['{ posts { nodes { cursor } pageInfo { endCursor } } }'],
  );
  cursors.push(posts.pageInfo.endCursor, ...posts.nodes.map(({ cursor }) => cursor));
});

test(`${DOCUMENTS} random documents are answered, hold the event loop no longer than a step may, and leak nothing`, async () => {
  const loop = countCompleted();
  const codes = new Map<string, number>();
  const author = await signToken(
    { subject: 'an-author', handle: 'an-author', role: 'MODERATOR' },
    { secret: api.services.config.authSecret ?? '', expiresIn: 3_600 },
  );

  for (let seed = SEED, sent = 0; sent < DOCUMENTS; seed += 1) {
    const random = createRandom(seed);
    const document =
      random.next() < 0.03
        ? aDearDocument(random)
        : makeRandomDocument({ schema, random: random.next, textsFor: textsOf });
    // Fields of two types can conflict under one name.
    if (validate(schema, parse(document.query)).length > 0) continue;
    sent += 1;
    const credential =
      random.next() < 0.5
        ? { authorization: `Bearer ${author}` }
        : random.next() < 0.5
          ? { 'colloquy-voice': 'v'.repeat(30) }
          : {};

    const { status, answer } = await send(document, credential);

    const shown = `seed ${seed}: ${JSON.stringify(document)}\n${status} ${answer.slice(0, 2_000)}`;
    expect(status, shown).toBeLessThan(500);
    expect(answer, shown).not.toContain('INTERNAL_SERVER_ERROR');
    expect(
      answer.replaceAll(/"(?:body|bodyHtml|title|subject|excerpt|displayName|guestName|label)":"(?:[^"\\]|\\.)*"/g, ''),
      shown,
    ).not.toMatch(LEAKS);
    expect(loop.most, `completed in one turn; ${shown}`).toBeLessThanOrEqual(MOST_IN_A_TURN);
    for (const [, code = ''] of answer.matchAll(/"code":"(\w+)"/g)) codes.set(code, (codes.get(code) ?? 0) + 1);
    codes.set(`HTTP ${status}`, (codes.get(`HTTP ${status}`) ?? 0) + 1);
  }
  loop.stop();

  console.log(`most completed in a turn: ${loop.most}`, Object.fromEntries(codes));
  expect(codes.get('HTTP 200')).toBeGreaterThan(DOCUMENTS / 3);
}, 3_600_000);

// A slice of 2,000 values, and one page of 100 with every field.
const MOST_IN_A_TURN = 2_000 + 100 * 40;

/** A document just below the highest price: 10,000 comments with random fields, each reached through another. */
function aDearDocument(random: Random): ReturnType<typeof makeRandomDocument> {
  const fields = [
    'number',
    'depth',
    'path',
    'status',
    'subject',
    'body',
    'url',
    'createdAt',
    'author { displayName }',
    'parent { number }',
    'viewerCanEdit',
  ];
  const some = () =>
    random
      .shuffle(fields)
      .slice(0, 1 + Math.floor(random.next() * 6))
      .join(' ');
  const page = (size: number, inner: string) =>
    `{ comments(first: ${size}) { ${random.pick([`nodes { ${inner} }`, `edges { node { ${inner} } }`])} } }`;
  const query = `{ post(by: { slug: "post-0" }) ${page(100, `${some()} post ${page(random.pick([50, 90, 100]), some())}`)} }`;
  return { kind: 'query', query, variables: {} };
}

/** Counts resolved fields in each turn of the event loop, whatever the budget counts. */
function countCompleted() {
  let inTurn = 0;
  let most = 0;
  let isRunning = true;
  const turn = () => {
    inTurn = 0;
    if (isRunning) setImmediate(turn);
  };
  turn();
  const putBack = replaceResolvers(schema, (resolve = defaultFieldResolver) => (...args) => {
    inTurn += 1;
    most = Math.max(most, inTurn);
    return resolve(...args);
  });
  return {
    get most() {
      return most;
    },
    /** Other files share the process, and count for themselves. */
    stop: () => {
      isRunning = false;
      putBack();
    },
  };
}

test('every text that is accepted reads back as it was written', async () => {
  const { id: postId } = await aPost(api);
  const part = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom(...texts));
  const written = fc.record({
    body: fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    subject: part,
    guestName: part,
  });

  await fc.assert(
    fc.asyncProperty(written, async (input) => {
      const answer = await tryComment(api, { postId, ...input });
      if (answer.__typename !== 'CreateCommentPayload') return;
      const { comment } = await api.data<{ comment: object }, object>([
        'query ($id: ID!) { comment(id: $id) { body subject author { displayName } } }',
        { id: answer.comment.id },
      ]);

      expect(comment).toEqual({ body: input.body, subject: input.subject, author: { displayName: input.guestName } });
    }),
    { numRuns: DOCUMENTS / 10 },
  );
}, 3_600_000);

async function send(
  { kind, query, variables }: ReturnType<typeof makeRandomDocument>,
  credential: Record<string, string>,
) {
  const leaving = new AbortController();
  const response = await server.fetch(
    new Request('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: kind === 'subscription' ? 'text/event-stream, application/json' : 'application/json',
        ...credential,
      },
      body: JSON.stringify({ query, variables }),
      signal: leaving.signal,
    }),
  );
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    return { status: response.status, answer: await response.text() };

  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  leaving.abort();
  return { status: response.status, answer: Buffer.from(first?.value ?? new Uint8Array()).toString() };
}

function textsOf(name: string, type: string): readonly string[] {
  if (type === 'ID') return ids;
  if (name === 'after' || name === 'before') return cursors;
  if (name === 'slug' || name === 'tag' || name === 'author' || name === 'handle') return slugs;
  if (name === 'clientMutationId')
    return ['k1', 'k2', 'not a key!', 'x'.repeat(65), '\u0000', 'k\u0000', '\ud800', '\udc00k', '😀'];
  return texts;
}
