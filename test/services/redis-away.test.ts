// Redis stops and restarts: streams are late, and lose nothing.
import { expect, test } from 'vitest';
import { createRedisDoorbell } from '../../src/live/doorbell/redis-doorbell.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment } from '../harness/fixtures.ts';
import { twoInstances } from '../harness/instances.ts';
import { aRedisServer } from '../harness/redis-server.ts';
import { aListener } from '../harness/rings.ts';

const database = await openTestDatabase();

test('a comment is written at once while Redis is away, and its ring arrives when Redis is back', async () => {
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
    // Requested before the comment is written: a later request would read the log without a ring.
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
