import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { openOnPort } from '../http/stand-in.ts';
import { openAcknowledged } from './socket-client.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

async function heldBytes(): Promise<number> {
  for (let pass = 0; pass < 4; pass += 1) {
    if (typeof collectGarbage === 'function') collectGarbage();
    await setTimeout(0); // what a collection finalises is freed in later turns
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const junk = 'x'.repeat(60_000);
const query = 'subscription ($after: String) { added(after: $after) { number } }';

it.each([
  ['a variable that its operation does not declare', { payload: { query, variables: { junk } } }],
  ['an extension', { payload: { query, extensions: { junk } } }],
  ['a field of the payload that is not the protocol’s', { payload: { query, junk } }],
  ['a field of its own', { payload: { query }, junk }],
])('a subscription does not hold what its message had beside it: %s', async (_, message) => {
  const { standIn, url } = await openOnPort();
  const { send } = await openAcknowledged(url);
  const before = await heldBytes();

  for (let id = 0; id < 100; id += 1) send({ id: String(id), type: 'subscribe', ...message });
  await expect.poll(() => standIn.counts.subscribers, { timeout: 10_000 }).toBe(100);

  // 6 MB were sent.
  expect((await heldBytes()) - before).toBeLessThan(3_000_000);
});
