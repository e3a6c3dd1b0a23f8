import { expect, test } from 'vitest';
import { isolate } from '../../src/text/isolate.ts';

test('a text that is written from left to right stays as it is', () => {
  expect(isolate('Ada, 日本 & Ωmega 👩‍👩‍👧')).toBe('Ada, 日本 & Ωmega 👩‍👩‍👧');
});

test('a text that is written from right to left is isolated from the words beside it', () => {
  for (const text of ['אדה', 'سلام', 'Ada אדה', 'ނަން', '𞤀𞤣']) expect(isolate(text)).toBe(`\u2068${text}\u2069`);
});

test('signs that change the direction are left out, so that none ends the isolation or turns what follows around', () => {
  expect(isolate('a\u202eb\u2069c\u200f')).toBe('abc');
  expect(isolate('\u2069\u202eאדה\u2066')).toBe('\u2068אדה\u2069');
});
