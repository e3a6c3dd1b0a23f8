import fc from 'fast-check';
import { expect, it } from 'vitest';
import { replySubject } from '../../src/text/reply-subject.ts';

it('puts "Re: " before the subject of the parent', () => {
  expect(replySubject('The third bus')).toBe('Re: The third bus');
});

it.each(['Re: The third bus', 're: x', 'RE:x', ' Re : x'])('does not double the "Re: " of %j', (subject) => {
  expect(replySubject(subject)).toBe(subject);
});

it('is empty when the parent has none', () => {
  expect(replySubject(null)).toBeNull();
  expect(replySubject('  ')).toBeNull();
});

it('does not take "Regarding" for "Re: "', () => {
  expect(replySubject('Regarding: x')).toBe('Re: Regarding: x');
});

it('is cut at 64 characters', () => {
  expect(replySubject('a'.repeat(100))).toBe(`Re: ${'a'.repeat(60)}`);
  expect(replySubject('😀'.repeat(100))).toBe(`Re: ${'😀'.repeat(60)}`);
});

it('is cut between grapheme clusters', () => {
  expect(replySubject(`${'a'.repeat(57)}👩‍👩‍👧‍👦!`)).toBe(`Re: ${'a'.repeat(57)}`);
  expect(replySubject(`${'a'.repeat(59)}e\u0301!`)).toBe(`Re: ${'a'.repeat(59)}`);
});

it('of a grapheme without end is something of it', () => {
  expect(replySubject(`a${'\u0301'.repeat(190)}`)).toBe(`Re: a${'\u0301'.repeat(59)}`);
});

it('never is longer than 64 code points, and never breaks one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (subject) => {
      const reply = replySubject(subject);

      expect(Array.from(reply ?? '').length).toBeLessThanOrEqual(64);
      expect(reply ?? '').not.toMatch(/\p{Surrogate}/u);
    }),
  );
});
