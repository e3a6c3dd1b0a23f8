import { badUserInput } from '../errors/coded-error.ts';

const DEFAULT_SIZE = 20;
/** The most rows of a page. */
export const MAX_PAGE_SIZE = 100;

/** The arguments of a connection, as a client wrote them. */
export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** A requested page of a list: `size` rows, forwards or backwards, from a key or from an end. */
export interface Page<Key> {
  readonly isForward: boolean;
  readonly size: number;
  readonly key: Key | null;
}

/** The rows of a page in the list's own order, and whether there are others on either side. */
export interface Slice<Row> {
  readonly rows: readonly Row[];
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
}

/** A page of a list that has nothing. */
export const EMPTY_SLICE: Slice<never> = { rows: [], hasPrevious: false, hasNext: false };

/**
 * Reads a connection's arguments: 20 rows by default, 0 to 100, forwards or backwards, never both, never clamped.
 *
 * @throws {CodedError} `BAD_USER_INPUT`, or what `decode` throws.
 */
export function readPage<Key>(args: PageArgs, decode: (cursor: string) => Key): Page<Key> {
  const first = readSize('first', args.first);
  const last = readSize('last', args.last);
  const { after = null, before = null } = args;
  if (first !== null && last !== null) throw badUserInput('`first` and `last` cannot be combined.');
  if (after !== null && before !== null) throw badUserInput('`after` and `before` cannot be combined.');
  if (first !== null && before !== null) throw badUserInput('`first` cannot be combined with `before`; use `last`.');
  if (last !== null && after !== null) throw badUserInput('`last` cannot be combined with `after`; use `first`.');

  const isForward = last === null && before === null;
  const cursor = isForward ? after : before;
  return { isForward, size: first ?? last ?? DEFAULT_SIZE, key: cursor === null ? null : decode(cursor) };
}

/** The size of the page that begins at the beginning of the list; null for every other page, one out of range and an empty one. */
export function readFirstSize({ first, after, last, before }: PageArgs): number | null {
  if ([after, last, before].some((arg) => arg !== null && arg !== undefined)) return null;
  const size = first ?? DEFAULT_SIZE;
  return size >= 1 && size <= MAX_PAGE_SIZE ? size : null;
}

/**
 * Cuts the rows of a statement to a page. The statement reads one row more than the page has, in the direction of reading;
 * that row tells whether there are more.
 */
export function slicePage<Row>(found: readonly Row[], { isForward, size, key }: Page<unknown>): Slice<Row> {
  const kept = found.slice(0, size);
  const hasMore = found.length > size;
  // A key is the place of a row that was there: behind it there is at least that row.
  const hasBehind = key !== null;
  return isForward
    ? { rows: kept, hasPrevious: hasBehind, hasNext: hasMore }
    : { rows: kept.reverse(), hasPrevious: hasMore, hasNext: hasBehind };
}

function readSize(name: 'first' | 'last', value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (value < 0 || value > MAX_PAGE_SIZE)
    throw badUserInput(`Expected \`${name}\` to be from 0 to ${MAX_PAGE_SIZE}; found ${value}.`);
  return value;
}
