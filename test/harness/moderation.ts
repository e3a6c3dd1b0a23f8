import type { Identity } from '../../src/session/session.ts';
import { anAccount } from './api.ts';
import type { TestApi } from './api.ts';
import { readContract } from './contract.ts';
import { tryComment } from './fixtures.ts';

export const A_MODERATOR = anAccount('a-moderator', 'MODERATOR');

export const FLAG = readContract('11-flag');
export const QUEUE = readContract('12-moderation-queue', 'ModerationQueue');
export const MODERATION_EVENTS = readContract('12-moderation-queue', 'ModerationEvents');
export const MODERATE = readContract('13-moderate', 'ModerateComment');
export const DECIDE = readContract('13-moderate', 'DecideHeldComment');
export const MUTE = readContract('13-moderate', 'MuteCommenter');
export const AUDIT = readContract('13-moderate', 'AuditLog');

/** The answer of a mutation that has one root field. */
export type Answer = Record<string, unknown> & { readonly __typename: string; readonly code?: string };

/** Runs a mutation of one root field with an input. */
export async function mutate(
  api: TestApi,
  document: string,
  { input, as }: { input: object; as?: Identity },
): Promise<Answer> {
  const data = await api.data<Record<string, Answer>, { input: object }>([document, { input }, as]);
  const [answer] = Object.values(data);
  if (answer === undefined) throw new Error('Expected a root field.');
  return answer;
}

/** Does something to a comment as a moderator. */
export async function moderate(
  api: TestApi,
  input: { commentId: string; action: string; reason?: string },
  as: Identity = A_MODERATOR,
): Promise<Answer> {
  return await mutate(api, MODERATE, { input, as });
}

/** The id of a comment that was held. */
export async function aHeldComment(
  api: TestApi,
  input: { postId: string; body?: string; parentId?: string; clientMutationId?: string; honeypot?: string },
  as?: Identity,
): Promise<string> {
  const answer = await tryComment(api, input, as);
  if (answer.__typename !== 'CommentHeldPayload') throw new Error(JSON.stringify(answer));
  return answer.heldComment.id;
}

/** What waits for a moderator. */
export async function readQueue(
  api: TestApi,
  { as = A_MODERATOR, ...variables }: { filter?: object; first?: number; after?: string; as?: Identity } = {},
): Promise<{
  totalCount: number;
  nodes: ({ __typename: string; id: string } & Record<string, unknown>)[];
  pageInfo: object;
}> {
  type Data = { moderationQueue: Awaited<ReturnType<typeof readQueue>> };
  return (await api.data<Data, object>([QUEUE, { first: 100, ...variables }, as])).moderationQueue;
}
