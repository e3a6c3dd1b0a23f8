import { takeCodePoints } from './text.ts';
import { MAX_REPLY_SUBJECT } from './text-limits.ts';

const REPLY = /^\s*re\s*:/i;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The subject of a reply that was given none: "Re: " and its parent's, cut at 64 code points. "Re: " is not doubled.
 *
 * @returns null where the parent has no subject either.
 */
export function replySubject(parentSubject: string | null): string | null {
  if (parentSubject === null || parentSubject.trim() === '') return null;

  return cut(REPLY.test(parentSubject) ? parentSubject : `Re: ${parentSubject}`);
}

// Cut between what a reader takes for characters, so that no family loses a child and no letter its accent.
function cut(subject: string): string {
  const longest = takeCodePoints(subject, MAX_REPLY_SUBJECT);
  if (longest === subject) return subject;

  const last = graphemes.segment(subject).containing(longest.length);
  const whole = subject.slice(0, last?.index ?? longest.length);
  return whole.length > 'Re: '.length ? whole : longest;
}
