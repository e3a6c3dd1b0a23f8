import { setTimeout } from 'node:timers/promises';
import { ColloquyError, createClient, createVoice, type Client } from '../../src/sdk/index.ts';
import type { Random } from './random.ts';

/** The acknowledgements that writers received. */
export interface Acknowledged {
  /** The acknowledged number of each comment, by its key. */
  readonly numbers: ReadonlyMap<string, number>;
  add(key: string, number: number): void;
  untilThereAre(count: number): Promise<void>;
}

export function noneAcknowledged(): Acknowledged {
  const numbers = new Map<string, number>();
  let wake = () => {};
  return {
    numbers,
    add(key, number) {
      numbers.set(key, number);
      wake();
    },
    async untilThereAre(count) {
      while (numbers.size < count) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

interface Writing {
  readonly url: string;
  readonly postId: string;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** Guests write a number of comments in about `lasting` milliseconds, and repeat each until it is acknowledged. */
export async function writeAll({ writers, comments, lasting, acknowledged }: Load, writing: Writing): Promise<void> {
  let left = comments;
  const pause = (lasting * writers) / comments;
  const parents: string[] = [];

  async function write(): Promise<void> {
    const client = aWriter(writing.url);
    while (left > 0) {
      left -= 1;
      const parentId = parents.length > 0 && writing.random.next() < 0.3 ? writing.random.pick(parents) : null;
      parents.push(await writeOne(client, { ...writing, parentId, acknowledged }));
      await setTimeout(writing.random.between(0, 2 * pause), undefined, { signal: writing.signal });
    }
  }

  await Promise.all(Array.from({ length: writers }, write));
}

interface Load {
  readonly writers: number;
  readonly comments: number;
  readonly lasting: number;
  readonly acknowledged: Acknowledged;
}

export function aWriter(url: string): Client {
  return createClient({
    url,
    voice: createVoice(),
    transport: 'sse',
    timeout: 2_500, // 2.5 seconds
    backoff: { first: 50, longest: 500 }, // milliseconds
  });
}

/** @returns the comment's id. */
export async function writeOne(
  client: Client,
  { postId, parentId, acknowledged, signal }: Writing & { parentId: string | null; acknowledged: Acknowledged },
): Promise<string> {
  const clientMutationId = `chaos-${createVoice().slice(0, 16)}`;
  const input = { postId, parentId, clientMutationId, body: `The comment ${clientMutationId}.` };
  for (;;) {
    try {
      const { createComment } = await client.createComment({ input }, { signal });
      if (createComment?.__typename === 'CreateCommentPayload') {
        acknowledged.add(clientMutationId, createComment.comment.number);
        return createComment.comment.id;
      }
      throw new Error(`A comment was refused: ${JSON.stringify(createComment)}`);
    } catch (error) {
      // Without an answer there is no acknowledgement. A refusal is an error, because the input is valid.
      if (!(error instanceof ColloquyError)) throw error;
      await setTimeout(50, undefined, { signal }); // milliseconds
    }
  }
}
