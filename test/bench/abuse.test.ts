import { expect, test } from 'vitest';
import { describeResults, isSound, type AttackResult } from './abuse/report.ts';

function aResult({ kind = 'refused', ...figures }: Partial<AttackResult> & { kind?: 'refused' | 'allowed' }) {
  return {
    door: 'HTTP',
    attack: { name: 'an attack', kind, query: '{ __typename }' },
    said: kind === 'refused' ? 'QUERY_TOO_COMPLEX' : 'data',
    ...{ answer: 1, slowest: 2, reads: 3, failed: 0, growth: 4 },
    ...figures,
  } as const;
}

test.each<[string, ReturnType<typeof aResult>, string]>([
  ['a refusal that was slow once', aResult({ slowest: 101 }), 'answer'],
  ['an answer that was slow once', aResult({ kind: 'allowed', slowest: 1_001 }), 'answer'],
  ['what should have been refused', aResult({ said: 'data' }), 'not refused'],
  ['what should have been answered', aResult({ kind: 'allowed', said: 'QUERY_TOO_COMPLEX' }), 'not allowed'],
  ['memory for a refusal', aResult({ growth: 101 }), 'memory'],
  ['memory for an answer', aResult({ kind: 'allowed', growth: 51 }), 'memory'],
  ['slow reads of others', aResult({ reads: 251 }), 'reads'],
  ['failed reads of others', aResult({ failed: 1 }), 'reads'],
])('%s is a miss', (_, result, miss) => {
  expect(isSound([aResult({}), result])).toBe(false);
  expect(describeResults([result])).toContain(`| ${miss} |`);
});

test.each([
  aResult({ slowest: 100, growth: 100, reads: 250 }),
  aResult({ kind: 'allowed', slowest: 1_000, growth: 50 }),
  aResult({ kind: 'allowed', said: 'VALIDATION' }),
])('what keeps to every figure is sound', (result) => {
  expect(isSound([result])).toBe(true);
  expect(describeResults([result])).toContain('| – |');
});
