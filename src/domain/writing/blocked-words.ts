import type { HeldReason } from '../../generated/prisma/enums.ts';
import type { ServiceSession } from '../service-session.ts';
import type { NewText } from './check-text.ts';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** Words as they are, whatever their case and width: no parts of other words. */
export function findBlockedWord(
  { config: { blockedWords } }: ServiceSession,
  { subject, body, place: { commenter } }: NewText,
): HeldReason | null {
  if (blockedWords.size === 0) return null;
  for (const text of [subject, body, commenter.guestName]) {
    for (const [word] of toPlain(text ?? '').matchAll(WORD)) if (blockedWords.has(word)) return 'BLOCKED_WORD';
  }
  return null;
}

/** How blocked words are compared. */
function toPlain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
