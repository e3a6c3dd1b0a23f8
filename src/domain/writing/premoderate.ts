import { parsePremoderation } from '../../config/premoderation.ts';
import type { Premoderation } from '../../config/premoderation.ts';
import { countPublished } from '../../data/reads/written-keys.ts';
import type { HeldReason } from '../../generated/prisma/enums.ts';
import type { ServiceSession } from '../service-session.ts';
import type { NewText } from './check-text.ts';

const ADDRESS = /https?:\/\/|\bwww\./i; // where nothing is rendered
const NEWCOMER = 5; // published comments, from which on links are no longer held

/** Holds what the post, its tags or the site want to be read first. */
export function findRule(
  session: ServiceSession,
  { subject, bodyHtml, place }: NewText,
): HeldReason | null | Promise<HeldReason | null> {
  const { config, database } = session;
  const { premoderation: own, commenter } = place;
  const rules: readonly Premoderation[] = own.length > 0 ? own.flatMap(parsePremoderation) : config.premoderate;
  const has = (rule: Premoderation) => rules.includes(rule);
  if (has('ALL') || (has('GUESTS') && commenter.authorId === null)) return 'PREMODERATED';

  const hasLinks =
    has('LINKS') && (bodyHtml.includes('<a ') || ADDRESS.test(`${subject ?? ''} ${commenter.guestName ?? ''}`));
  if (!has('FIRST') && !hasLinks) return null;
  const asked = { commenter, most: hasLinks ? NEWCOMER : 1 };
  return countPublished(database.pool, asked).then((published) => {
    if (has('FIRST') && published === 0) return 'FIRST_COMMENT';
    return hasLinks && published < NEWCOMER ? 'LINKS' : null;
  });
}
