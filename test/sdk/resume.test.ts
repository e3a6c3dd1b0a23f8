import { EventEmitter, once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReactDocument } from '../../src/sdk/generated/operations.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { startNetwork, TRANSPORTS, type Network } from './network.ts';

const api = openTestApi(await openTestDatabase());

type Accident = 'none' | 'cut' | 'restart';

const accident: fc.Arbitrary<Accident> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('none') },
  { weight: 3, arbitrary: fc.constant('cut') },
  { weight: 1, arbitrary: fc.constant('restart') },
);

async function suffer({ proxy, restart }: Network, accident: Accident): Promise<void> {
  if (accident === 'cut') proxy.cut();
  if (accident === 'restart') await restart();
}

describe.each(TRANSPORTS)('a stream over %s', (transport) => {
  it('gives every comment once and in order, over lost connections and restarts', { timeout: 120_000 }, async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport });
    let start = 0;

    await fc.assert(
      fc.asyncProperty(fc.array(accident, { minLength: 1, maxLength: 10 }), async (accidents) => {
        const { post } = await client.postCursor({ postId: network.postId });
        const stream = client.commentAdded({ postId: network.postId, after: post?.cursor ?? '' });
        const seen: number[] = [];
        const readOne = async (): Promise<void> => {
          const { value } = await stream.next();
          seen.push(value?.commentAdded.node.number ?? 0);
        };

        for (const accident of accidents) {
          await network.addComment('Before.');
          await network.addComment('In transit.');
          await suffer(network, accident);
          await network.addComment('After.');
          // Reads more slowly than it writes: an accident meets events that are delivered, in transit, and not yet sent.
          await readOne();
        }
        while (seen.length < accidents.length * 3) await readOne();
        await stream.return?.();

        expect(seen).toEqual(seen.map((_, index) => start + index + 1));
        start += seen.length;
      }),
      { numRuns: 10 },
    );
  });

  it('loses nothing when the connection breaks before the first event', async () => {
    const network = await startNetwork(api);
    const statuses = new EventEmitter();
    const isLive = once(statuses, 'live');
    const stream = network
      .createClient({ transport })
      .commentAdded({ postId: network.postId }, { onStatus: (status) => void statuses.emit(status) });
    const first = stream.next();
    await isLive;

    network.proxy.aimAt(undefined);
    network.proxy.cut();
    await network.addComment('While the client was offline.');
    await network.restart();

    expect((await first).value?.commentAdded.node.body).toBe('While the client was offline.');
  });

  it('notices a dead connection, which stays open without a message', async () => {
    const network = await startNetwork(api);
    const { post } = await network.createClient().postCursor({ postId: network.postId });
    const client = network.createClient({ transport, silence: 500 });
    const stream = client.commentAdded({ postId: network.postId, after: post?.cursor ?? '' });
    await network.addComment('One.');
    await stream.next();

    network.proxy.freeze();
    await network.addComment('Two.');

    expect((await stream.next()).value?.commentAdded.node.body).toBe('Two.');
  });

  it('begins each connection with a DiscussionReadyEvent, and loses no event', async () => {
    const network = await startNetwork(api);
    const { postId } = network;
    const stream = network.createClient({ transport }).discussionEvents({ postId });
    const readKind = async (): Promise<string | undefined> => (await stream.next()).value?.discussionEvents.__typename;

    const kinds = [await readKind()];
    await network.addComment('One.');
    kinds.push(await readKind());
    network.proxy.cut();
    await network.addComment('Two.');
    kinds.push(await readKind(), await readKind());

    expect(kinds).toEqual(['DiscussionReadyEvent', 'CommentAddedEvent', 'DiscussionReadyEvent', 'CommentAddedEvent']);
  });

  it('resumes a subscription of your own', async () => {
    const network = await startNetwork(api);
    const document = `subscription ($postId: ID!, $after: String) {
      news: commentAdded(postId: $postId, after: $after) { cursor node { number } }
    }`;
    const { post } = await network.createClient().postCursor({ postId: network.postId });
    const variables = { postId: network.postId, after: post?.cursor };
    const stream = network.createClient({ transport }).subscribe(document, variables);
    await network.addComment('One.');
    await stream.next();
    network.proxy.cut();
    await network.addComment('Two.');

    expect((await stream.next()).value).toMatchObject({ news: { node: { number: 2 } } });
  });
});

it.each(TRANSPORTS)('gives the counts of reactions, which have no place in the log, over %s', async (transport) => {
  const network = await startNetwork(api);
  await network.addComment('Funny.');
  const client = network.createClient({ transport });
  const { post } = await client.comments({ post: { id: network.postId } });
  const events = client.discussionEvents({ postId: network.postId, after: post?.cursor ?? '' });
  await events.next(); // it is ready

  const input = { commentId: post?.comments.edges[0]?.node.id ?? '', kind: 'funny', on: true };
  await api.data([ReactDocument, { input }, anAccount('amused')]);

  expect((await events.next()).value).toMatchObject({
    discussionEvents: { __typename: 'CommentReactionsEvent', node: { reactions: [{}, { kind: 'funny', count: 1 }] } },
  });
});
