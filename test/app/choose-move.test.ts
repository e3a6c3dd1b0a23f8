import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseMove } from '../../src/app/demo/choose-move.ts';
import type { OwnComment } from '../../src/app/demo/choose-move.ts';
import type { Answerable } from '../../src/app/demo/choose-remark.ts';
import type { DemoRemark } from '../../src/app/demo/demo-shapes.ts';

const REMARKS: DemoRemark[] = Array.from({ length: 10 }, (_, at) => ({ by: `reader-${at}`, body: `Remark ${at}` }));
const POSTSCRIPTS = ['PS: one', 'PS: two'];

const seeds = fc.integer({ min: 1, max: 2_147_483_646 });

it('makes every kind of move within the first six', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      expect(new Set(play({ seed, moves: 6 }).kinds)).toEqual(new Set(['reply', 'edit', 'withdraw']));
    }),
  );
});

it('uses every remark before it repeats one, and each at most twice', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { own } = play({ seed, moves: 300 });
      const bodies = own.map(({ remark }) => remark.body);

      expect(new Set(bodies.slice(0, REMARKS.length)).size).toBe(REMARKS.length);
      expect(bodies).toHaveLength(2 * REMARKS.length);
    }),
    { numRuns: 20 },
  );
});

it('continues with edits when it has added and withdrawn enough', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { kinds, own } = play({ seed, moves: 300 });

      expect(new Set(kinds.slice(-50))).toEqual(new Set(['edit']));
      expect(own.filter(({ isPublished }) => !isPublished).length).toBeLessThanOrEqual(own.length / 5);
    }),
    { numRuns: 20 },
  );
});

it('adds nothing when the discussion is full', () => {
  const { kinds } = play({ seed: 3, moves: 20, hasRoom: () => false });

  expect(kinds).toEqual([]);
});

it('adds a postscript, and removes it again', () => {
  const comment = { id: 'own-1', remark: aRemark(), isPublished: true, isEdited: false };
  const options = { remarks: REMARKS, postscripts: POSTSCRIPTS, turn: 2, random: () => 0 };

  const added = chooseMove({ newest: [], own: [comment], hasRoom: true }, options);
  const taken = chooseMove({ newest: [], own: [{ ...comment, isEdited: true }], hasRoom: true }, options);

  expect(added).toMatchObject({ kind: 'edit', body: 'Remark 0\n\nPS: one' });
  expect(taken).toMatchObject({ kind: 'edit', body: 'Remark 0' });
});

/** Applies one move after another to a discussion that begins with a comment of another commenter. */
function play({ seed, moves, hasRoom = () => true }: { seed: number; moves: number; hasRoom?: () => boolean }) {
  const first: Answerable = { id: 'first', status: 'PUBLISHED', path: [1], guestName: 'Somebody', author: null };
  const random = randomFrom(seed);
  const kinds: string[] = [];
  let own: OwnComment[] = [];
  for (let turn = 0; turn < moves; turn += 1) {
    const state = { newest: [first], own, hasRoom: hasRoom() };
    const move = chooseMove(state, { remarks: REMARKS, postscripts: POSTSCRIPTS, turn, random });
    if (move === null) continue;
    kinds.push(move.kind);
    if (move.kind === 'reply') {
      own = [...own, { id: `own-${turn}`, remark: move.remark, isPublished: true, isEdited: false }];
      continue;
    }
    const changed = {
      ...move.comment,
      ...(move.kind === 'edit' ? { isEdited: !move.comment.isEdited } : { isPublished: false }),
    };
    own = own.map((comment) => (comment === move.comment ? changed : comment));
  }
  return { kinds, own };
}

function aRemark(): DemoRemark {
  const [remark] = REMARKS;
  if (remark === undefined) throw new Error('There is no remark.');
  return remark;
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
