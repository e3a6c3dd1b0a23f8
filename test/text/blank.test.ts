import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collapseBlanks, isVisible } from '../../src/text/blank.ts';
import { renderMarkdown } from '../../src/text/markdown/render-markdown.ts';
import { checkText } from '../../src/text/text.ts';

const NOTHING = [
  ['references to spaces', '&nbsp; &#160; &ensp;&#x3000;'],
  ['references to what has no width', '&#8203;&zwj;&ZeroWidthSpace;&#xFEFF;'],
  ['a soft hyphen', '&shy; &#173;'],
  ['a heading without words', '#'],
  ['headings without words', '## \n\n### ##\n\n&nbsp;\n==='],
  ['a link without words', '[](https://example.org)'],
  ['a link around a space', '[&nbsp;](https://example.org "A title")'],
  ['a definition alone', '[a]: https://example.org "A title"'],
  ['an empty list', '- \n- \n\n1. '],
  ['an empty task', '- [ ] &nbsp;'],
  ['an empty quote', '> \n>\n> >'],
  ['a rule', '---'],
  ['rules', '***\n\n- - -\n\n___'],
  ['an empty code block', '```js\n\n```'],
  ['an indented code block of what has no width', '    \u200b'],
  ['code of a space', '`\u00a0`'],
  ['an empty table', '| | |\n|-|-|\n| | |'],
  ['a line break', '\\\n&nbsp;'],
  ['emphasis of a space', '**&nbsp;** ~~&nbsp;~~'],
  ['Hangul fillers', '\u3164\u115f\u1160\uffa0 &#x3164;'],
  ['the Braille blank', '\u2800&#x2800;'],
  ['blanks as wide as a hieroglyph', '\u{13441}\u{13442} &#x13441;&#78914;'],
  ['the place of an object', '\ufffc &#xfffc;'],
  ['a note without a head, and what musicians do not see', '\u{1d159}\u{1d173}\u{1d17a}'],
  ['vowels that are not written', '\u17b4\u17b5'],
  ['operators and joiners that are not written', '\u2061\u2064\u2060\u034f\u{16fe4}\u{1bca0}'],
  ['marks without a letter', '\u0301\u0489 &#x301;'],
  ['variation selectors and tags', '\ufe0f\u{e0100}\u{e0041}\u{e007f}'],
  ['signs of direction', '\u202e\u2066\u2069\u200f&rlm;'],
  ['noncharacters', '\ufffe\uffff\u{1ffff}'],
] as const;

const SOMETHING = [
  ['a letter', 'a'],
  ['a full stop', '.'],
  ['an emoji', '👍'],
  ['a family', '👩‍👩‍👧‍👦'],
  ['a flag', '🇪🇺'],
  ['a flag of tags', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ['a key', '3️⃣'],
  ['a heart that is a symbol', '❤️'],
  ['a letter with marks', 'é'],
  ['a reference to a letter', '&#65;'],
  ['a sign that is escaped', '\\#'],
  ['HTML, which is shown as text', '<!-- -->'],
  ['code', '```\n.\n```'],
  ['a link with words', '[a](https://example.org)'],
  ['a bare address', 'https://example.org'],
  ['a cell', '| |\n|-|\n|a|'],
  ['an item', '- a'],
  ['Hangul', '한'],
  ['a hieroglyph', '\u{13000}'],
  ['the sign that a hieroglyph is lost', '\u{13443}'],
  ['Braille', '\u2801'],
  ['a character that Unicode has yet to name', '\u{1faff}\u{378}'],
] as const;

describe('a body', () => {
  it.each(NOTHING)('is blank with %s', (_, text) => {
    expect(renderMarkdown(text, 'comment')).toMatchObject({ isBlank: true });
    expect(renderMarkdown(text, 'post')).toMatchObject({ isBlank: true });
  });

  it.each(SOMETHING)('is not blank with %s', (_, text) => {
    expect(renderMarkdown(text, 'comment')).toMatchObject({ isBlank: false });
    expect(renderMarkdown(text, 'post')).toMatchObject({ isBlank: false });
  });

  it('of a post is not blank with a picture, or with the words in place of one', () => {
    expect(renderMarkdown('![](https://example.org/a.png)', 'post').isBlank).toBe(false);
    expect(renderMarkdown('![A cat](data:image/png,a)', 'post').isBlank).toBe(false);
    expect(renderMarkdown('![](data:image/png,a)', 'post').isBlank).toBe(true);
  });

  it('of a post is blank with a footnote that says nothing', () => {
    expect(renderMarkdown('[^a]\n\n[^a]: &nbsp;', 'post').isBlank).toBe(true);
    expect(renderMarkdown('[^a]\n\n[^a]: b', 'post').isBlank).toBe(false);
  });

  it('is never blank with a letter among anything', () => {
    const nothing = fc.constantFrom(...NOTHING.map(([, text]) => text), ' ', '\n', '\u200d');

    fc.assert(
      fc.property(fc.array(nothing, { maxLength: 3 }), fc.array(nothing, { maxLength: 3 }), (before, after) => {
        expect(renderMarkdown([...before, 'a', ...after].join('\n\n'), 'post').isBlank).toBe(false);
        // Between rules, because an empty item just below indented code is a dash that is shown.
        expect(renderMarkdown([...before, ...after].join('\n\n***\n\n'), 'post').isBlank).toBe(true);
      }),
    );
  });
});

describe('a line', () => {
  it.each(NOTHING.filter(([, text]) => !/[!-~]/.test(text)))('is blank with %s', (_, text) => {
    expect(checkText(text, { path: [], max: 1_000, singleLine: true })).not.toBeNull();
  });

  it.each(['&nbsp;', '#', '[](https://example.org)'])('has no markup, and shows %j as it is', (text) => {
    expect(checkText(text, { path: [], max: 1_000, singleLine: true })).toBeNull();
  });

  it('has a space for each run of blanks of whatever kind, and keeps what emoji and names are made of', () => {
    expect(collapseBlanks(' a\u{13441}\u2800 \u3164\u{1d159}\ufffc\u2063\u17b4b\u{13442}')).toBe('a b');
    for (const name of ['👩‍👩‍👧‍👦', '🏴\u{e0067}\u{e0062}\u{e007f}', '❤️', 'می\u200cخواهم', 'e\u0301']) {
      expect(collapseBlanks(name)).toBe(name);
    }
  });

  it('with an emoji is never blank', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0x1f300, max: 0x1faff }), (code) => {
        expect(isVisible(String.fromCodePoint(code))).toBe(true);
      }),
    );
  });
});
