import { takeGraphemes } from './cut.ts';
import { takeCodePoints } from './text.ts';
import { MAX_REPLY_SUBJECT } from './text-limits.ts';

const REPLY = /^\s*re\s*:/i;

/**
 * The subject of a reply that was given none: "Re: " and its parent's, cut to at most 64 code points, between graphemes. "Re: " is not doubled.
 *
 * @returns null where the parent has no subject either.
 */
export function replySubject(parentSubject: string | null): string | null {
  if (parentSubject === null || parentSubject.trim() === '') return null;

  return cut(REPLY.test(parentSubject) ? parentSubject : `Re: ${parentSubject}`);
}

// A first grapheme without end is cut: of the parent's subject there is always something.
function cut(subject: string): string {
  const whole = takeGraphemes(subject, MAX_REPLY_SUBJECT);
  return whole.length > 'Re: '.length ? whole : takeCodePoints(subject, MAX_REPLY_SUBJECT);
}
