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

test('a name that is known from the start has its label, whatever came before it', () => {
  const labels = new OperationLabels(['Registered']);
  for (let n = 0; n < 150; n += 1) labels.labelOf(`Name${n}`, { isKnown: true });

  expect(labels.labelOf('Registered', { isKnown: false })).toBe('Registered');
  expect(labels.labelOf('Name99', { isKnown: true })).toBe('Name99');
  expect(labels.labelOf('Name100', { isKnown: true })).toBe('other');
});

test('a name that fails takes no label from one that succeeds', () => {
  const labels = new OperationLabels();

  expect(labels.labelOf('Wrong', { isKnown: false })).toBe('other');
  expect(labels.labelOf('Right', { isKnown: true })).toBe('Right');
  expect(labels.labelOf('Right', { isKnown: false })).toBe('Right');
  expect(labels.labelOf(null, { isKnown: true })).toBe('anonymous');
});
