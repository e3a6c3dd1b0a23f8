import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countWaiting, cutIntoChunks, cutIntoGroups, findShown } from '../../src/embed/model/shown.ts';
import { toDiscussion, type DiscussionComment } from '../../src/sdk/discussion/discussion.ts';

function aComment(number: number): DiscussionComment {
  return {
    ...{ id: `c${number}`, number, path: [number], depth: 0, status: 'PUBLISHED', parent: null, author: null },
    ...{ subject: null, body: '', bodyHtml: '', url: '', createdAt: '', editedAt: null, replyCount: 0, reactions: [] },
  };
}

function aDiscussion(numbers: readonly number[]) {
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
  const edges = numbers.map((number) => ({ cursor: '', node: aComment(number) }));
  const totalCount = Math.max(0, ...numbers);
  const post = { id: 'p', cursor: 'c', publishedAt: '', commentCount: totalCount, ...REST };
  return toDiscussion({ ...post, comments: { totalCount, pageInfo, edges } }, { first: Infinity });
}

const REST = { commentsOpen: true, guestsCanReact: false, lockedNumbers: [], firstWord: null, lastWord: null };
const state = { view: 'TIME', isNewestFirst: false, written: new Set<number>() } as const;

it('shows what was there when the page was read, and what the viewer wrote; the rest waits', () => {
  const shown = { ...state, discussion: aDiscussion([1, 2, 3, 4, 5]), shownUpTo: 2, written: new Set([4]) };

  expect(findShown(shown).map(({ number }) => number)).toEqual([1, 2, 4]);
  expect(countWaiting(shown)).toBe(2);
  expect(findShown({ ...shown, isNewestFirst: true }).map(({ number }) => number)).toEqual([4, 2, 1]);
  expect(findShown({ ...shown, view: 'THREAD', isNewestFirst: true }).map(({ number }) => number)).toEqual([1, 2, 4]);
});

it('cuts the list into pieces without a loss, and an insertion leaves the beginnings of all others where they are', () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), fc.array(fc.nat({ max: 400 }), { maxLength: 30 }), (length, places) => {
      const starters = new Set<string>();
      let list = Array.from({ length }, (_, index) => aComment(index));
      const first = cutIntoChunks(list, starters);
      expect(first.slice(0, -1).every(({ comments }) => comments.length === 6)).toBe(true);
      let keys = first.map(({ key }) => key);
      places.forEach((place, index) => {
        list = list.toSpliced(place % (list.length + 1), 0, aComment(1_000 + index));
        const chunks = cutIntoChunks(list, starters);
        const after = chunks.map(({ key }) => key);

        expect(chunks.flatMap(({ comments }) => comments)).toEqual(list);
        expect(Math.max(...chunks.map(({ comments }) => comments.length))).toBeLessThanOrEqual(12);
        expect(after.filter((key) => keys.includes(key))).toEqual(keys);
        keys = after;
      });
    }),
  );
});

it('gathers the pieces into groups, and an insertion leaves the beginnings of all others where they are', () => {
  const starters = new Set<string>();
  const list = Array.from({ length: 600 }, (_, index) => aComment(index));
  const before = cutIntoGroups(cutIntoChunks(list, starters), starters);

  const more = [
    ...list.toSpliced(50, 0, ...Array.from({ length: 100 }, (_, index) => aComment(1_000 + index))),
    aComment(2_000),
  ];
  const chunks = cutIntoChunks(more, starters);
  const groups = cutIntoGroups(chunks, starters);

  expect(before.map((group) => group.chunks.length)).toEqual([16, 16, 16, 16, 16, 16, 4]);
  expect(groups.flatMap((group) => group.chunks)).toEqual(chunks);
  const keys = groups.map(({ key }) => key);
  expect(keys.filter((key) => before.some((group) => group.key === key))).toEqual(before.map(({ key }) => key));
});
