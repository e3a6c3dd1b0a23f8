import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { DearQueries } from '../../src/execution/dear-queries.ts';

const LIMITS = { dearPrice: 10, dearAtOnce: 1, dearWaiting: 1 };

/** A query that runs until it is ended. */
function aQuery(price: number) {
  const wanted = new AbortController();
  const ending = new EventTarget();
  const query = {
    hasBegun: false,
    end: () => ending.dispatchEvent(new Event('end')),
    leave: (reason: Error) => wanted.abort(reason),
  };
  const run = async () => {
    query.hasBegun = true;
    await once(ending, 'end');
    return 'answer';
  };
  return { query, priced: { price, signal: wanted.signal, run } };
}

test('a dear query waits for another one, a cheap one does not', async () => {
  const queries = new DearQueries(LIMITS);
  const [first, second, cheap] = [aQuery(10), aQuery(10), aQuery(9)];

  const answers = [first, second, cheap].map(({ priced }) => queries.run(priced));
  expect([first, second, cheap].map(({ query }) => query.hasBegun)).toEqual([true, false, true]);
  first.query.end();
  await answers[0];
  await vi.waitFor(() => expect(second.query.hasBegun).toBe(true));
  second.query.end();
  cheap.query.end();

  await expect(Promise.all(answers)).resolves.toEqual(['answer', 'answer', 'answer']);
});

test('a dear query that nobody wants any more leaves its place to the next', async () => {
  const queries = new DearQueries({ ...LIMITS, dearWaiting: 2 });
  const [running, left, next] = [aQuery(10), aQuery(10), aQuery(10)];
  const [, second, third] = [running, left, next].map(({ priced }) => queries.run(priced));

  left.query.leave(new Error('left'));
  await expect(second).rejects.toThrow('left');
  running.query.end();
  await vi.waitFor(() => expect(next.query.hasBegun).toBe(true));
  next.query.end();

  await expect(third).resolves.toBe('answer');
  expect(left.query.hasBegun).toBe(false);
});

test('when too many wait, a dear query is refused before it runs', async () => {
  const queries = new DearQueries(LIMITS);
  const [running, waiting, refused] = [aQuery(10), aQuery(10), aQuery(10)];
  void queries.run(running.priced);
  void queries.run(waiting.priced);

  await expect(queries.run(refused.priced)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(refused.query.hasBegun).toBe(false);
});
