// Redis itself stops and comes back: streams are late, and never wrong.
import { expect, test } from 'vitest';
import { createRedisDoorbell } from '../../src/live/redis-doorbell.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment } from '../harness/fixtures.ts';
import { twoInstances } from '../harness/instances.ts';
import { aRedisServer } from '../harness/redis-server.ts';

const database = await openTestDatabase();

test('what is written while Redis is away is written at once, and heard when Redis is back', async () => {
  const redis = await aRedisServer();
  await redis.start();
  const open = () => createRedisDoorbell({ redisUrl: redis.url, onError: () => undefined });
  const { api, postId, take, close } = await twoInstances(database, { writer: open(), follower: open() });
  let written = 0;
  const write = async () => void (await aComment(api, { postId }).then(() => (written += 1)));
  await write();
  const seen = await take(1);

  for (let outage = 0; outage < 3; outage += 1) {
    await redis.kill();
    await write();
    await write();
    await redis.start();
    await write();
    seen.push(...(await take(written - seen.length)));
  }

  expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => n + 1));
  await close();
});
