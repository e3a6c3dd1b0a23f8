import { expect, it } from 'vitest';
import { findFailure } from './failure.ts';
import { startScriptedService, type Subscription } from './scripted-service.ts';

const START = { postId: 'post', after: '0' };

/** Gives one event, ends the connection, and gives the next one to who comes back. */
function endingBy(end: (subscription: Subscription) => void): (subscription: Subscription) => void {
  return (subscription) => {
    subscription.give(subscription.after + 1);
    if (subscription.attempt === 1) end(subscription);
  };
}

it.each([1000, 1001, 1012, 1013, 4403, 4408, 4499])(
  'comes back after a close with %i, from the last event',
  async (code) => {
    const client = await startScriptedService(endingBy(({ close }) => close(code)));
    const stream = client.commentAdded(START);

    const numbers = [await stream.next(), await stream.next()].map(({ value }) => value?.commentAdded.node.number);

    expect(numbers).toEqual([1, 2]);
  },
);

it.each([1001, 1012, 1013, 4403])('asks for the token again after a close with %i', async (code) => {
  const heard: (string | undefined)[] = [];
  const tokens = ['first', 'second', 'third'];
  const client = await startScriptedService(
    ({ attempt, after, authorization, give, close }) => {
      heard.push(authorization);
      if (attempt < 3) close(code);
      else give(after + 1);
    },
    { token: () => tokens.shift() },
  );

  const { value } = await client.commentAdded(START).next();

  expect(value?.commentAdded.node.number).toBe(1);
  expect(heard).toEqual(['Bearer first', 'Bearer second', 'Bearer third']);
});

it.each([
  ['alone', {}],
  ['beside a voice that is asked for', { voice: () => 'v'.repeat(64) }],
])('stops when a token that cannot change has expired, %s, even if it is let in first', async (_, others) => {
  const attempts: number[] = [];
  const client = await startScriptedService(
    ({ attempt, close }) => {
      attempts.push(attempt);
      close(4403);
    },
    { token: 'fixed', ...others },
  );

  const failure = await findFailure(client.commentAdded(START).next());

  expect(failure).toMatchObject({ code: 'UNAUTHENTICATED', closeCode: 4403 });
  expect(attempts).toEqual([1, 2]);
});

it('comes back when the service ends the stream', async () => {
  const client = await startScriptedService(endingBy(({ complete }) => complete()));
  const stream = client.commentAdded(START);

  const numbers = [await stream.next(), await stream.next()].map(({ value }) => value?.commentAdded.node.number);

  expect(numbers).toEqual([1, 2]);
});

it.each([
  [1008, 'FORBIDDEN'],
  [1011, 'INTERNAL_SERVER_ERROR'],
  [4400, 'BAD_REQUEST'],
  [4401, 'UNAUTHENTICATED'],
  [4409, 'BAD_REQUEST'],
  [4429, 'RATE_LIMITED'],
  [4500, 'INTERNAL_SERVER_ERROR'],
])('gives up after a close with %i', async (closeCode, code) => {
  const client = await startScriptedService(endingBy(({ close }) => close(closeCode)));
  const stream = client.commentAdded(START);
  await stream.next();

  expect(await findFailure(stream.next())).toMatchObject({ code, closeCode });
});

it('gives a slow reader all of what is more than it can hold', async () => {
  const attempts: number[] = [];
  const client = await startScriptedService(({ attempt, after, give }) => {
    attempts.push(attempt);
    for (let number = after + 1; number <= 2_500; number += 1) give(number);
  });

  const numbers: number[] = [];
  for await (const { commentAdded } of client.commentAdded(START)) {
    // So that the socket brings more than is read.
    if (numbers.length % 500 === 0) await new Promise(setImmediate);
    numbers.push(commentAdded.node.number);
    if (numbers.length === 2_500) break;
  }

  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(attempts.length).toBeGreaterThan(1);
});

it('gives an event once that comes twice', async () => {
  const client = await startScriptedService(({ give }) => [1, 1, 2].forEach(give));
  const stream = client.commentAdded(START);

  const numbers = [await stream.next(), await stream.next()].map(({ value }) => value?.commentAdded.node.number);

  expect(numbers).toEqual([1, 2]);
});
