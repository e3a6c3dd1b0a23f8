import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkClientMutationId } from '../../src/domain/writing/mutation-key.ts';
import { checkText, checkTexts, countCodePoints, takeCodePoints } from '../../src/text/text.ts';

const BODY = { path: ['body'], max: 10 };
const SUBJECT = { path: ['subject'], max: 10, singleLine: true };

describe('checkText', () => {
  it.each([
    ['a NUL', 'a\0b', /NUL/],
    ['half of a surrogate pair', 'a\ud83d', /lone surrogate/],
    ['the other half', '\ude00a', /lone surrogate/],
    ['nothing', '', /no visible character/],
    ['white space only', ' \t\n\u3000\u00a0', /no visible character/],
    ['invisible characters only', '\u200b\u200d\ufeff\u2060\u00ad', /no visible character/],
    ['accents without a letter', '\u0301\ufe0f', /no visible character/],
    ['a blank Braille pattern or Hangul filler', '\u2800\u3164', /no visible character/],
    ['one character too many', 'abcdefghijk', /at most 10 characters; found 11/],
  ])('refuses %s', (_, text, message) => {
    expect(checkText(text, BODY)).toEqual({ path: ['body'], message: expect.stringMatching(message) });
  });

  it.each(['a', 'é', '日本語', '👩‍👩‍👧', ' a ', 'a\nb', 'ab\u200b', '!', '𝒳'.repeat(10)])('takes %j', (text) => {
    expect(checkText(text, BODY)).toBeNull();
  });

  it.each(['a\nb', 'a\rb', 'a\tb', 'a\u0007b', 'a\u2028b', 'a\u0085b'])('refuses %j on a single line', (text) => {
    expect(checkText(text, SUBJECT)).toMatchObject({ path: ['subject'], message: /single line/ });
  });

  it('skips missing texts and collects the issues of the rest', () => {
    const issues = checkTexts([
      [null, BODY],
      [undefined, BODY],
      ['', BODY],
      ['fine', SUBJECT],
      ['a\nb', SUBJECT],
    ]);

    expect(issues.map(({ path }) => path)).toEqual([['body'], ['subject']]);
  });
});

describe('code points', () => {
  it('are counted and cut whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, count) => {
        const taken = takeCodePoints(text, count);

        expect(countCodePoints(text)).toBe(Array.from(text).length);
        expect(taken).toBe(Array.from(text).slice(0, count).join(''));
      }),
    );
  });
});

describe('checkClientMutationId', () => {
  it.each(['a', 'A-Z_09', 'x'.repeat(64)])('takes %j', (text) => {
    expect(checkClientMutationId(text)).toEqual([]);
  });

  it.each(['', 'x'.repeat(65), 'a b', 'é', 'a\n', 'a.b'])('refuses %j', (text) => {
    expect(checkClientMutationId(text)).toMatchObject([{ path: ['clientMutationId'] }]);
  });
});
