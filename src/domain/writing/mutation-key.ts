import { createHash } from 'node:crypto';
import { hasWrittenComment, hasWrittenPost } from '../../data/reads/written-keys.ts';
import { isClientMutationId } from '../../relay/client-mutation-id.ts';
import type { Issue } from '../../text/text.ts';
import type { Client } from '../../session/rates.ts';
import { ConflictError } from '../errors.ts';
import type { Services } from '../service-session.ts';

/** A client's own key for a write, and a hash of the write. */
export interface MutationKey {
  readonly clientMutationId: string;
  /** A hash of the rest of the input: the same key with another input is a conflict. */
  readonly clientMutationHash: string;
}

/** The key of an input, or null where the client gave none. */
export function readMutationKey(input: {
  readonly clientMutationId?: string | null | undefined;
  readonly [field: string]: unknown;
}): MutationKey | null {
  const { clientMutationId = null, ...rest } = input;
  if (clientMutationId === null) return null;

  // Sorted and without nulls: neither the order nor a null changes the meaning of the input.
  const fields = Object.entries(rest)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { clientMutationId, clientMutationHash: createHash('sha256').update(JSON.stringify(fields)).digest('hex') };
}

/** A client's own key for a write can be kept if it is 1 to 64 of A–Z, a–z, 0–9, `_` and `-`. */
export function checkClientMutationId(text: string | null | undefined): Issue[] {
  if (text === null || text === undefined || isClientMutationId(text)) return [];
  return [
    {
      path: ['clientMutationId'],
      message: 'Expected 1 to 64 characters of A–Z, a–z, 0–9, _ and -; found other characters or another length.',
    },
  ];
}

/** @throws {ConflictError} if another input was written under the key. */
export function requireSameInput(earlier: { readonly clientMutationHash: string | null }, key: MutationKey): void {
  if (earlier.clientMutationHash === key.clientMutationHash) return;
  throw new ConflictError(`Another input was already written under the clientMutationId "${key.clientMutationId}".`);
}

/**
 * Whether a client has already written something under its key, by the same mutation: whatever its input is now, nothing
 * will be written.
 */
export async function isRetry(
  { database: { pool } }: Pick<Services, 'database'>,
  { identity }: Pick<Client, 'identity'>,
  { mutation, clientMutationId }: { readonly mutation: string; readonly clientMutationId: string },
): Promise<boolean> {
  if (mutation === 'createPost') return await hasWrittenPost(pool, { identity, clientMutationId });
  return mutation === 'createComment' && (await hasWrittenComment(pool, { identity, clientMutationId }));
}
