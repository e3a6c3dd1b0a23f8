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
    ['don`t “stop”', 'dont-stop'],
    ['½ x², 5 €', '1-2-x2-5-eur'],
    ['R&D', 'r-d'],
  ])('makes %j %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it.each([
    ['Привет мир', 'privet-mir'],
    ['Щука и объезд', 'shchuka-i-obezd'],
    ['Київ', 'kiiv'],
    ['Ελλάδα, Ψυχή', 'ellada-psychi'],
    ['مرحبا بالعالم', 'mrhba-balalm'],
    ['שלום אבא', 'shlvm-ava'],
    ['नमस्ते दुनिया', 'nmste-duniya'],
    ['สวัสดี', 'swasdi'],
    ['გამარჯობა', 'gamarjoba'],
    ['Բարեւ', 'barew'],
    ['안녕하세요 세계', 'annyeonghaseyo-segye'],
    ['北京 2026', 'bei-jing-2026'],
    ['ひらがな', 'hiragana'],
  ])('writes %j in Latin letters: %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it.each([
    ['東京タワー', 'tawa'],
    ['iPhone 15を買った', 'iphone-15'],
  ])('leaves out Han characters beside kana, since it knows only their Chinese reading: %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it.each([
    ['Grüße, Müller', 'gruesse-mueller'],
    ['ÜBER ÄHREN', 'ueber-aehren'],
    ['Mu\u0308ller', 'mueller'],
    ['Café für alle', 'cafe-fuer-alle'],
    ['Malmö', 'malmoe'],
  ])('writes ä, ö, ü as ae, oe, ue, since a German reader misreads "Muller": %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it.each([
    ['Üsküdar’da gözlük ve ışık', 'uskudarda-gozluk-ve-isik'],
    ['Åre, Malmö', 'are-malmo'],
    ['Hyvää päivää', 'hyvaa-paivaa'],
    ['Vergüenza', 'verguenza'],
    ['Őszi zöld', 'oszi-zold'],
  ])('only drops the dots where another letter shows that the text is not German: %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it.each([
    ['🎉 Party 🎉', 'party'],
    ['🎉', 'tada'],
  ])('names an emoji only where nothing else is left: %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it('gives a text without letters a stable, unique name', () => {
    expect(slugify('×÷')).toMatch(/^post-[a-z0-9]+$/);
    expect(slugify('×÷', 'tag')).toMatch(/^tag-[a-z0-9]+$/);
    expect(slugify('×÷')).toBe(slugify('×÷'));
    expect(slugify('×÷')).not.toBe(slugify('÷×'));
  });

  it('cuts a long text after a word', () => {
    expect(slugify('some words and more '.repeat(10))).toMatch(/^(some-words-and-more-?)+(-some|-words|-and)*$/);
  });

  it('always makes a valid slug, also with a number', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 100_000 }), (text, n) => {
        expect(isSlug(slugify(text))).toBe(true);
        expect(isSlug(suffixed(slugify(text), n))).toBe(true);
      }),
    );
  });

  it('does not change a slug', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(slugify(slugify(text))).toBe(slugify(text));
      }),
    );
  });
});

describe('suffixed', () => {
  it('adds numbers from the second on', () => {
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
    ['Jörg Müller', 'joerg-mueller'],
    ['Анна Ахматова', 'anna-akhmatova'],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
  ])('makes %j %j', (name, handle) => {
    expect(handleFrom(name)).toBe(handle);
  });

  it('fall back to "author" when nothing of the name is left', () => {
    expect(handleFrom('×÷')).toMatch(/^author-[a-z0-9]+$/);
  });

  it('are always valid, also with a number', () => {
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
