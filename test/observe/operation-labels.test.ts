import { expect, test } from 'vitest';
import { OperationLabels } from '../../src/observe/operation-labels.ts';

test('the first hundred names that succeed have a label each, and all others share one', () => {
  const labels = new OperationLabels();
  const names = Array.from({ length: 150 }, (_, n) => `Name${n}`);

  const given = names.map((name) => labels.labelOf(name, { isKnown: true }));

  expect(given.slice(0, 100)).toEqual(names.slice(0, 100));
  expect(new Set(given.slice(100))).toEqual(new Set(['other']));
  expect(labels.labelOf('Name7', { isKnown: true })).toBe('Name7');
});

test('a name that fails takes no label from one that succeeds', () => {
  const labels = new OperationLabels();

  expect(labels.labelOf('Wrong', { isKnown: false })).toBe('other');
  expect(labels.labelOf('Right', { isKnown: true })).toBe('Right');
  expect(labels.labelOf('Right', { isKnown: false })).toBe('Right');
  expect(labels.labelOf(null, { isKnown: true })).toBe('anonymous');
});
