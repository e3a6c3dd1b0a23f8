import { createComment } from '../../../src/domain/create-comment.ts';
import { createPost } from '../../../src/domain/create-post.ts';
import { createServiceSession, type Services, type ServiceSession } from '../../../src/domain/service-session.ts';
import { NO_RATES } from '../../../src/execution/rates/rates.ts';
import { encodeGlobalId } from '../../../src/relay/global-id.ts';
import { Budget } from '../../../src/session/budget.ts';
import type { Identity } from '../../../src/session/session.ts';

const AT_ONCE = 32;

const TEXT =
  'The 7:42 came at 7:49, with the *heating* on and two doors out of order.\n\nI have kept a list since March, and will gladly show it to anybody who asks.';

/** A published post with as many comments, each of some thirty words. */
export async function fillPost(services: Services, count: number): Promise<{ readonly id: string }> {
  const { id } = await createPost(sessionOf(services), { title: 'A long discussion', body: 'Text.', publish: true });
  const postId = encodeGlobalId('Post', id);
  let written = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (; written < count;) await writeComment(services, { postId, number: (written += 1) });
    }),
  );
  return { id: postId };
}

/** Writes one comment. */
export async function writeComment(
  services: Services,
  { postId, number }: { readonly postId: string; readonly number: number },
): Promise<void> {
  await createComment(sessionOf(services), { postId, body: `${TEXT}\n\n${number}` });
}

function sessionOf(services: Services): ServiceSession {
  const account = {
    ...{ issuer: '', subject: 'writer', handle: 'writer', name: 'A writer', avatarUrl: null, role: 'AUTHOR' },
    ...{ expiresAt: new Date('2100-01-01'), scopes: null },
  } as const satisfies Identity['account'];
  const identity = { account, voiceHash: null };
  return createServiceSession(
    { ...services, rates: NO_RATES },
    {
      ...{ identity, viewpoint: identity, address: null, requestId: 'bench', budget: Budget.unlimited() },
      now: () => new Date(),
    },
  );
}
