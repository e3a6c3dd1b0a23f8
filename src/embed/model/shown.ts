import type { DiscussionComment } from '../../sdk/index.ts';
import type { State } from './state.ts';

type Shown = Pick<State, 'discussion' | 'shownUpTo' | 'written' | 'isNewestFirst' | 'view'>;

/** The loaded comments, without those that wait for the reader to ask for them, in the order in which they stand on the page. */
export function findShown(state: Shown): readonly DiscussionComment[] {
  const { discussion, shownUpTo, written } = state;
  if (discussion === null) return [];
  const shown = discussion.comments.filter(({ number }) => number <= shownUpTo || written.has(number));
  return isReversed(state) ? shown.reverse() : shown;
}

/** Only the view by time has a newest end. */
export function isReversed({ view, isNewestFirst }: Pick<State, 'view' | 'isNewestFirst'>): boolean {
  return view === 'TIME' && isNewestFirst;
}

/** How many comments came since the page was read. */
export function countWaiting({ discussion, shownUpTo, written }: Shown): number {
  return discussion === null ? 0 : countOthers(written, { after: shownUpTo, upTo: discussion.totalCount });
}

/** How many comments that are shown came since the last visit. */
export function countUnread({
  lastVisit,
  shownUpTo,
  written,
}: Pick<State, 'lastVisit' | 'shownUpTo' | 'written'>): number {
  return lastVisit === null ? 0 : countOthers(written, { after: lastVisit, upTo: shownUpTo });
}

/** The comments of a range of numbers that the viewer did not write. */
function countOthers(written: ReadonlySet<number>, { after, upTo }: { after: number; upTo: number }): number {
  const own = [...written].filter((number) => number > after && number <= upTo).length;
  return Math.max(0, upTo - after - own);
}

/** A piece of the list, which is in the document only while it is near the screen. */
export interface Chunk {
  /** The id of its first comment when it was made. */
  readonly key: string;
  readonly comments: readonly DiscussionComment[];
}

// Comments. A frame draws one new piece: on a telephone a comment takes some ten milliseconds.
const CHUNK = 6;

/**
 * Cuts the list into pieces. What began a piece goes on beginning one, so that a comment that is inserted moves no other piece.
 *
 * @param starters the ids of the comments that begin a piece; those of new ones are added.
 */
export function cutIntoChunks(comments: readonly DiscussionComment[], starters: Set<string>): readonly Chunk[] {
  const chunks: { key: string; comments: DiscussionComment[] }[] = [];
  for (const comment of comments) {
    const last = chunks.at(-1);
    if (last === undefined || starters.has(comment.id) || last.comments.length >= 2 * CHUNK) {
      starters.add(comment.id);
      chunks.push({ key: comment.id, comments: [comment] });
    } else last.comments.push(comment);
  }
  return chunks.flatMap((chunk, index) => (index === chunks.length - 1 ? splitLast(chunk, starters) : [chunk]));
}

/** Pages are appended to the last piece. */
function splitLast({ key, comments }: Chunk, starters: Set<string>): Chunk[] {
  const pieces: Chunk[] = [];
  for (let start = 0; start < comments.length; start += CHUNK) {
    const first = comments[start];
    if (first === undefined) break;
    starters.add(first.id);
    pieces.push({ key: start === 0 ? key : first.id, comments: comments.slice(start, start + CHUNK) });
  }
  return pieces;
}
