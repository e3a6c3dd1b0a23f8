import { findMute } from '../../data/administered/mutes.ts';
import type { MuteRow } from '../../data/administered/mutes.ts';
import type { AuthorRow } from '../../data/reads/author-rows.ts';
import { may } from '../../session/policy.ts';
import { ForbiddenError } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';

/** @throws {ForbiddenError} while the viewer's account, or the voice that is sent with the request, is muted; with the reason. */
export async function requireNotMuted(session: ServiceSession, viewer: AuthorRow | null): Promise<void> {
  const { database, identity } = session;
  if (may(identity, 'mute')) return;
  const { voiceHash } = identity;
  const commenters = [
    ...(viewer === null ? [] : [{ authorId: viewer.id }]),
    ...(voiceHash === null ? [] : [{ voiceHash }]),
  ];
  if (commenters.length === 0) return;
  const mute = await findMute(database.prisma, { of: commenters, now: session.now() });
  if (mute !== null) throw muted(mute);
}

/** Whether a mute keeps the viewer from writing now. Whoever may mute others is not muted. */
export function isMuting(session: ServiceSession, { until }: Pick<MuteRow, 'until'>): boolean {
  return (until === null || until > session.now()) && !may(session.identity, 'mute');
}

export function muted({ until, reason }: Pick<MuteRow, 'until' | 'reason'>): ForbiddenError {
  const since = until === null ? 'for good' : `until ${until.toISOString()}`;
  return new ForbiddenError(`You may not write here ${since}. The reason that was given: ${reason}`);
}
