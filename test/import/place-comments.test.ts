import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linkParents } from '../../src/import/write/link-parents.ts';
import { placeComments } from '../../src/import/write/place-comments.ts';
import type { PreparedComment } from '../../src/import/prepared.ts';

interface Raw {
  readonly id: number;
  readonly parent: number;
  readonly at: number;
  readonly isTaken: boolean;
}

function prepared({ id, parent, at }: Raw): PreparedComment {
  return {
    externalId: `${id}`,
    rank: id,
    part: 0,
    parentExternalId: parent === 0 ? null : `${parent}`,
    authorExternalId: null,
    guestName: null,
    body: '',
    bodyHtml: '',
    createdAt: new Date(at * 1000),
  };
}

function place(raw: readonly Raw[], { maxDepth = 500 }: { maxDepth?: number } = {}) {
  const comments = raw.filter(({ isTaken }) => isTaken).map(prepared);
  const links = linkParents(comments, {
    parents: new Map(raw.map(({ id, parent }) => [`${id}`, parent === 0 ? null : `${parent}`])),
    isPresent: () => false,
    onMoved: () => undefined,
  });
  const ground = { links, present: new Map(), lastNumber: 0, maxDepth, onTooDeep: () => undefined };
  return { links, placed: placeComments(comments, ground) };
}

const forest = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 30 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.record({
        id: fc.constant(id),
        // Also to itself, in circles, and to what is not there.
        parent: fc.integer({ min: 0, max: 32 }),
        at: fc.integer({ min: 0, max: 8 }),
        isTaken: fc.boolean(),
      }),
    ),
  ),
);

it('numbers every comment after its parent, without holes, and gives it its path', () => {
  fc.assert(
    fc.property(forest, fc.integer({ min: 1, max: 4 }), (raw, maxDepth) => {
      const { placed } = place(raw, { maxDepth });

      const byId = new Map(placed.map((comment) => [comment.id, comment]));
      expect(placed.map(({ number }) => number)).toEqual(placed.map((_, index) => index + 1));
      for (const { parentId, number, path } of placed) {
        const above = parentId === null ? [] : (byId.get(parentId)?.path ?? ['missing']);
        expect(path).toEqual([...above, number]);
        expect(path.length - 1).toBeLessThanOrEqual(maxDepth);
      }
    }),
    { numRuns: 500 },
  );
});

it('keeps every comment under what it replies to', () => {
  fc.assert(
    fc.property(forest, (raw) => {
      const { placed, links } = place(raw);

      const externalIds = new Map(placed.map(({ id, externalId }) => [id, externalId]));
      for (const { externalId, parentId } of placed) {
        expect(parentId === null ? null : externalIds.get(parentId)).toBe(links.get(externalId));
      }
    }),
    { numRuns: 500 },
  );
});

it('goes by date wherever no parent stands in the way', () => {
  fc.assert(
    fc.property(forest, (raw) => {
      const flat = raw.map((comment) => ({ ...comment, parent: 0, isTaken: true }));

      const order = place(flat).placed.map(({ rank }) => rank);

      expect(order).toEqual(flat.toSorted((a, b) => a.at - b.at || a.id - b.id).map(({ id }) => id));
    }),
  );
});

it('moves a reply to a skipped comment to the nearest ancestor that was imported', () => {
  const raw: Raw[] = [
    { id: 1, parent: 0, at: 1, isTaken: true },
    { id: 2, parent: 1, at: 2, isTaken: false },
    { id: 3, parent: 2, at: 3, isTaken: false },
    { id: 4, parent: 3, at: 4, isTaken: true },
    { id: 5, parent: 99, at: 5, isTaken: true },
  ];

  expect([...place(raw).links]).toEqual([
    ['1', null],
    ['4', '1'],
    ['5', null],
  ]);
});

it('cuts a circle at its oldest comment', () => {
  const raw: Raw[] = [
    { id: 7, parent: 9, at: 3, isTaken: true },
    { id: 8, parent: 7, at: 1, isTaken: true },
    { id: 9, parent: 8, at: 2, isTaken: true },
    { id: 10, parent: 10, at: 0, isTaken: true },
  ];

  const { placed } = place(raw);

  expect(placed.map(({ rank, path }) => [rank, path.length])).toEqual([
    [10, 1],
    [8, 1],
    [9, 2],
    [7, 3],
  ]);
});
