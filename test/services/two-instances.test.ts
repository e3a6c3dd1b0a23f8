import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Doorbell } from '../../src/live/doorbell/doorbell.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { followComments, takeNumbers, twoInstances } from '../harness/instances.ts';
import { aListener, aRing } from '../harness/rings.ts';
import { CARRIERS, theCarrier } from './carriers.ts';

const database = await openTestDatabase();

describe.each(CARRIERS)('Two instances through %s', (name) => {
  test('what is written at one instance is heard at another, in order, without a poll', async () => {
    const { api, postId, take, close } = await instances();
    // Asked for before it is written: whoever asks later reads the log without any bell.
    const next = take(20);

    // No more at once than the pool has connections: on a busy machine the rest would wait too long for one.
    for (let round = 0; round < 4; round += 1)
      await Promise.all(Array.from({ length: 5 }, async () => await aComment(api, { postId })));

    expect(await next).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    await close();
  });

  test('doorbells whose connections are ended by the other side come back and have missed nothing', async () => {
    const { api, postId, take, close } = await instances();
    await aComment(api, { postId });
    expect(await take(1)).toEqual([1]);
    const next = take(2);

    await (await theCarrier(name, database)).disconnect();
    await aComment(api, { postId });
    await aComment(api, { postId });

    expect(await next).toEqual([2, 3]);
    await close();
  });

  test('a ring that is none, of a post that nobody follows or of a number that is not there disturbs nothing', async () => {
    const { api, postId, take, close } = await instances();
    const { say } = await theCarrier(name, database);
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

  test('a doorbell hears its own ring once, and the others’ as they rang', async () => {
    const carrier = await theCarrier(name, database);
    const [one, other] = [carrier.open(), carrier.open()];
    const heardAtOne = aListener(one);
    const heardAtOther = aListener(other);
    await Promise.all([heardAtOne.untilOpen(), heardAtOther.untilOpen()]);
    const [mine, yours] = [aRing(), aRing()];

    one.ring(mine);
    await heardAtOther.until(mine);
    other.ring(yours);
    await heardAtOne.until(yours);

    expect(heardAtOne.ringsOf(mine, yours)).toEqual([mine, yours]);
    expect(heardAtOther.ringsOf(mine, yours)).toEqual([mine, yours]);
    await Promise.all([one.close(), other.close()]);
  });

  test('a doorbell that is closed has told what rang before', async () => {
    const carrier = await theCarrier(name, database);
    const [one, other] = [carrier.open(), carrier.open()];
    const [heardAtOne, heardAtOther] = [aListener(one), aListener(other)];
    await Promise.all([heardAtOne.untilOpen(), heardAtOther.untilOpen()]);
    const rings = [aRing(), aRing(), aRing()];

    for (const ring of rings) one.ring(ring);
    await one.close();

    for (const ring of rings) await heardAtOther.until(ring);
    await other.close();
  });

  async function instances() {
    const carrier = await theCarrier(name, database);
    return await twoInstances(database, { writer: carrier.open(), follower: carrier.open() });
  }
});

test('without any bell the slow poll finds what was written', async () => {
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
  return { ring: () => undefined, listen: () => undefined, close: () => Promise.resolve() };
}
