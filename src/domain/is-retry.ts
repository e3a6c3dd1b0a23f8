import type { Client } from '../session/rates.ts';
import type { Services } from './service-session.ts';

/**
 * Whether a client has already written something under its key, by the same mutation: whatever its input is now, nothing
 * will be written.
 */
export async function isRetry(
  { database: { prisma } }: Pick<Services, 'database'>,
  { identity }: Pick<Client, 'identity'>,
  { mutation, clientMutationId }: { readonly mutation: string; readonly clientMutationId: string },
): Promise<boolean> {
  const { account, voiceHash } = identity;
  const author = account === null ? null : { issuer: account.issuer, subject: account.subject };
  const select = { id: true };
  if (mutation === 'createPost') {
    return author !== null && (await prisma.post.findFirst({ where: { author, clientMutationId }, select })) !== null;
  }
  if (mutation !== 'createComment') return false;

  if (author !== null) {
    return (await prisma.comment.findFirst({ where: { author, clientMutationId }, select })) !== null;
  }
  return (
    voiceHash !== null && (await prisma.comment.findFirst({ where: { voiceHash, clientMutationId }, select })) !== null
  );
}
