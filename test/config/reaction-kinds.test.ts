import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { failureOf } from './failure-of.ts';

const SECRETS = { AUTH_SECRET: 'a'.repeat(32), VOICE_SECRET: 'v'.repeat(32) };
const many = (count: number) => Array.from({ length: count }, (_, n) => `kind-${n}`).join();

test.each([
  [undefined, ['insightful', 'funny']],
  ['', ['insightful', 'funny']],
  ['off', []],
  [' sad, so_true ,a1-', ['sad', 'so_true', 'a1-']],
  [`a${'b'.repeat(31)}`, [`a${'b'.repeat(31)}`]],
  [many(12), many(12).split(',')],
])('REACTIONS=%s has the kinds %j', (REACTIONS, kinds) => {
  expect(readConfig({ ...SECRETS, REACTIONS }).reactions).toEqual(kinds);
});

test.each(['Funny', '1st', 'so true', 'sad,sad', `a${'b'.repeat(32)}`, many(13)])(
  'REACTIONS=%s is refused',
  (REACTIONS) => {
    expect(failureOf({ REACTIONS })).toMatch(/^ {2}REACTIONS: expected off, or up to 12 kinds/m);
  },
);

test('guests react only where a setting says so', () => {
  expect(readConfig(SECRETS).hasGuestReactions).toBe(false);
  expect(readConfig({ ...SECRETS, GUEST_REACTIONS: 'on' }).hasGuestReactions).toBe(true);
});
