import { expect, it } from 'vitest';
import { findFailure } from './find-failure.ts';
import { startScriptedService, type Subscription } from './scripted-service.ts';

const START = { postId: 'post', after: '0' };

/** Sends one event, ends the first connection, and sends the next event on the second. */
function endingBy(end: (subscription: Subscription) => void): (subscription: Subscription) => void {
  return (subscription) => {
    subscription.send(subscription.after + 1);
    if (subscription.attempt === 1) end(subscription);
  };
}

it.each([1000, 1001, 1012, 1013, 4403, 4408, 4499])(
  'resumes after the last event when the socket is closed with %i',
  async (code) => {
    const client = await startScriptedService(endingBy(({ close }) => close(code)));
    const stream = client.commentAdded(START);

    const numbers = [await stream.next(), await stream.next()].map(({ value }) => value?.commentAdded.node.number);

    expect(numbers).toEqual([1, 2]);
  },
);

it.each([1001, 1012, 1013, 4403])('calls the token function again after a close with %i', async (code) => {
  const received: (string | undefined)[] = [];
  const tokens = ['first', 'second', 'third'];
  const client = await startScriptedService(
    ({ attempt, after, authorization, send, close }) => {
      received.push(authorization);
      if (attempt < 3) close(code);
      else send(after + 1);
    },
    { token: () => tokens.shift() },
  );

  const { value } = await client.commentAdded(START).next();

  expect(value?.commentAdded.node.number).toBe(1);
  expect(received).toEqual(['Bearer first', 'Bearer second', 'Bearer third']);
});

it.each([
  ['alone', {}],
  ['beside a voice that is a function', { voice: () => 'v'.repeat(64) }],
])('ends when a token that is a string has expired, %s, although each connection is accepted', async (_, others) => {
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

it('resumes when the service ends the stream', async () => {
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
])('ends with an error after a close with %i', async (closeCode, code) => {
  const client = await startScriptedService(endingBy(({ close }) => close(closeCode)));
  const stream = client.commentAdded(START);
  await stream.next();

  expect(await findFailure(stream.next())).toMatchObject({ code, closeCode });
});

it('gives a slow consumer every event, more than its queue can hold', async () => {
  const attempts: number[] = [];
  const client = await startScriptedService(({ attempt, after, send }) => {
    attempts.push(attempt);
    for (let number = after + 1; number <= 2_500; number += 1) send(number);
  });

  const numbers: number[] = [];
  for await (const { commentAdded } of client.commentAdded(START)) {
    // Lets the socket receive more events than the loop has read.
    if (numbers.length % 500 === 0) await new Promise(setImmediate);
    numbers.push(commentAdded.node.number);
    if (numbers.length === 2_500) break;
  }

  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(attempts.length).toBeGreaterThan(1);
});

it('gives an event once that is sent twice', async () => {
  const client = await startScriptedService(({ send }) => [1, 1, 2].forEach(send));
  const stream = client.commentAdded(START);

  const numbers = [await stream.next(), await stream.next()].map(({ value }) => value?.commentAdded.node.number);

  expect(numbers).toEqual([1, 2]);
});
