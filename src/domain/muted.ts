import { commenterKey } from '../data/administered/commenter-key.ts';
import { findMute } from '../data/administered/mutes.ts';
import type { MuteRow } from '../data/administered/mutes.ts';
import type { AuthorRow } from '../data/reads/author-rows.ts';
import { may } from '../session/policy.ts';
import { ForbiddenError } from './errors.ts';
import type { ServiceSession } from './service-session.ts';

/** What mutes the viewer now. Whoever may mute others is not muted. */
async function findOwnMute(session: ServiceSession, viewer: AuthorRow | null): Promise<MuteRow | null> {
  const of = commenterKey({ authorId: viewer?.id ?? null, voiceHash: session.identity.voiceHash });
  if (of === null || may(session.identity, 'mute')) return null;
  return await findMute(session.database.prisma, { of, now: session.now() });
}

/** @throws {ForbiddenError} while the viewer is muted, with the reason. */
export async function requireNotMuted(session: ServiceSession, viewer: AuthorRow | null): Promise<void> {
  const mute = await findOwnMute(session, viewer);
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
