import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { LIMITS, variableOf } from '../../src/config/limits.ts';

const SECRETS = { AUTH_SECRET: 'a'.repeat(32), VOICE_SECRET: 'v'.repeat(32) };

test('every limit is a setting', () => {
  const names = Object.keys(LIMITS);
  const env = Object.fromEntries(names.map((name, place) => [variableOf(name), String(place + 1)]));

  expect(readConfig({ ...SECRETS, ...env }).limits).toEqual(
    Object.fromEntries(names.map((name, place) => [name, place + 1])),
  );
});

test('without a setting no limit differs from its default', () => {
  expect(readConfig({ ...SECRETS, LIMIT_PRICE: ' ' }).limits).toEqual({});
});

test('a limit that is no number, and one that does not exist, are faults', () => {
  for (const value of ['-1', '1.5', '1e3', 'ten', '9999999999']) {
    expect(() => readConfig({ ...SECRETS, LIMIT_PRICE: value })).toThrow('LIMIT_PRICE: expected a whole number');
  }
  expect(() => readConfig({ ...SECRETS, LIMIT_PRISE: '10' })).toThrow(
    'LIMIT_PRISE: expected a limit of docs/limits.md',
  );
});

test('docs/limits.md lists every limit with its default', () => {
  const rows = [
    ...readFileSync('docs/limits.md', 'utf8').matchAll(/^\| `(LIMIT_\w+)` +\| +([\d,]+) (\S+) +\| (.*?) +\|$/gm),
  ];

  expect(rows.map(([, ...cells]) => cells)).toEqual(
    Object.entries(LIMITS).map(([name, { standard, unit, meaning }]) => [
      variableOf(name),
      standard.toLocaleString('en'),
      unit,
      meaning,
    ]),
  );
});
