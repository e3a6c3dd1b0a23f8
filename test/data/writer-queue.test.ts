import { setImmediate as nextIteration } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../src/config/limits.ts';
import { Arrivals } from '../../src/execution/arrivals.ts';
import { createWriterQueue } from '../../src/data/database/writer-queue.ts';

const NEVER = new AbortController().signal;
const REFUSAL = { code: 'SERVICE_UNAVAILABLE' };

test('writers of one post follow each other in their order, and those of another do not wait for them', async () => {
  const { write, log } = aQueue();
  const first = write('a', 'first');
  const second = write('a', 'second');
  const other = write('b', 'other');

  other.end();
  await other.written;
  first.end();
  await first.written;
  second.end();
  await second.written;

  expect(log).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends']);
});

test('a writer is refused where too many wait, for the post or for all of them, and its work does not begin', async () => {
  const { write, log } = aQueue({ writersWaiting: 1, writersWaitingInAll: 3 });
  const accepted = [write('a', 'one'), write('a', 'two')];

  await expect(write('a', 'too many for the post').written).rejects.toMatchObject(REFUSAL);
  accepted.push(write('b', 'three'));
  await expect(write('c', 'too many in all').written).rejects.toMatchObject(REFUSAL);

  for (const { end } of accepted) end();
  await Promise.all(accepted.map(({ written }) => written));
  expect(log.filter((entry) => entry.endsWith('begins')).sort()).toEqual(['one begins', 'three begins', 'two begins']);
});

test('a writer does not wait for longer than it may, and leaves the queue to those behind it', async () => {
  const { write, log } = aQueue({ writerWaitMs: 1 });
  const first = write('a', 'first');

  await expect(write('a', 'impatient').written).rejects.toMatchObject(REFUSAL);
  first.end();
  await first.written;
  const next = write('a', 'next');
  next.end();
  await next.written;

  expect(log).toEqual(['first begins', 'first ends', 'next begins', 'next ends']);
});

test('a writer that leaves while it waits does not write; one that has begun ends', async () => {
  const { write, log } = aQueue();
  const [first, second] = [new AbortController(), new AbortController()];
  const begun = write('a', 'begun', first.signal);
  const waiting = write('a', 'waiting', second.signal);

  second.abort();
  await expect(waiting.written).rejects.toMatchObject(REFUSAL);
  first.abort();
  begun.end();
  await begun.written;
  await expect(write('a', 'gone before', first.signal).written).rejects.toMatchObject(REFUSAL);

  expect(log).toEqual(['begun begins', 'begun ends']);
});

test('few writers of a post prepare at once, and the others have cost nothing by then', async () => {
  const { admit } = createWriterQueue({ limits: DEFAULT_LIMITS, connections: 10, arrivals: new Arrivals() });
  const log: string[] = [];
  const works = Array.from({ length: 6 }, (_, number) => aWork(log, String(number)));
  const admitted = works.map(({ work }) => admit({ postId: 'a', signal: NEVER }, work));
  await nextIteration();

  expect(log).toEqual(['0 begins', '1 begins', '2 begins', '3 begins']);

  for (const { end } of works) end();
  await Promise.all(admitted);
  expect(log).toContain('5 ends');
});

test('writers hold at most their share of the connections, and always one', async () => {
  const log: string[] = [];
  const options = { limits: { ...DEFAULT_LIMITS, writerConnectionsPercent: 50 }, arrivals: new Arrivals() };
  const share = createWriterQueue({ ...options, connections: 5 });
  const single = createWriterQueue({ ...options, connections: 1 });
  const works = ['a', 'b', 'c', 'd'].map((name) => aWork(log, name));
  const [one, two, three, four] = works;
  const taken = [one, two, three].map((work) => share.takeConnection({ purpose: 'write', signal: NEVER, work: work?.work ?? fail }));
  taken.push(single.takeConnection({ purpose: 'write', signal: NEVER, work: four?.work ?? fail }));

  expect(log).toEqual(['a begins', 'b begins', 'd begins']);

  for (const { end } of works) end();
  await Promise.all(taken);
  expect(log).toContain('c ends');
});

test('writers that wait for a connection are bounded as well', async () => {
  const limits = { ...DEFAULT_LIMITS, writersWaitingInAll: 1 };
  const { takeConnection } = createWriterQueue({ limits, connections: 1, arrivals: new Arrivals() });
  const log: string[] = [];
  const [first, second] = [aWork(log, 'first'), aWork(log, 'second')];
  const connect = async (work: () => Promise<void>) => await takeConnection({ purpose: 'write', signal: NEVER, work });

  const written = [connect(first.work), connect(second.work)];
  await expect(connect(fail)).rejects.toMatchObject(REFUSAL);

  first.end();
  second.end();
  await Promise.all(written);
  expect(log).toContain('second ends');
});

function aQueue(limits: Partial<Limits> = {}) {
  const { admit } = createWriterQueue({
    limits: { ...DEFAULT_LIMITS, ...limits },
    connections: 10,
    arrivals: new Arrivals(),
  });
  const log: string[] = [];
  const write = (postId: string, name: string, signal = NEVER) => {
    const { work, end } = aWork(log, name);
    return { end, written: admit({ postId, signal }, (takeTurn) => takeTurn(work)) };
  };
  return { write, log };
}

/** A write that ends when the test says so. */
function aWork(log: string[], name: string) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = async () => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
  };
  return { work, end };
}

function fail(): never {
  throw new Error('Expected a work.');
}
