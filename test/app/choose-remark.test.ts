import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseRemark } from '../../src/app/demo/choose-remark.ts';
import type { Answerable } from '../../src/app/demo/choose-remark.ts';
import type { DemoRemark } from '../../src/app/demo/demo-shapes.ts';

const REMARKS: DemoRemark[] = [
  { by: 'moss', body: 'one' },
  { by: 'sal', body: 'two' },
  { by: { guest: 'Hal' }, body: 'three' },
  { by: { guest: null }, body: 'four' },
];

const fractions = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('never replies to a withdrawn comment, a deeply nested one, or one of its own', () => {
  const newest = [
    aComment({ id: 'withdrawn', status: 'DELETED' }),
    aComment({ id: 'deep', path: [1, 2, 3, 4, 5, 6, 7, 8] }),
    aComment({ id: 'moss', author: { handle: 'moss' } }),
    aComment({ id: 'hal', guestName: 'Hal' }),
    aComment({ id: 'nobody' }),
  ];

  fc.assert(
    fc.property(fc.infiniteStream(fractions), (stream) => {
      const chosen = chooseRemark(newest, { remarks: REMARKS, usesOf: () => 0, random: () => stream.next().value });

      expect(['moss', 'hal', 'nobody']).toContain(chosen?.to.id);
      const ownWords = { moss: 'one', hal: 'three', nobody: 'four' }[chosen?.to.id ?? ''];
      expect(chosen?.remark.body).not.toBe(ownWords);
    }),
  );
});

it('repeats no remark while one is unused', () => {
  fc.assert(
    fc.property(fractions, (fraction) => {
      const chosen = chooseRemark([aComment({ author: { handle: 'ines' } })], {
        remarks: REMARKS,
        usesOf: ({ body }) => (body === 'four' ? 1 : 2),
        random: () => fraction,
      });

      expect(chosen?.remark.body).toBe('four');
    }),
  );
});

it('chooses another remark when the first is by the author of every comment that it could answer', () => {
  const remarks = REMARKS.slice(0, 2);

  const chosen = chooseRemark([aComment({ author: { handle: 'moss' } })], {
    remarks,
    usesOf: () => 0,
    random: () => 0,
  });

  expect(chosen?.remark.body).toBe('two');
});

it('chooses nothing when there is nothing to answer', () => {
  expect(chooseRemark([], { remarks: REMARKS, usesOf: () => 0, random: () => 0 })).toBeNull();
});

function aComment(given: Partial<Answerable>): Answerable {
  return { id: 'a', status: 'PUBLISHED', path: [1], guestName: null, author: null, ...given };
}
