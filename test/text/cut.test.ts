import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shorten, takeGraphemes } from '../../src/text/cut.ts';

const FAMILY = '👩‍👩‍👧‍👦'; // 7 code points
const CLUSTERS = [FAMILY, '🇪🇺', 'e\u0301', '각', 'क्षि', '❤️', '\r\n', 'a', ' ', '日', '👍🏽'];
const ENDLESS = `a${'\u0301'.repeat(200_000)}`;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const segment = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

describe('a beginning', () => {
  it('ends between graphemes', () => {
    expect(takeGraphemes(`ab${FAMILY}c`, 8)).toBe('ab');
    expect(takeGraphemes(`ab${FAMILY}c`, 9)).toBe(`ab${FAMILY}`);
    expect(takeGraphemes('🇪🇺🇪🇺', 3)).toBe('🇪🇺');
    expect(takeGraphemes('e\u0301e\u0301', 3)).toBe('e\u0301');
  });

  it('is as long as it may be, and never longer', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CLUSTERS)), fc.integer({ min: 7, max: 60 }), (clusters, max) => {
        const whole = segment(clusters.join(''));
        const taken = takeGraphemes(clusters.join(''), max);
        const parts = segment(taken);

        expect(parts).toEqual(whole.slice(0, parts.length));
        expect(Array.from(taken).length).toBeLessThanOrEqual(max);
        const longer = `${taken}${whole[parts.length] ?? ''}`;
        expect(longer === taken || Array.from(longer).length > max).toBe(true);
      }),
    );
  });

  it('of one endless grapheme is cut in it, and of a text that has one before it', () => {
    expect(Array.from(takeGraphemes(ENDLESS, 80))).toHaveLength(80);
    expect(takeGraphemes(`b${ENDLESS}`, 80)).toBe('b');
    expect(Array.from(shorten(ENDLESS, 280))).toHaveLength(280);
  });
});

describe('a shortened line', () => {
  it('ends after a word, without the punctuation after it', () => {
    expect(shorten('one, two, three, four', 18)).toBe('one, two, three…');
    expect(shorten('one, two', 8)).toBe('one, two');
  });

  it('ends between graphemes where there are no words', () => {
    expect(shorten(FAMILY.repeat(10), 25)).toBe(`${FAMILY.repeat(3)}…`);
  });
});
