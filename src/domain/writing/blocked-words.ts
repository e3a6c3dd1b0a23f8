import type { HeldReason } from '../../generated/prisma/enums.ts';
import type { ServiceSession } from '../service-session.ts';
import type { NewText } from './check-text.ts';

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * Words as they are, whatever their case and width: no parts of other words. The text is looked at as it is written and as it is shown,
 * so that neither markup nor characters without a width hide a word.
 */
export function findBlockedWord(
  { config: { blockedWords } }: ServiceSession,
  { subject, body, bodyHtml, place: { commenter } }: NewText,
): HeldReason | null {
  if (blockedWords.size === 0) return null;
  for (const text of [subject, body, toText(bodyHtml), commenter.guestName]) {
    for (const [word] of toPlain(text ?? '').matchAll(WORD)) if (blockedWords.has(word)) return 'BLOCKED_WORD';
  }
  return null;
}

/** How blocked words are compared. */
function toPlain(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase();
}

/** HTML of our own renderer, as it is read: without tags, which part words only where they are blocks. */
function toText(html: string): string {
  return html
    .replace(/<\/?(?:p|li|ul|ol|blockquote|pre|h\d|br|hr|td|th|tr)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|amp|quot|#39);/g, ' ');
}
