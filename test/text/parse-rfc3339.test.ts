import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRfc3339 } from '../../src/text/parse-rfc3339.ts';

test.each([
  ['2026-11-23T19:10:08Z', '2026-11-23T19:10:08.000Z'],
  ['2026-11-23t19:10:08.123456z', '2026-11-23T19:10:08.123Z'],
  ['2026-11-23T19:10:08+02:00', '2026-11-23T17:10:08.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(parseRfc3339(text)?.toISOString()).toBe(expected);
});

test.each([
  ...[
    '',
    '1',
    '2026-11-23',
    '2026-11-23T19:10:08',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
  ],
  ...[
    '2026-00-10T00:00:00Z',
    '2026-11-00T00:00:00Z',
    '2026-11-23T25:00:00Z',
    '+010000-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
  ],
  ...['9999-12-31T23:59:59-01:00', ' 2026-11-23T19:10:08Z', 'Mon, 23 Nov 2026 19:10:08 GMT'],
])('"%s" is refused', (text) => {
  expect(parseRfc3339(text)).toBeNull();
});

test('what is written is read', () => {
  const moments = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(fc.property(moments, (moment) => parseRfc3339(moment.toISOString())?.getTime() === moment.getTime()));
});
