import type { Discussion, DiscussionComment, PinnedComment } from './discussion.ts';

type Pins = Pick<Discussion, 'firstWord' | 'lastWord'>;

/** The pinned comments after one comment has changed. One that is no longer shown is not pinned either. */
export function changePins(pins: Pins, { id, number, bodyHtml, author, status }: DiscussionComment): Pins {
  const after = status === 'PUBLISHED' ? { id, number, bodyHtml, author } : null;
  const change = (pin: PinnedComment | null): PinnedComment | null => (pin?.id === id ? after : pin);
  return { firstWord: change(pins.firstWord), lastWord: change(pins.lastWord) };
}
