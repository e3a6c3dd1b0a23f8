import { expect, test } from 'vitest';
import { readPlan } from './reads/arguments.ts';
import { CASES, COUNTER, makeCase, type Case, type CaseName } from './reads/cases.ts';
import { numbered, toBytes, makeRequests } from './reads/client/request-bytes.ts';
import { findResponse } from './reads/client/response-reader.ts';
import { findDifference } from './reads/measure/compare.ts';
import { createFrontendReader } from './reads/measure/frontend-reader.ts';
import type { Sample } from './reads/measure/measure.ts';
import { makeTables, type Result } from './reads/report.ts';
import { CONTESTANTS } from './reads/servers/contestant.ts';
import { findMissing } from './reads/servers/find-missing.ts';
import { askPostgraphile } from './reads/servers/postgraphile-cases.ts';

test('a ratio is taken within each round, and the table shows the median with its range', () => {
  const table = makeTables([
    aResult({ contestant: 'limit', samples: [aSample(100), aSample(200), aSample(100)] }),
    aResult({ contestant: 'ours', samples: [aSample(200), aSample(600), aSample(100)] }),
  ]);

  expect(table).toContain('| tiny | limit | 1.00 (1.00–1.00) |');
  expect(table).toContain('| tiny | ours | 2.00 (1.00–3.00) |');
});

test('a round that failed is named with the reason, and the others keep their figures', () => {
  const table = makeTables([
    aResult({ contestant: 'limit', samples: [aSample(100), aSample(100)] }),
    aResult({ contestant: 'ours', samples: [new Error('it ended'), aSample(300)] }),
  ]);

  expect(table).toContain('| tiny | ours | 3.00 |');
  expect(table).toContain('- tiny, ours, 32 connections: it ended');
});

test('a run may be partial, and only a whole one fills the page', () => {
  expect(readPlan([])).toMatchObject({ cases: CASES, connections: [1, 32], isWhole: true });
  expect(readPlan(['--keep'])).toMatchObject({ isKept: true, isWhole: true });
  const part = readPlan(['--only', 'ours,limit', '--case', 'create-comment-hot', '--posts-times', '10']);
  expect(part).toMatchObject({ contestants: ['limit', 'ours'], cases: ['create-comment-hot'], isWhole: false });
  expect(part.scale.blocks).toBe(10);
  expect(readPlan(['--only', 'mercurius,limit'])).toMatchObject({ contestants: ['limit', 'mercurius'] });
  expect(() => readPlan(['--case', 'that'])).toThrow(/expected some of tiny.*found that/);
  expect(() => readPlan(['--rounds', 'many'])).toThrow(/expected a whole number/);
});

test('the contestants whose packages are installed apart run only when they are named', () => {
  const plan = readPlan([]);

  expect(plan.contestants).toEqual(CONTESTANTS);
  expect(findMissing(plan)).toBeNull();
});

test('a response is found by its length or its chunks, and not before it is whole', () => {
  const plain = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbodyHTTP');
  const chunked = Buffer.from('HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n');

  expect(findResponse(plain)).toMatchObject({ end: plain.length - 4, isOk: true });
  expect(findResponse(plain.subarray(0, plain.length - 5))).toBeNull();
  expect(findResponse(chunked)).toMatchObject({ end: chunked.length, isOk: false });
  expect(chunked.toString('latin1', findResponse(chunked)?.bodyAt)).toMatch(/^body/);
  for (let size = 0; size < chunked.length; size += 1) expect(findResponse(chunked.subarray(0, size))).toBeNull();
});

test('a request that writes differs each time, and is as long as it says', () => {
  const one = aCase('create-comment');
  const [text = ''] = makeRequests(one, { port: 1, tokens: ['secret'] });

  const [first, second] = [numbered(toBytes(text), 1).toString(), numbered(toBytes(text), 2).toString()];

  expect(first).not.toBe(second);
  expect(first).not.toContain(COUNTER);
  expect(first).toContain('Authorization: Bearer secret\r\n');
  expect(first.split('\r\n\r\n')[1]).toHaveLength(Number(/Content-Length: (\d+)/.exec(first)?.[1]));
});

test('PostGraphile is asked in its own terms, and its answer is compared in the common form', () => {
  const thread = askPostgraphile(aCase('nested-thread-largest'));
  const reply = askPostgraphile(aCase('create-comment'));
  const frontPage = askPostgraphile(aCase('front-page'));
  const answer = { posts: { nodes: [{ tags: { nodes: [{ tag: 'a tag' }] }, discussion: { commentCount: 3 } }] } };

  expect(thread.variables).toEqual([{ slug: 'largest' }]);
  expect(reply.variables).toMatchObject([{ input: { postId: 'Post:a', mutationId: `create-comment-${COUNTER}` } }]);
  expect(frontPage.toCommonForm?.(answer as never)).toEqual({
    posts: { nodes: [{ tags: ['a tag'], commentCount: 3 }] },
  });
});

test('statements and round trips are counted however the stream is split', () => {
  const startup = Buffer.concat([aLength(8), Buffer.alloc(4)]);
  const extended = ['P', 'B', 'D', 'E', 'S'].map((letter) => aMessage(letter, 'x'));
  const simple = ['BEGIN', 'SELECT 1', 'COMMIT'].map((text) => aMessage('Q', text));
  const stream = Buffer.concat([startup, ...extended, ...simple]);
  for (let size = 1; size < stream.length; size += 1) {
    let [statements, roundTrips] = [0, 0];
    const read = createFrontendReader({ onStatement: () => (statements += 1), onRoundTrip: () => (roundTrips += 1) });

    for (let at = 0; at < stream.length; at += size) read(stream.subarray(at, at + size));

    expect([statements, roundTrips]).toEqual([2, 4]);
  }
});

test('a difference is named by its place', () => {
  const limit = { contestant: 'limit', answers: [{ data: { post: { nodes: [{ number: 1 }] } } }] };
  const ours = { contestant: 'ours', answers: [{ data: { post: { nodes: [{ number: 2 }] } } }] };

  expect(findDifference(limit, limit)).toBeNull();
  expect(findDifference(limit, ours)).toBe('limit and ours differ at answer.0.data.post.nodes.0.number: 1 and 2');
});

function aCase(name: CaseName): Case {
  const subjects = {
    ...{ anyPosts: [], middlePosts: [], largestPost: 'largest', longPosts: [], writers: [] },
    parents: [{ postId: 'a', commentId: 'b' }],
  };
  return makeCase(name, { subjects, encodeId: (type, id) => `${type}:${id}` });
}

function aResult(given: Pick<Result, 'contestant' | 'samples'>): Result {
  return { name: 'tiny', connections: 32, asked: { statements: 1, roundTrips: 1 }, ...given };
}

function aSample(micros: number): Sample {
  return {
    ...{ requestsPerSecond: 100, p50: 1, p99: 2, answerBytes: 1_024, peaks: { resident: 2 ** 20, heap: 2 ** 20 } },
    ...{ serviceMicros: micros / 2, databaseMicros: micros / 2 },
  };
}

function aMessage(letter: string, text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  return Buffer.concat([Buffer.from(letter), aLength(body.length + 4), body]);
}

function aLength(size: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(size);
  return bytes;
}
