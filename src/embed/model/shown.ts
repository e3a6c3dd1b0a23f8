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

/** Pieces that follow each other. Of one that is far away not even the pieces are in the document: a long list has thousands. */
export interface Group {
  readonly key: string;
  readonly chunks: readonly Chunk[];
}

// Comments. A frame draws one new piece: on a telephone a comment takes some ten milliseconds.
const CHUNK = 6;
const GROUP = 16; // pieces: about a hundred comments, as a page has them

/**
 * Cuts the list into pieces. What began a piece goes on beginning one, so that a comment that is inserted moves no other piece.
 *
 * @param starters the ids of the comments that begin a piece; those of new ones are added.
 */
export function cutIntoChunks(comments: readonly DiscussionComment[], starters: Set<string>): readonly Chunk[] {
  return cut(comments, { size: CHUNK, starters, keyOf: ({ id }) => id }).map(([key, of]) => ({ key, comments: of }));
}

/** Cuts the pieces into groups, in the same manner. @param starters the keys of the groups; those of new ones are added. */
export function cutIntoGroups(chunks: readonly Chunk[], starters: Set<string>): readonly Group[] {
  const keyOf = ({ key }: Chunk): string => `group ${key}`;
  return cut(chunks, { size: GROUP, starters, keyOf }).map(([key, of]) => ({ key, chunks: of }));
}

interface Cutting<Item> {
  /** How many items a piece has when it is made. One that items are inserted into has up to twice as many. */
  readonly size: number;
  readonly starters: Set<string>;
  readonly keyOf: (item: Item) => string;
}

type Piece<Item> = readonly [key: string, items: readonly Item[]];

function cut<Item>(items: readonly Item[], { size, starters, keyOf }: Cutting<Item>): Piece<Item>[] {
  const begins = items.flatMap((item, at) => (at === 0 || starters.has(keyOf(item)) ? [at] : []));
  return begins.flatMap((begin, index) => {
    const end = begins[index + 1] ?? items.length;
    // Pages are appended to the last one.
    const step = end < items.length && end - begin <= 2 * size ? 2 * size : size;
    const pieces: Piece<Item>[] = [];
    for (let at = begin; at < end; at += step) {
      const piece = items.slice(at, Math.min(end, at + step));
      const [key = ''] = piece.slice(0, 1).map(keyOf);
      starters.add(key);
      pieces.push([key, piece]);
    }
    return pieces;
  });
}
