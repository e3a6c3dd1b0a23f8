import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excerptOf } from '../../src/text/excerpt.ts';

it('is the text of the paragraphs without their markup', () => {
  expect(
    excerptOf('# Title\n\nA *fine* [day](http://x.example) with `code`\nand more.\n\n| a |\n|---|\n\n> Quoted.'),
  ).toBe('A fine day with code and more. Quoted.');
});

it('ends after a word near 280 characters', () => {
  const excerpt = excerptOf('seven words of a sentence stand here. '.repeat(20));

  expect(excerpt).toMatch(/[a-z]…$/);
  expect(Array.from(excerpt).length).toBeLessThanOrEqual(280);
  expect(Array.from(excerpt).length).toBeGreaterThan(260);
});

it('cuts a text without spaces at the limit, and no character in two', () => {
  expect(Array.from(excerptOf('日'.repeat(500)))).toHaveLength(280);
  expect(excerptOf('😀'.repeat(5_000))).toBe(`${'😀'.repeat(279)}…`);
});

it('is cut between graphemes, and one without end is cut in it', () => {
  expect(excerptOf('👩‍👩‍👧‍👦'.repeat(100))).toBe(`${'👩‍👩‍👧‍👦'.repeat(39)}…`);
  expect(excerptOf(`${'a'.repeat(3_998)}e\u0301`)).toBe(`${'a'.repeat(279)}…`);
  expect(Array.from(excerptOf(`a${'\u0301'.repeat(100_000)}`))).toHaveLength(280);
});

it('is empty when there is no paragraph', () => {
  expect(excerptOf('')).toBe('');
  expect(excerptOf('# Only a title')).toBe('');
});

it.each(['>', '- ', '1. ', '*a ', '[', '![', '<a '])('survives a text of nothing but %j', (text) => {
  expect(Array.from(excerptOf(text.repeat(50_000))).length).toBeLessThanOrEqual(280);
});

it('never is longer than 280 code points, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      expect(Array.from(excerptOf(text)).length).toBeLessThanOrEqual(280);
    }),
  );
});
