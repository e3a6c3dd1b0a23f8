// Redis itself stops and comes back: streams are late, and never wrong.
import { expect, test } from 'vitest';
import { createRedisDoorbell } from '../../src/live/doorbell/redis-doorbell.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment } from '../harness/fixtures.ts';
import { twoInstances } from '../harness/instances.ts';
import { aRedisServer } from '../harness/redis-server.ts';
import { aListener } from '../harness/rings.ts';

const database = await openTestDatabase();

test('what is written while Redis is away is written at once, and heard when Redis is back', async () => {
  const redis = await aRedisServer();
  await redis.start();
  const open = () => createRedisDoorbell({ redisUrl: redis.url, onError: () => undefined });
  const follower = open();
  const heard = aListener(follower);
  const { api, postId, take, close } = await twoInstances(database, { writer: open(), follower });
  await heard.untilOpen();
  const write = async () => void (await aComment(api, { postId }));
  await write();
  const seen = await take(1);

  for (let outage = 0; outage < 3; outage += 1) {
    // Asked for before it is written: whoever asks later reads the log without any bell.
    const next = take(3);
    await redis.kill();
    await write();
    await write();
    await redis.start();
    await heard.untilOpen();
    await write();
    seen.push(...(await next));
  }

  expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => n + 1));
  await close();
});
