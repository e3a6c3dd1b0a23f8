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
  /** Decides about what is held, and answers flags; null: nothing is held. */
  readonly moderator: Client | null;
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
      const one = { ...writing, parentId, acknowledged };
      const { moderator, random } = writing;
      if (moderator === null || random.next() < 0.5) parents.push(await writeOne(client, one));
      else parents.push(await writeHeld({ client, moderator }, one));
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

export function aWriter(url: string, token?: string): Client {
  return createClient({
    url,
    ...(token !== undefined && { token }),
    voice: createVoice(),
    transport: 'sse',
    timeout: 2_500, // 2.5 seconds
    backoff: { first: 50, longest: 500 }, // milliseconds
  });
}

type One = Writing & { readonly parentId: string | null; readonly acknowledged: Acknowledged };

/** @returns the comment's id. */
export async function writeOne(client: Client, { postId, parentId, acknowledged, signal }: One): Promise<string> {
  const clientMutationId = `chaos-${createVoice().slice(0, 16)}`;
  const input = { postId, parentId, clientMutationId, body: `The comment ${clientMutationId}.` };
  return await insist(signal, async () => {
    const { createComment } = await client.createComment({ input }, { signal });
    if (createComment?.__typename !== 'CreateCommentPayload') throw refused(createComment);
    acknowledged.add(clientMutationId, createComment.comment.number);
    return createComment.comment.id;
  });
}

const DECIDE = `mutation ($input: DecideHeldCommentInput!) { decideHeldComment(input: $input) {
  ... on DecideHeldCommentPayload { comment { id number } } } }`;
const FLAG = `mutation ($input: FlagCommentInput!) { flagComment(input: $input) { __typename } }`;
const DISMISS = `mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { __typename } }`;

/** Writes a comment that is held, and another that is turned down; approves the first, flags it, and answers half of the flags. */
async function writeHeld({ client, moderator }: { client: Client; moderator: Client }, one: One): Promise<string> {
  const { signal, acknowledged, random } = one;
  const turnedDown = await hold(client, one);
  await decide(moderator, { ...turnedDown, approve: false, signal });

  const held = await hold(client, one);
  const comment = await decide(moderator, { ...held, approve: true, signal });
  if (comment === null) throw new Error('Expected an approved comment.');
  acknowledged.add(held.clientMutationId, comment.number);
  const run = async (document: string, input: object, by: Client) =>
    await insist(signal, async () => await by.request(document, { input }, { signal }));
  await run(FLAG, { commentId: comment.id, reason: 'SPAM' }, client);
  if (random.next() < 0.5) await run(DISMISS, { commentId: comment.id, action: 'DISMISS_FLAGS' }, moderator);
  return comment.id;
}

async function hold(
  client: Client,
  { postId, parentId, signal }: One,
): Promise<{ heldCommentId: string; clientMutationId: string }> {
  const clientMutationId = `chaos-${createVoice().slice(0, 16)}`;
  const input = { postId, parentId, clientMutationId, body: `The comment ${clientMutationId}.`, honeypot: 'filled in' };
  return await insist(signal, async () => {
    const { createComment } = await client.createComment({ input }, { signal });
    if (createComment?.__typename !== 'CommentHeldPayload') throw refused(createComment);
    return { heldCommentId: createComment.heldComment.id, clientMutationId };
  });
}

interface Deciding {
  readonly heldCommentId: string;
  readonly approve: boolean;
  readonly signal: AbortSignal;
}

async function decide(
  moderator: Client,
  { heldCommentId, approve, signal }: Deciding,
): Promise<{ id: string; number: number } | null> {
  return await insist(signal, async () => {
    const data = await moderator.request(DECIDE, { input: { heldCommentId, approve } }, { signal });
    const { decideHeldComment } = data as { decideHeldComment: { comment?: { id: string; number: number } | null } };
    if (decideHeldComment.comment === undefined) throw refused(decideHeldComment);
    return decideHeldComment.comment;
  });
}

/** Tries until there is an answer: without one there is no acknowledgement. A refusal is an error, because the input is valid. */
async function insist<Answer>(signal: AbortSignal, attempt: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error;
      await setTimeout(50, undefined, { signal }); // milliseconds
    }
  }
}

function refused(answer: unknown): Error {
  return new Error(`A comment was refused: ${JSON.stringify(answer)}`);
}
