import { expect, test } from 'vitest';
import { isSound, judge } from './hot/report.ts';

const reads = { millis: [1, 2, 3], failed: 0 };

function anAnswer(key: string, said: string) {
  return { key, said, millis: 10 };
}

test('a comment that is stored and refused is counted, and so is one that is acknowledged and missing', () => {
  const answers = [
    anAnswer('a', 'stored'),
    anAnswer('b', 'stored'),
    anAnswer('c', 'SERVICE_UNAVAILABLE'),
    anAnswer('d', 'SERVICE_UNAVAILABLE'),
    anAnswer('e', 'no answer'),
  ];

  const report = judge(answers, { storedKeys: new Set(['a', 'c', 'e']), reads });

  expect(report).toMatchObject({ stored: 3, storedAndRefused: 1, acknowledgedAndMissing: 1 });
  expect(isSound(report)).toBe(false);
});

test('what was refused and is not stored is sound, a read that failed or was slow is not', () => {
  const answers = [anAnswer('a', 'stored'), anAnswer('b', 'SERVICE_UNAVAILABLE')];
  const storedKeys = new Set(['a']);

  expect(isSound(judge(answers, { storedKeys, reads }))).toBe(true);
  expect(isSound(judge(answers, { storedKeys, reads: { ...reads, failed: 1 } }))).toBe(false);
  expect(isSound(judge(answers, { storedKeys, reads: { ...reads, millis: [250, 250, 250] } }))).toBe(false);
});
