import { expect, test } from 'vitest';
import { KeptAnswers } from '../../src/domain/kept-answers.ts';
import type { Subject } from '../../src/data/shared/discussion-states.ts';

const WISH = { key: 'a page', subject: { slug: 'a-post' } };

test('what is asked once is not kept, and the state of the discussion is not read for it', async () => {
  const { answers, ask, states } = someAnswers();

  expect(await answers.find(WISH, () => Promise.resolve('never made'))).toBeNull();
  expect(states.reads).toBe(0);
  expect(await ask('first')).toBe('first');
  expect(await ask('second')).toBe('first');
});

test('an answer is sent again for as long as the state stands', async () => {
  const { ask, states, askTwice } = someAnswers();
  await askTwice('old');
  expect(await ask('new')).toBe('old');

  states.now = 'another';

  expect(await ask('new')).toBe('new');
  expect(await ask('newest')).toBe('new');
});

test('an answer is never used again where the state moved while it was made', async () => {
  const { answers, ask, states, askTwice } = someAnswers();
  await askTwice(null);

  await answers.find(WISH, () => {
    states.now = 'another';
    return Promise.resolve('perhaps of before');
  });

  expect(await ask('of now')).toBe('of now');
});

test('those who ask while an answer is made get that answer, which is made once', async () => {
  const { answers, askTwice } = someAnswers();
  await askTwice(null);
  let made = 0;
  const make = async () => {
    made += 1;
    await Promise.resolve();
    return 'shared';
  };

  const found = await Promise.all(Array.from({ length: 5 }, () => answers.find(WISH, make)));

  expect(found.map((answer) => answer?.body.toString())).toEqual(Array(5).fill('shared'));
  expect(made).toBe(1);
});

test('the failure of one is not the failure of those who wait for its answer', async () => {
  const { answers, askTwice } = someAnswers();
  await askTwice(null);

  const left = answers.find(WISH, () => Promise.reject(new Error('The client has left.')));
  const waiting = answers.find(WISH, () => Promise.resolve('never made'));

  await expect(left).rejects.toThrow('has left');
  expect(await waiting).toBeNull();
});

test('the answer about a post that not everybody may see is never kept', async () => {
  const { ask, states } = someAnswers();
  states.now = null;

  expect(await ask('one')).toBeNull();
  expect(await ask('two')).toBeNull();
});

test('answers take no more memory than they may, and none where they may take none', async () => {
  const small = someAnswers({ bytes: 40 });
  await small.askTwice('x'.repeat(20));
  await small.ask('y'.repeat(20), 'another page');
  await small.ask('y'.repeat(20), 'another page');
  expect(await small.ask('made anew')).toBe('made anew');

  const none = someAnswers({ bytes: 0 });
  expect(await none.ask('one')).toBeNull();
  expect(await none.ask('two')).toBeNull();
  expect(none.states.reads).toBe(0);
});

function someAnswers({ bytes = 1_000 }: { bytes?: number } = {}) {
  const states = {
    now: 'a state' as string | null,
    reads: 0,
    read(_subject: Subject) {
      states.reads += 1;
      return Promise.resolve(states.now);
    },
  };
  const answers = new KeptAnswers({ states, bytes });
  const ask = async (text: string | null, key = WISH.key) =>
    (await answers.find({ ...WISH, key }, () => Promise.resolve(text)))?.body.toString() ?? null;
  /** The first time leaves nothing behind. */
  const askTwice = async (text: string | null) => {
    await ask(text);
    await ask(text);
  };
  return { answers, ask, askTwice, states };
}
