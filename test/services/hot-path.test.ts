// What a request takes, counted and not timed: a hot path that grows fails here. Each figure is what it takes today; where it falls, the
// figure is to be lowered. In a file of its own, because it counts whatever the process does meanwhile.
import { createHook } from 'node:async_hooks';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../../src/app/serve.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { schema } from '../../src/graphql/schema.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { readContract } from '../harness/contract.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, aPost } from '../harness/fixtures.ts';
import { replaceResolvers } from '../harness/replace-resolvers.ts';

interface Taken {
  statements: number;
  /** Of the rows that are read. */
  columns: number;
  promises: number;
  resolvers: number;
}

const COMMENTS = 60;
const WARM = 8; // requests, after which documents have plans and statements have names
const MEASURED = 5;

const taken: Taken = { statements: 0, columns: 0, promises: 0, resolvers: 0 };
// Before anything is executed: plans keep the resolvers that they find.
const putBack = replaceResolvers(
  schema,
  (resolve) =>
    resolve &&
    ((...args) => {
      taken.resolvers += 1;
      return resolve(...args);
    }),
);
afterAll(putBack);
countStatements();
const hook = createHook({
  init(_id, type) {
    if (type === 'PROMISE') taken.promises += 1;
  },
});

const database = await openTestDatabase();
const api = openTestApi(database, {}, { limits: { keptBytes: 0 } });
const reused = openTestApi(database);
const server = await startServer(serverOptions(api));
const reusing = await startServer(serverOptions(reused));
afterAll(async () => {
  await server.close();
  await reusing.close();
});

const slug = 'a-post';
let postId = '';
let token = '';
beforeAll(async () => {
  ({ id: postId } = await aPost(api, { slug, tags: [{ label: 'Energy', kind: 'TOPIC' }] }));
  const ids: string[] = [];
  for (let place = 0; place < COMMENTS; place += 1) {
    const parentId = place < 10 ? null : (ids[place - 10] ?? null);
    ids.push((await aComment(api, { postId, parentId }, anAccountOf(place % 5))).comment.id);
  }
  const secret = api.services.config.authSecret ?? '';
  token = await signToken({ subject: 'reader-1', handle: 'reader-1' }, { secret, expiresIn: 3_600 });
});

const document = (name: string) =>
  readFileSync(new URL(`../bench/reads/documents/${name}.graphql`, import.meta.url), 'utf8');
let comments = 0;

test.each<[string, () => object, Taken]>([
  [
    'a title',
    () => ({ query: document('tiny'), variables: { slug } }),
    { statements: 1, columns: 15, promises: 75, resolvers: 2 },
  ],
  [
    'the front page',
    () => ({ query: document('front-page'), variables: { first: 20 } }),
    { statements: 2, columns: 27, promises: 99, resolvers: 16 },
  ],
  [
    'a nested thread',
    () => ({ query: readContract('04-nested-thread'), variables: { post: { slug } } }),
    { statements: 2, columns: 36, promises: 100, resolvers: 357 },
  ],
  [
    'a flat page',
    () => ({ query: document('flat-page'), variables: { slug, last: 100 } }),
    { statements: 2, columns: 38, promises: 98, resolvers: 535 },
  ],
  ['a comment', aNewComment, { statements: 2, columns: 63, promises: 151, resolvers: 12 }],
])('%s takes no more than it did', async (_what, request, most) => {
  requireNoMore(await takeLeast(openConnection(server.port), request), most);
});

test('an answer that is used again takes one small statement, and calls no resolver', async () => {
  const ask = openConnection(reusing.port, { isNobody: true });
  const request = () => ({ query: readContract('04-nested-thread'), variables: { post: { slug } } });

  requireNoMore(await takeLeast(ask, request), { statements: 1, columns: 2, promises: 61, resolvers: 0 });
});

function aNewComment(): object {
  comments += 1;
  const input = { postId, body: `Remark ${comments}.`, clientMutationId: `key-${comments}` };
  return { query: readContract('06-create-comment'), variables: { input } };
}

/** The client makes a promise for each part of an answer that arrives, which are not always as many. */
const SPARE = 4;

function requireNoMore(least: Taken, most: Taken): void {
  expect({ ...least, promises: 0 }).toEqual({ ...most, promises: 0 });
  expect(least.promises).toBeLessThanOrEqual(most.promises + SPARE);
}

/** The least of some requests: what happens in the background beside one of them is not counted. */
async function takeLeast(ask: (body: object) => Promise<void>, request: () => object): Promise<Taken> {
  const samples: Taken[] = [];
  for (let time = 0; time < WARM; time += 1) await ask(request());
  for (let time = 0; time < MEASURED; time += 1) {
    Object.assign(taken, { statements: 0, columns: 0, promises: 0, resolvers: 0 });
    const body = request();
    hook.enable();
    await ask(body);
    hook.disable();
    samples.push({ ...taken });
  }
  const leastOf = (name: keyof Taken) => Math.min(...samples.map((sample) => sample[name]));
  return {
    statements: leastOf('statements'),
    columns: leastOf('columns'),
    promises: leastOf('promises'),
    resolvers: leastOf('resolvers'),
  };
}

/** Sends requests over one connection. The client makes as good as no promise itself. */
function openConnection(port: number, { isNobody = false } = {}): (body: object) => Promise<void> {
  const socket = connect(port, '127.0.0.1');
  afterAll(() => socket.destroy());
  return async (body) => {
    const text = JSON.stringify(body);
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${isNobody ? '' : `Authorization: Bearer ${token}\r\n`}` +
        `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
    let answer = '';
    do answer += String((await once(socket, 'data'))[0]);
    while (!isWhole(answer));
    expect(answer).toContain('"data"');
    expect(answer).not.toContain('"errors"');
  };
}

function isWhole(answer: string): boolean {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return Buffer.byteLength(body) >= Number(/content-length: (\d+)/i.exec(head)?.[1]);
}

function countStatements(): void {
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function count(this: pg.Client, ...args: unknown[]) {
    const [config] = args;
    taken.statements += 1;
    if (typeof config === 'object' && config !== null && 'returns' in config) {
      taken.columns += Object.keys((config.returns as { columns: object }).columns).length;
    }
    return Reflect.apply(query, this, args) as unknown;
  } as typeof query;
}
