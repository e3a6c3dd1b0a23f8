// The quick way and the whole pipeline make the same HTML. The texts are made of what is, or is nearly, markup.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMarkup } from '../../src/text/markdown/render-markup.ts';
import { isPlain, renderPlain } from '../../src/text/markdown/render-plain.ts';

const WORDS = [
  'a',
  'Word',
  'été',
  'שלום',
  'ﺍﻟ',
  '你好',
  '👩‍👩‍👧',
  '🇩🇪',
  '1',
  '12',
  '٣',
  'e\u0301',
  'ß',
  'hr',
  'https',
  'http',
  'www',
  'mailto',
];
const MARKS = [
  ...Array.from({ length: 0x5e }, (_, n) => String.fromCharCode(0x21 + n)).filter(
    (sign) => !/\w/.test(sign) || sign === '_',
  ),
  '“',
  '„',
  '«',
  '…',
  '—',
  '¿',
  '•',
  '™',
  '\u0301',
  '\ud800',
  '\ufffd',
  '\uffff',
];
const SPACES = [
  ' ',
  '  ',
  '   ',
  '    ',
  '\t',
  '\n',
  '\n\n',
  '\n\n\n',
  '\r',
  '\r\n',
  '\f',
  '\v',
  '\u0085',
  '\u00a0',
  '\u2003',
  '\u2028',
  '\u2029',
  '\u3000',
];
const HIDDEN = [
  '\u200b',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u202e',
  '\u2066',
  '\u2069',
  '\ufeff',
  '\u00ad',
  '\u2800',
  '\0',
];
const NEARLY = [
  ...[
    '1. ',
    '1) ',
    '12.',
    '3) a',
    '1.5',
    '- ',
    '+ ',
    '* ',
    '> ',
    '# ',
    '#',
    '---',
    '===',
    '=',
    '--',
    '~~~',
    '```',
    '***',
  ],
  ...[
    'www.',
    'WWW.a.example',
    'wwww.a',
    'http:',
    'https://',
    'a@b',
    'a@b.example',
    'xmpp:a',
    '://a.example',
    'a.example/b?c=d',
  ],
  ...[
    '&amp;',
    '&',
    '&#32;',
    '<b>',
    '<!--',
    '[a]',
    '[a](b)',
    '[a]: b',
    '![a](b)',
    '[^1]',
    '[x] ',
    '| a |',
    ':-',
    ':-:',
    '-:',
    '|-',
  ],
  ...[
    '!!!',
    '...',
    '?!',
    ':)',
    ';-)',
    '->',
    '=>',
    '<3',
    '5 > 3',
    "it's",
    '"said"',
    '(so)',
    '10:30',
    '50%',
    '$1',
    'C#',
    'a/b',
  ],
];

/** Mostly what is plain: of texts with ten random signs almost none would be. */
const text = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...WORDS, ' ', ' ', ' ', ', ', '. ', '! ', '\n', '\n\n') },
      { weight: 1, arbitrary: fc.constantFrom(...MARKS) },
      { weight: 1, arbitrary: fc.constantFrom(...SPACES) },
      { weight: 1, arbitrary: fc.constantFrom(...HIDDEN) },
      { weight: 1, arbitrary: fc.constantFrom(...NEARLY) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => parts.join(''));

test('every text that is plain has the HTML of the whole pipeline, as a comment and as a post', () => {
  const plain = text.filter(isPlain);

  fc.assert(
    fc.property(plain, fc.constantFrom('comment' as const, 'post' as const), (markdown, kind) => {
      expect(renderPlain(markdown)).toEqual(renderMarkup(markdown, kind));
    }),
    { numRuns: Number(process.env['TEXTS'] ?? 3_000) },
  );
});

test('each sign and each near markup alone, between words, and at the beginning and the end of a line', () => {
  const signs = [
    ...MARKS,
    ...SPACES,
    ...HIDDEN,
    ...NEARLY,
    ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ];
  const places = (sign: string) => [
    ...[sign, `a${sign}`, `${sign}a`, `a${sign}b`, `a ${sign} b`, `${sign} a`, `a ${sign}`],
    ...[
      `a\n${sign}`,
      `a\n${sign}b`,
      `a\n${sign} b`,
      `a${sign}\nb`,
      `a ${sign}\nb`,
      `a\n\n${sign}b`,
      `a\n${sign}\nb`,
      `${sign}\na`,
    ],
  ];

  for (const markdown of signs.flatMap(places).filter(isPlain)) {
    expect([markdown, renderPlain(markdown)]).toEqual([markdown, renderMarkup(markdown, 'comment')]);
  }
});

test('a plain text as long as it may be stays within every limit of the parser', () => {
  for (const unit of ['!', 'a\n', 'a\n\n', 'a '.repeat(2).trim()]) {
    const markdown = `a${unit.repeat(3_000 / unit.length)}`.slice(0, 3_000).trimEnd();

    expect(isPlain(markdown)).toBe(true);
    expect(renderPlain(markdown)).toEqual(renderMarkup(markdown, 'comment'));
    expect(isPlain(`${markdown}${'a'.repeat(3_001 - markdown.length)}`)).toBe(false);
  }
});

test.each([
  'A remark, in one line.',
  '“Well,” she said, (as if it were so)…\nand so on!\n\nThe 3rd paragraph: 50% of it, at 10:30 - why not?\n',
  'שלום לכולם!\n\nمرحبا بكم 👩‍👩‍👧',
])('what most people write is plain: %j', (markdown) => {
  expect(isPlain(markdown)).toBe(true);
});

test.each([
  '',
  ' \n',
  '\u200b',
  '*so*',
  '1. a',
  'a\n- b',
  'see www.a.example',
  'a  \nb',
  'R&D',
  'a\n===',
  'a\r\nb',
  '\ta',
])('what may be markup, or shows nothing, is not: %j', (markdown) => {
  expect(isPlain(markdown)).toBe(false);
});
