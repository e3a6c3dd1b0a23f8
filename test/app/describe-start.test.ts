import { afterAll, expect, test } from 'vitest';
import { describeStart } from '../../src/app/describe-start.ts';
import { createInProcessServer } from '../../src/app/serve.ts';
import { anAccount, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { readEvents } from '../http/read-events.ts';

const api = openTestApi(await openTestDatabase());
const { services } = api;
const url = 'http://127.0.0.1:4000';
const server = createInProcessServer(serverOptions(api));
afterAll(async () => await server.close());

test('the command that is printed at the start follows the demo discussion', async () => {
  const { id, slug } = await aPost(api);
  const text = await describeStart({ url, metricsPort: 9464, services, demo: { id, slug } });
  const [, address = '', accept = '', type = '', body = ''] =
    /curl -sN (\S+) -H 'accept: ([^']+)' -H 'content-type: ([^']+)' \\\n +-d '([^']+)'/.exec(text) ?? [];
  const headers = { accept, 'content-type': type };

  const events = readEvents(await server.fetch(new Request(address, { method: 'POST', headers, body })));
  const ready = await events.next();
  const { comment } = await aComment(api, { postId: id, body: 'Hello.' });
  const added = await events.next();
  const react = 'mutation ($input: ReactInput!) { react(input: $input) { __typename } }';
  await api.data([react, { input: { commentId: comment.id, kind: 'funny', on: true } }, anAccount('ada')]);
  const reacted = await events.next();
  await events.cancel();

  expect(ready?.data.data.discussionEvents.__typename).toBe('DiscussionReadyEvent');
  expect(added?.data.data.discussionEvents.node).toEqual({ number: comment.number, body: 'Hello.' });
  expect(reacted?.data.data.discussionEvents.node).toEqual({
    number: comment.number,
    reactions: expect.arrayContaining([{ kind: 'funny', count: 1 }]),
  });
});

test('no demo is named where there is none', async () => {
  const text = await describeStart({ url, metricsPort: null, services, demo: null });

  expect(text).not.toContain('curl');
  expect(text).not.toContain('discussion');
  expect(text).toContain(`${url}/posts`);
});

test('no page of a post is named where the publication has pages of its own', async () => {
  const config = { ...services.config, postUrl: 'https://paper.example/{slug}' };

  const text = await describeStart({
    url,
    metricsPort: null,
    services: { ...services, config },
    demo: { id: 'x', slug: 'a-post' },
  });

  expect(text).not.toContain('/posts');
  expect(text).toContain('curl');
});
