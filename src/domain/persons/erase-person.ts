import { forgetReads } from '../../data/reads/loaders.ts';
import { checkTexts } from '../../text/text.ts';
import { MAX_REASON } from '../../text/text-limits.ts';
import { requireValid } from '../errors.ts';
import { requireNotMuted } from '../moderation/muted.ts';
import type { ServiceSession } from '../service-session.ts';
import { deskOf } from './desk.ts';
import { erase } from './erase.ts';
import { findPerson } from './find-person.ts';
import type { NamedPerson, PersonInput } from './find-person.ts';

interface ErasePersonInput extends PersonInput {
  /** The handle of the account; for a guest, the id that was given. */
  readonly confirm: string;
  readonly reason?: string | null | undefined;
}

/**
 * Erases a person for good: an account or an imported author, or a guest. To erase twice is to erase once, and to call again after an
 * interruption is to go on.
 *
 * @returns how many comments this call has erased.
 * @throws {ForbiddenError} where the viewer may not, or is muted and asks for the own account: the mute would end with it.
 */
export async function erasePerson(session: ServiceSession, input: ErasePersonInput): Promise<number> {
  const { reason = null, confirm } = input;
  requireValid(checkTexts([[reason, { path: ['reason'], max: MAX_REASON }]]));
  const named = await findPerson(session, { input, action: 'erasePerson' });
  const { person, writtenId, viewer, isOwn, author } = named;
  requireConfirmed(named, { expected: author?.handle ?? input.commentId ?? input.heldCommentId ?? null, confirm });
  if (isOwn && author !== null) await requireNotMuted(session, viewer);
  const count = await erase(deskOf(session), { person, writtenId, actorId: viewer?.id ?? null, reason });
  forgetReads(session.loaders);
  return count;
}

function requireConfirmed(
  { isErased, author }: NamedPerson,
  { expected, confirm }: { readonly expected: string | null; readonly confirm: string },
): void {
  if (isErased || confirm === expected) return;
  const what = author !== null ? 'the handle of the account' : 'the ID of a comment of the guest, as `commentId`';
  requireValid([{ path: ['confirm'], message: `Expected ${what}, to confirm who is erased.` }]);
}
