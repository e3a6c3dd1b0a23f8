import { writeAudit } from '../../data/administered/audit.ts';
import { commenterKey } from '../../data/administered/commenter-key.ts';
import { countMutes, endMuteRow, readMute, readMutePage, writeMute } from '../../data/administered/mutes.ts';
import type { MuteRow } from '../../data/administered/mutes.ts';
import { newId } from '../../data/database/new-id.ts';
import { inTransaction } from '../../data/database/transaction.ts';
import type { Connection } from '../../relay/connection.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import type { PageArgs } from '../../relay/page.ts';
import { may } from '../../session/policy.ts';
import { checkTexts } from '../../text/text.ts';
import { MAX_REASON } from '../../text/text-limits.ts';
import { ForbiddenError, NotFoundError, requireValid } from '../errors.ts';
import { requireAccount, requireReader } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';
import { findWritten } from './find-written.ts';
import { listById } from '../../relay/list-by-id.ts';

interface MuteCommenterInput {
  /** One of the two: whoever wrote it is muted. */
  readonly commentId?: string | null | undefined;
  readonly heldCommentId?: string | null | undefined;
  /** Null: for good. */
  readonly until?: Date | null | undefined;
  readonly reason: string;
}

/** Keeps an account, or the voice of a guest, from writing for a time. */
export async function muteCommenter(session: ServiceSession, input: MuteCommenterInput): Promise<MuteRow> {
  const { commentId = null, heldCommentId = null, until = null, reason } = input;
  const now = session.now();
  requireValid([
    ...checkTexts([[reason, { path: ['reason'], max: MAX_REASON }]]),
    ...((commentId === null) === (heldCommentId === null)
      ? [{ path: ['commentId'], message: 'Expected either `commentId` or `heldCommentId`.' }]
      : []),
    ...(until !== null && until <= now ? [{ path: ['until'], message: 'Expected a time that is still to come.' }] : []),
  ]);
  const actor = await requireAccount(session, 'mute');
  const written = await findWritten(session, { commentId, heldCommentId });
  if (written === null) throw new NotFoundError('Comment not found.');
  const { authorId, voiceHash } = written;
  const of = commenterKey({ authorId, voiceHash });
  if (of === null) throw new ForbiddenError('The guest has no voice, by which the next comment could be recognised.');
  if (authorId === actor.id) throw new ForbiddenError('Nobody can mute their own account.');

  const id = newId();
  return await inTransaction(session.database.prisma, async (tx, { mayBeDone }) => {
    const done = mayBeDone ? await readMute(tx, id) : null;
    if (done !== null) return done;
    const about = { ...written, authorId, voiceHash };
    const entry = await writeAudit(tx, { action: 'MUTE', actorId: actor.id, reason, ...about, occurredAt: now });
    return await writeMute(tx, { id, of, reason, createdAt: now, until, decisionId: entry.id });
  });
}

/** Lets a muted commenter write again. To end it twice is to end it once. */
export async function endMute(session: ServiceSession, { muteId }: { readonly muteId: string }): Promise<MuteRow> {
  const actor = await requireAccount(session, 'mute');
  const id = decodeIdOf('Mute', muteId);
  const { prisma } = session.database;
  const mute = id === null ? null : await readMute(prisma, id);
  if (mute === null) throw new NotFoundError('Mute not found.');

  const now = session.now();
  const { authorId, voiceHash } = mute;
  return await inTransaction(prisma, async (tx) => {
    const ended = await endMuteRow(tx, { id: mute.id, now });
    if (ended === null) return (await readMute(tx, mute.id)) ?? mute;
    await writeAudit(tx, { action: 'END_MUTE', actorId: actor.id, authorId, voiceHash, occurredAt: now });
    return ended;
  });
}

/** A mute; null where there is none, or the viewer may not see it. */
export async function findMuteById({ database, identity }: ServiceSession, id: string): Promise<MuteRow | null> {
  return may(identity, 'mute') ? await readMute(database.prisma, id) : null;
}

/** All mutes, newest first, those that have ended too. */
export async function listMutes(session: ServiceSession, args: PageArgs): Promise<Connection<MuteRow>> {
  requireReader(session, 'mute');
  const { prisma } = session.database;
  return await listById({ kind: 'MUTES', scope: '' }, args, {
    read: async (page) => await readMutePage(prisma, page),
    count: async () => await countMutes(prisma),
  });
}
