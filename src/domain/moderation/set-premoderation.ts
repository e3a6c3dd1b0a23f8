import { formatPremoderation, parsePremoderation } from '../../config/premoderation.ts';
import type { Premoderation } from '../../config/premoderation.ts';
import { writeAudit } from '../../data/administered/audit.ts';
import { writePremoderationRule } from '../../data/administered/premoderation.ts';
import { inTransaction } from '../../data/database/transaction.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { NotFoundError, requireValid } from '../errors.ts';
import { requireAccount } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';

interface SetPremoderationInput {
  /** One of the two. */
  readonly postId?: string | null | undefined;
  readonly tagId?: string | null | undefined;
  /** Null: as the tags of the post say, or else the site. */
  readonly premoderation?: readonly Premoderation[] | null | undefined;
}

/** Says which comments are held under a post, or under the posts of a tag that have no rule of their own. */
export async function setPremoderation(
  session: ServiceSession,
  { postId = null, tagId = null, premoderation = null }: SetPremoderationInput,
): Promise<readonly Premoderation[] | null> {
  requireValid(
    (postId === null) === (tagId === null)
      ? [{ path: ['postId'], message: 'Expected either `postId` or `tagId`.' }]
      : [],
  );
  const actor = await requireAccount(session, 'updatePremoderation');
  const of = postId === null ? await findTagOf(session, tagId ?? '') : await findPostOf(session, postId);
  const rule = premoderation === null ? null : formatPremoderation(premoderation);
  const action = 'postId' in of ? 'UPDATE_POST' : 'UPDATE_TAG';
  const reason = `premoderation: ${rule ?? 'as elsewhere'}`;
  await inTransaction(session.database.prisma, async (tx) => {
    if (!(await writePremoderationRule(tx, { of, rule }))) return;
    await writeAudit(tx, { action, actorId: actor.id, reason, ...of, occurredAt: session.now() });
  });
  return rule === null ? null : parsePremoderation(rule);
}

async function findPostOf({ loaders }: ServiceSession, given: string): Promise<{ postId: string }> {
  const id = decodeIdOf('Post', given);
  const post = id === null ? null : await loaders.post.load(id);
  if (post === null) throw new NotFoundError('Post not found.');
  return { postId: post.id };
}

/** Moderators see drafts, but the tag of a draft alone is not shown: as everywhere. */
async function findTagOf({ loaders }: ServiceSession, given: string): Promise<{ tagId: string }> {
  const id = decodeIdOf('Tag', given);
  const tag = id === null ? null : await loaders.tag.load(id);
  if (tag === null) throw new NotFoundError('Tag not found.');
  return { tagId: tag.id };
}
