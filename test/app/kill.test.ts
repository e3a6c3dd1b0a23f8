import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createClient, createVoice, type Client } from '../../src/sdk/index.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { aServiceProcess } from '../harness/service-process.ts';

const SECRET = 'a secret for the tests of killing, of 32 bytes and more';
const KILLS = 2;
const EACH = 8; // comments between two kills

test(
  'a stream delivers every acknowledged comment once and in order, although the service is killed',
  { timeout: 180_000 },
  async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'colloquy-kill-'));
    onTestFinished(() => rm(DATA_DIR, { recursive: true, force: true }));
    const service = await aServiceProcess({ DATA_DIR, AUTH_SECRET: SECRET });
    await service.start();
    const client = createClient({ url: `${service.url}/graphql`, voice: createVoice() });
    onTestFinished(() => client.close());
    const postId = await publish(service.url);
    const { post } = await client.postCursor({ postId });
    const stream = client.commentAdded({ postId, after: post?.cursor ?? null });
    const seen: { number: number; body: string | null | undefined }[] = [];
    const read = async (until: () => boolean) => {
      while (!until()) {
        const { value } = await stream.next();
        if (!value) throw new Error('The stream ended by itself.');
        seen.push({ number: value.commentAdded.node.number, body: value.commentAdded.node.body });
      }
    };

    let written = await write(client, { postId, from: 0, count: EACH });
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Comments are in flight while the service is killed; the client sends them again under the same key.
      const writing = write(client, { postId, from: written, count: EACH });
      await read(() => seen.length >= written - EACH / 2);
      await service.kill();
      await service.start();
      written += await writing;
    }
    await read(() => seen.length >= written);
    await stream.return?.();

    expect(seen.map(({ number }) => number)).toEqual(Array.from({ length: written }, (_, index) => index + 1));
    expect(seen.map(({ body }) => body)).toEqual(Array.from({ length: written }, (_, index) => `Comment ${index}.`));
    expect(await service.terminate()).toBe(0);
  },
);

/** Writes comments one by one, each after the one before was acknowledged. @returns their number. */
async function write(
  client: Client,
  { postId, from, count }: { postId: string; from: number; count: number },
): Promise<number> {
  for (let index = from; index < from + count; index += 1)
    await writeOne(client, { postId, body: `Comment ${index}.` });
  return count;
}

/** Sends a comment until it is acknowledged; because of its key it is written once. */
async function writeOne(client: Client, { postId, body }: { postId: string; body: string }): Promise<void> {
  const input = { postId, body, clientMutationId: body.replace(/\W/g, '-') };
  for (;;) {
    const answer = await client.createComment({ input }).catch(() => null);
    if (answer?.createComment?.__typename === 'CreateCommentPayload') return;
    if (answer !== null) throw new Error(JSON.stringify(answer));
  }
}

async function publish(url: string): Promise<string> {
  const token = await signToken({ subject: 'ada', role: 'AUTHOR' }, { secret: SECRET, expiresIn: 600 });
  const author = createClient({ url: `${url}/graphql`, token });
  const { createPost } = await author.createPost({ input: { title: 'T', body: 'B', publish: true } });
  if (createPost?.__typename !== 'CreatePostPayload') throw new Error(JSON.stringify(createPost));
  return createPost.post.id;
}
