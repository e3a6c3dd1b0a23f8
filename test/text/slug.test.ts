import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handleFrom, isHandle, suffixedHandle } from '../../src/text/handle.ts';
import { isSlug, slugify, suffixed } from '../../src/text/slug.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 }));

describe('slugify', () => {
  it.each([
    ['The Third Bus', 'the-third-bus'],
    ['  Crème brûlée & Œuvre!  ', 'creme-brulee-oeuvre'],
    ['Straße, Łódź, Ærø', 'strasse-lodz-aero'],
    ['İstanbul', 'istanbul'],
    ["It's the mayor’s", 'its-the-mayors'],
    ['ﬁne Ｗｉｄｅ №5', 'fine-wide-no5'],
    ['Tiếng Việt', 'tieng-viet'],
    ['東京 2026', '2026'],
  ])('makes %j %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it('gives a text in another script a stable name of its own', () => {
    expect(slugify('東京')).toMatch(/^x[a-z0-9]+$/);
    expect(slugify('東京')).toBe(slugify('東京'));
    expect(slugify('東京')).not.toBe(slugify('京都'));
  });

  it('cuts a long text after a word', () => {
    expect(slugify('some words and more '.repeat(10))).toMatch(/^(some-words-and-more-?)+(-some|-words|-and)*$/);
  });

  it('always makes a slug, also with a number', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 100_000 }), (text, n) => {
        expect(isSlug(slugify(text))).toBe(true);
        expect(isSlug(suffixed(slugify(text), n))).toBe(true);
      }),
    );
  });

  it('leaves a slug as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(slugify(slugify(text))).toBe(slugify(text));
      }),
    );
  });
});

describe('suffixed', () => {
  it('numbers from the second on', () => {
    expect([1, 2, 3].map((n) => suffixed('bus', n))).toEqual(['bus', 'bus-2', 'bus-3']);
  });
});

describe('isSlug', () => {
  it.each(['', '-a', 'a-', 'a--b', 'A', 'é', 'a_b', 'a/b', '..', 'a\n', 'a'.repeat(81)])('refuses %j', (text) => {
    expect(isSlug(text)).toBe(false);
  });
});

describe('handles', () => {
  it.each([
    ['Ada Lovelace', 'ada-lovelace'],
    ['@grace_hopper', 'grace_hopper'],
    ['Žofie', 'zofie'],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
  ])('makes %j %j', (name, handle) => {
    expect(handleFrom(name)).toBe(handle);
  });

  it('are always such, also with a number', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 100_000 }), (name, n) => {
        expect(isHandle(handleFrom(name))).toBe(true);
        expect(isHandle(suffixedHandle(handleFrom(name), n))).toBe(true);
      }),
    );
  });

  it.each(['', 'Ada', 'a b', 'é', 'a'.repeat(41), 'a\n'])('refuses %j', (handle) => {
    expect(isHandle(handle)).toBe(false);
  });
});
