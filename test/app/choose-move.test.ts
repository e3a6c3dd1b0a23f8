import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseMove } from '../../src/app/demo/choose-move.ts';
import type { OwnComment } from '../../src/app/demo/choose-move.ts';
import type { Answerable } from '../../src/app/demo/choose-remark.ts';
import type { DemoComplaint, DemoRemark } from '../../src/app/demo/demo-shapes.ts';

const REMARKS: DemoRemark[] = Array.from({ length: 10 }, (_, at) => ({ by: `reader-${at}`, body: `Remark ${at}` }));
const POSTSCRIPTS = ['PS: one', 'PS: two'];
const COMPLAINTS: DemoComplaint[] = [{ by: 'reader-0', reason: 'OTHER', note: 'Too short.' }];
const LINES = { remarks: REMARKS, postscripts: POSTSCRIPTS, complaints: COMPLAINTS, reactions: ['funny', 'true'] };

const seeds = fc.integer({ min: 1, max: 2_147_483_646 });

it('makes every kind of move within the first ten', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      expect(new Set(play({ seed, moves: 10 }).kinds)).toEqual(
        new Set(['reply', 'edit', 'withdraw', 'react', 'report']),
      );
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

it('continues with edits, reactions and reports when it has added and withdrawn enough', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { kinds, own } = play({ seed, moves: 300 });

      expect(new Set(kinds.slice(-50))).toEqual(new Set(['edit', 'react', 'report']));
      expect(own.filter(({ isPublished }) => !isPublished).length).toBeLessThanOrEqual(own.length / 5);
    }),
    { numRuns: 20 },
  );
});

it('adds no comment when the discussion is full', () => {
  const { kinds } = play({ seed: 3, moves: 20, hasRoom: () => false });

  expect(new Set(kinds)).toEqual(new Set(['react', 'report']));
});

it('adds a postscript, and removes it again', () => {
  const comment = { id: 'own-1', remark: aRemark(), isPublished: true, isEdited: false };
  const options = { ...LINES, turn: 3, random: () => 0 };

  const state = { newest: [], hasRoom: true, mayReport: true };

  const added = chooseMove({ ...state, own: [comment] }, options);
  const taken = chooseMove({ ...state, own: [{ ...comment, isEdited: true }] }, options);

  expect(added).toMatchObject({ kind: 'edit', body: 'Remark 0\n\nPS: one' });
  expect(taken).toMatchObject({ kind: 'edit', body: 'Remark 0' });
});

it('reports nothing while enough waits, and nobody reports or praises a comment of their own', () => {
  const by = 'reader-0';
  const comment: Answerable = { id: 'a', status: 'PUBLISHED', path: [1], guestName: null, author: { handle: by } };
  const state = { newest: [comment], own: [], hasRoom: true, mayReport: true };
  const another = { ...comment, author: { handle: 'another' } };
  const options = { ...LINES, random: () => 0 };
  const reacting = { ...options, turn: 1 };
  const reporting = { ...options, turn: 9 };

  expect(chooseMove({ ...state, newest: [another] }, reporting)).toMatchObject({ kind: 'report' });
  expect(chooseMove({ ...state, newest: [another], mayReport: false }, reporting)).toBeNull();
  expect(chooseMove(state, reporting)).toBeNull();
  expect(chooseMove({ ...state, newest: [another] }, reacting)).toMatchObject({ kind: 'react', by });
  expect(chooseMove(state, reacting)).toMatchObject({ kind: 'react', by: 'reader-1' });
  expect(chooseMove({ ...state, newest: [{ ...another, status: 'HIDDEN' }] }, reacting)).toBeNull();
  expect(chooseMove({ ...state, newest: [another] }, { ...reacting, reactions: [] })).toBeNull();
});

/** Applies one move after another to a discussion that begins with a comment of another commenter. */
function play({ seed, moves, hasRoom = () => true }: { seed: number; moves: number; hasRoom?: () => boolean }) {
  const first: Answerable = { id: 'first', status: 'PUBLISHED', path: [1], guestName: 'Somebody', author: null };
  const random = randomFrom(seed);
  const kinds: string[] = [];
  let own: OwnComment[] = [];
  for (let turn = 0; turn < moves; turn += 1) {
    const state = { newest: [first], own, hasRoom: hasRoom(), mayReport: true };
    const move = chooseMove(state, { ...LINES, turn, random });
    if (move === null) continue;
    kinds.push(move.kind);
    if (move.kind === 'react' || move.kind === 'report') continue;
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
