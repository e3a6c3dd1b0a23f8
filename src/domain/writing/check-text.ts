import type { HeldReason } from '../../generated/prisma/enums.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { may } from '../../session/policy.ts';
import type { ServiceSession } from '../service-session.ts';
import { askFilter } from './ask-filter.ts';
import type { Place } from './find-place.ts';
import { findBlockedWord } from './blocked-words.ts';
import { findRule } from './premoderate.ts';

/** A text that is about to be written: valid, rendered, and by a commenter who may write it. */
export interface NewText {
  readonly subject: string | null;
  readonly body: string;
  readonly bodyHtml: string;
  /** What a field holds that people do not see. */
  readonly trap: string | null;
  readonly place: Pick<Place, 'author' | 'commenter' | 'premoderation'> & {
    readonly post: Pick<PostRow, 'id' | 'title' | 'slug' | 'pageUrl'>;
    readonly parent: Pick<CommentRow, 'id'> | null;
  };
}

/** Finds a reason to hold a comment until a moderator has read it. @throws to refuse it. */
type Check = (session: ServiceSession, text: NewText) => HeldReason | null | Promise<HeldReason | null>;

/** In this order: the cheapest first. What one holds, those after it are not asked about. To add a check is to add a function here. */
const CHECKS: readonly Check[] = [findFilledTrap, findBlockedWord, findRule, askFilter];

/** Why a text is held; null where it is public at once. Those who decide about held comments are not checked. */
export async function checkText(session: ServiceSession, text: NewText): Promise<HeldReason | null> {
  if (may(session.identity, 'decideHeldComment')) return null;
  for (const check of CHECKS) {
    const found = check(session, text);
    const reason = found instanceof Promise ? await found : found; // most have nothing to wait for
    if (reason !== null) return reason;
  }
  return null;
}

/** Programs fill in every field of a form. */
function findFilledTrap(_session: ServiceSession, { trap }: NewText): HeldReason | null {
  return trap === null || trap === '' ? null : 'SUSPECTED_SPAM';
}
