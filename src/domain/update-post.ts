import { writeAudit } from '../data/administered/audit.ts';
import { appendToLog, lockDiscussion } from '../data/log/log.ts';
import type { Attempt, Transaction } from '../data/database/transaction.ts';
import { readPostIn } from '../data/reads/post-rows.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { replaceTags } from '../data/reads/tag-rows.ts';
import type { TagRow } from '../data/reads/tag-rows.ts';
import type { AuditAction, EventKind } from '../generated/prisma/enums.ts';
import { NotFoundError, requireValid } from './errors.ts';
import { requireNotMuted } from './moderation/muted.ts';
import { requireAccount } from './permission.ts';
import { findPost } from './post.ts';
import { checkPostTexts, toTags } from './post-input.ts';
import type { TagInput } from './post-input.ts';
import { rememberPost } from './writing/remember.ts';
import { renderPost } from './writing/render-text.ts';
import type { ServiceSession } from './service-session.ts';
import { takeTurn, write } from './writing/write.ts';

/** Absent fields stay as they are; null removes the kicker. */
interface UpdatePostInput {
  readonly postId: string;
  readonly title?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly kicker?: string | null | undefined;
  readonly tags?: readonly TagInput[] | null | undefined;
  readonly commentsOpen?: boolean | null | undefined;
  /** True publishes a post; false unpublishes it: only its author and moderators still see it. */
  readonly publish?: boolean | null | undefined;
}

/**
 * Changes a post, publishes or unpublishes it, opens or closes its discussion. Each change adds an event to its log. A page that somebody else
 * publishes is confirmed by a title, and by being published: from then on it stands on lists.
 */
export async function updatePost(session: ServiceSession, input: UpdatePostInput): Promise<PostRow> {
  requireValid([
    ...(input.title === null
      ? [{ path: ['title'], message: 'Expected some text; found null. A title cannot be removed.' }]
      : []),
    ...(input.body === null
      ? [{ path: ['body'], message: 'Expected some text; found null. A body cannot be removed.' }]
      : []),
    ...checkPostTexts(input),
  ]);
  const seen = await findPost(session, { id: input.postId });
  if (seen === null) throw new NotFoundError('Post not found.');
  const { id } = seen;

  const editor =
    seen.authorId === null
      ? await requireAccount(session, 'confirmPage')
      : await requireAccount(session, 'updatePost', { ownerId: seen.authorId });
  await requireNotMuted(session, editor);

  const now = session.now();
  const texts = await readTexts(session, input);
  const change = async (tx: Transaction, { mayBeDone }: Attempt) => {
    const locked = await lockDiscussion(tx, { postId: id, identity: session.identity });
    if (locked === null) throw new NotFoundError('Post not found.');

    let tags: readonly TagRow[] | null = null;
    const kinds: (keyof typeof AUDITED)[] = [];
    if (Object.keys(texts).length > 0 || Array.isArray(input.tags)) {
      await tx.post.update({ where: { id }, data: { ...texts, updatedAt: now }, select: { id: true } });
      if (Array.isArray(input.tags)) tags = await replaceTags(tx, { postId: id, tags: toTags(input.tags) });
      kinds.push('POST_EDITED');
    }
    // Until then the title is what the first caller said.
    if (seen.pageUrl !== null && (typeof input.title === 'string' || input.publish === true)) {
      await tx.post.update({ where: { id }, data: { isListed: true }, select: { id: true } });
    }
    if (typeof input.publish === 'boolean' && input.publish !== locked.isPublished) {
      await tx.post.update({ where: { id }, data: { publishedAt: input.publish ? now : null }, select: { id: true } });
      kinds.push(input.publish ? 'POST_PUBLISHED' : 'POST_UNPUBLISHED');
    }
    if (typeof input.commentsOpen === 'boolean' && input.commentsOpen !== locked.isOpen) {
      await tx.discussion.update({
        where: { postId: id },
        data: { isOpen: input.commentsOpen },
        select: { postId: true },
      });
      kinds.push(input.commentsOpen ? 'COMMENTS_OPENED' : 'COMMENTS_CLOSED');
    }
    const entry = { postId: id, actorId: editor.id, occurredAt: now };
    for (const kind of kinds) {
      if (editor.id !== seen.authorId) await writeAudit(tx, { ...entry, action: AUDITED[kind] });
      await appendToLog(tx, { ...entry, kind });
    }

    const post = await readPostIn(tx, id);
    if (post === null) throw new NotFoundError('Post not found.');
    const hasNews = kinds.length > 0 || mayBeDone;
    return { post, tags, postId: id, seq: hasNews ? post.discussion.seq : null };
  };
  const { post, tags } = await takeTurn(session, { postId: id, work: async () => await write(session, change) });
  return rememberPost(session, { post, author: editor, tags });
}

/** The name in the audit log of what the log of the post tells. */
const AUDITED = {
  POST_EDITED: 'UPDATE_POST',
  POST_PUBLISHED: 'PUBLISH_POST',
  POST_UNPUBLISHED: 'UNPUBLISH_POST',
  COMMENTS_OPENED: 'OPEN_COMMENTS',
  COMMENTS_CLOSED: 'CLOSE_COMMENTS',
} as const satisfies Partial<Record<EventKind, AuditAction>>;

async function readTexts(session: ServiceSession, { title, body, kicker }: UpdatePostInput) {
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof body === 'string' ? await renderPost(session, { body }) : {}),
    ...(kicker === undefined ? {} : { kicker }),
  };
}
