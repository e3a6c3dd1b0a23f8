import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { topicOfReactions } from '../../src/data/log/topics.ts';
import type { Doorbell } from '../../src/live/doorbell/doorbell.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { followComments, takeNumbers, twoInstances } from '../harness/instances.ts';
import { aListener, aRing } from '../harness/rings.ts';
import { BROKERS, theBroker } from './brokers.ts';

const database = await openTestDatabase();

describe.each(BROKERS)('Two instances through %s', (name) => {
  test('comments written at one instance arrive at another, in order, without a poll', async () => {
    const { api, postId, take, close } = await instances();
    // Requested before the comment is written: a later request would read the log without a ring.
    const next = take(20);

    // At most as many in parallel as the pool has connections: on a busy machine others would time out.
    for (let round = 0; round < 4; round += 1)
      await Promise.all(Array.from({ length: 5 }, async () => await aComment(api, { postId })));

    expect(await next).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    await close();
  });

  test('doorbells whose connections the broker ended reconnect and miss nothing', async () => {
    const { api, postId, take, close } = await instances();
    await aComment(api, { postId });
    expect(await take(1)).toEqual([1]);
    const next = take(2);

    await (await theBroker(name, database)).disconnect();
    await aComment(api, { postId });
    await aComment(api, { postId });

    expect(await next).toEqual([2, 3]);
    await close();
  });

  test('invalid rings, and rings for unknown posts or wrong numbers, are harmless', async () => {
    const { api, postId, take, close } = await instances();
    const { say } = await theBroker(name, database);
    const row = Buffer.from(postId, 'base64url').toString().slice('Post:'.length);
    const from = randomUUID();
    const next = take(1);

    for (const payload of [
      '',
      'garbage',
      `${'x'.repeat(36)} 1 ${from}`,
      `${'0'.repeat(8)} -1 ${from}`,
      `${row} 1`,
      `${row} 1e9 ${from}`,
      `${row} 9999999999999999 ${from}`,
      `${row} 1 ${from}\n`,
      `{"postId":"${row}","seq":1}`,
      'x'.repeat(7_000),
      `${randomUUID()} 5 ${from}`,
      `${row} 9999999999 ${from}`,
      `${row} 0 ${from}`,
    ])
      await say(payload);
    await aComment(api, { postId });

    expect(await next).toEqual([1]);
    await close();
  });

  test('a doorbell hears its own ring once, and rings of others unchanged', async () => {
    const broker = await theBroker(name, database);
    const [one, other] = [broker.open(), broker.open()];
    const heardAtOne = aListener(one);
    const heardAtOther = aListener(other);
    await Promise.all([heardAtOne.untilOpen(), heardAtOther.untilOpen()]);
    const [mine, yours, reaction] = [aRing(), aRing(), { postId: topicOfReactions(randomUUID()), seq: 7 }];

    one.ring(mine);
    await heardAtOther.until(mine);
    other.ring(yours);
    await heardAtOne.until(yours);
    other.ring(reaction);
    await heardAtOne.until(reaction);

    expect(heardAtOne.ringsOf(mine, yours, reaction)).toEqual([mine, yours, reaction]);
    expect(heardAtOther.ringsOf(mine, yours, reaction)).toEqual([mine, yours, reaction]);
    await Promise.all([one.close(), other.close()]);
  });

  test('closing a doorbell sends its last rings first', async () => {
    const broker = await theBroker(name, database);
    const [one, other] = [broker.open(), broker.open()];
    const [heardAtOne, heardAtOther] = [aListener(one), aListener(other)];
    await Promise.all([heardAtOne.untilOpen(), heardAtOther.untilOpen()]);
    const rings = [aRing(), aRing(), aRing()];

    for (const ring of rings) one.ring(ring);
    await one.close();

    for (const ring of rings) await heardAtOther.until(ring);
    await other.close();
  });

  async function instances() {
    const broker = await theBroker(name, database);
    return await twoInstances(database, { writer: broker.open(), follower: broker.open() });
  }
});

test('without rings the poll finds what was written', async () => {
  const api = openTestApi(database);
  const { id: postId } = await aPost(api);
  const deaf = openTestApi(database, {}, { doorbell: silentBell(), pollEvery: 20 });
  const stream = await followComments(deaf, postId);
  const next = takeNumbers(stream, 1);

  await aComment(api, { postId });

  expect(await next).toEqual([1]);
  await stream.return?.();
});

function silentBell(): Doorbell {
  return { isOpen: false, ring: () => undefined, listen: () => undefined, close: () => Promise.resolve() };
}
