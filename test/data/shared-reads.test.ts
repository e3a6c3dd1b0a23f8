import { expect, test } from 'vitest';
import { SharedReads } from '../../src/data/shared/shared-reads.ts';

test('those who ask at the same time share a read, and those who ask meanwhile the next one', async () => {
  const { reads, log, finish } = someReads({ atOnce: 1 });
  const first = [reads.load('a'), reads.load('b')];
  await turn();
  const next = [reads.load('c'), reads.load('a')];
  await turn();
  expect(log).toEqual([['a', 'b']]);

  await finish();
  expect(await Promise.all(first)).toEqual(['a of 1', 'b of 1']);
  expect(log).toEqual([
    ['a', 'b'],
    ['c', 'a'],
  ]);
  await finish();
  expect(await Promise.all(next)).toEqual(['c of 2', 'a of 2']);
});

test('as many reads run at once as may', async () => {
  const { reads, log, finish } = someReads({ atOnce: 2 });
  const asked: Promise<string>[] = [];
  for (const key of ['a', 'b', 'c']) {
    asked.push(reads.load(key));
    await turn();
  }
  expect(log).toEqual([['a'], ['b']]);

  await finish();
  await finish();
  await finish();

  expect(await Promise.all(asked)).toEqual(['a of 1', 'b of 2', 'c of 3']);
});

test('a read that fails fails for those who share it, and the next one begins', async () => {
  const { reads, finish } = someReads({ atOnce: 1 });
  const failing = reads.load('a').catch((error: unknown) => error);
  await turn();
  const next = reads.load('b');

  await finish(new Error('The database is away.'));
  await finish();

  expect(await failing).toEqual(new Error('The database is away.'));
  expect(await next).toBe('b of 2');
});

test('more than a hundred keys take several reads', async () => {
  const { reads, log, finish } = someReads({ atOnce: 1 });
  const asked = Array.from({ length: 250 }, (_, key) => reads.load(String(key)));
  await turn();
  for (let read = 0; read < 3; read += 1) await finish();

  expect((await Promise.all(asked)).length).toBe(250);
  expect(log.map((keys) => keys.length)).toEqual([100, 100, 50]);
});

function someReads({ atOnce }: { atOnce: number }) {
  const log: (readonly string[])[] = [];
  const running: ((error?: Error) => void)[] = [];
  const reads = new SharedReads<string, string>(
    async (keys) => {
      log.push(keys);
      const number = log.length;
      await new Promise<void>((resolve, reject) => {
        running.push((error) => (error === undefined ? resolve() : reject(error)));
      });
      return keys.map((key) => `${key} of ${number}`);
    },
    { atOnce },
  );
  /** Ends the oldest read that runs. */
  const finish = async (error?: Error) => {
    running.shift()?.(error);
    await turn();
  };
  return { reads, log, finish };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => void setImmediate(resolve));
}
