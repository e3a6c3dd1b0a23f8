// The quick way and the whole pipeline make the same HTML. The texts are made of what is, or is nearly, markup.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextTooComplexError } from '../../src/text/markdown/require-renderable.ts';
import { renderMarkup } from '../../src/text/markdown/render-markup.ts';
import { renderSimple } from '../../src/text/markdown/render-simple.ts';

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

const SIMPLE = [
  ...['*so*', '**so**', '**Note:**', '*a b*', '**', '*', '***', '(*a*)', '*a*b', '**a *b* c**', '*a **b** c*', '*é*'],
  ...['[a](https://a.example/b)', '[a b](http://a.example?c=1\\&d=%20#e)', '[a](http://1.2.3.4.5)', '[a] (b)', '!'],
  ...[
    '<https://a.example/b_c?d=1&e>',
    '<http://a>',
    '<https://a b>',
    'https://a.example',
    'https://a.example/b_c?d=1&e.',
  ],
  ...[
    'http://a.example:80/',
    'http://a.example:99999/',
    'https://',
    'https://-.',
    'https://a_b.example/',
    '(https://a.example/)',
  ],
  ...[
    'https://a.example/?b&copy;',
    'https://a.example/%zz',
    'https://a.example,',
    'https://a.example/b*c*',
    'ahttps://a.example',
  ],
  ...[
    '\\*',
    '\\[',
    '\\_',
    '\\<',
    '\\&',
    '\\#',
    '1\\. ',
    '\\- ',
    '\\\\',
    '\\\n',
    '\\',
    '\\a',
    '\\@',
    'www\\.a.example',
    '\\!',
  ],
  ...[
    'snake_case',
    '_so_',
    '__so__',
    'a_',
    '_a',
    '&',
    'R&D',
    '&amp;',
    'AT&T;',
    '<',
    '<3',
    '< ',
    '>',
    '*a\nb*',
    '**a\\\nb**',
  ],
];

/** Mostly what is simple: of texts with ten random signs almost none would be. */
const text = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...WORDS, ' ', ' ', ' ', ', ', '. ', '! ', '\n', '\n\n') },
      { weight: 6, arbitrary: fc.constantFrom(...SIMPLE, ...SIMPLE.map((part) => ` ${part} `)) },
      { weight: 1, arbitrary: fc.constantFrom(...MARKS) },
      { weight: 1, arbitrary: fc.constantFrom(...SPACES) },
      { weight: 1, arbitrary: fc.constantFrom(...HIDDEN) },
      { weight: 1, arbitrary: fc.constantFrom(...NEARLY) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => parts.join(''));

const kinds = fc.constantFrom('comment' as const, 'post' as const);

test('every text that is simple has the HTML of the whole pipeline, as a comment and as a post', () => {
  const simple = fc
    .tuple(text, kinds)
    .map(([markdown, kind]) => ({ markdown, kind, rendering: renderSimple(markdown, kind) }))
    .filter(({ rendering }) => rendering !== null);

  fc.assert(
    fc.property(simple, ({ markdown, kind, rendering }) => {
      expect(rendering).toEqual(renderMarkup(markdown, kind));
    }),
    { numRuns: Number(process.env['TEXTS'] ?? 3_000) },
  );
});

test('each sign and each near markup alone, between words, and at the beginning and the end of a line', () => {
  const signs = [
    ...[...MARKS, ...SPACES, ...HIDDEN, ...NEARLY, ...SIMPLE],
    ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ];
  const places = (sign: string) => [
    ...[sign, `a${sign}`, `${sign}a`, `a${sign}b`, `a ${sign} b`, `${sign} a`, `a ${sign}`],
    ...[`a\n${sign}`, `a\n${sign}b`, `a\n${sign} b`, `a${sign}\nb`, `a ${sign}\nb`, `a\n\n${sign}b`],
    ...[`a\n${sign}\nb`, `${sign}\na`, `*a${sign}*`, `**${sign}b** c`, `[${sign}](https://a.example)`],
    ...[`https://a.example/${sign}`, `<https://a.example/${sign}>`, `[a](https://a.example/${sign})`],
  ];

  for (const markdown of signs.flatMap(places)) {
    const rendering = renderSimple(markdown, 'comment');
    if (rendering !== null) expect([markdown, rendering]).toEqual([markdown, renderMarkup(markdown, 'comment')]);
  }
});

test('a long text meets the limits of the parser all the same', () => {
  for (const unit of ['!', 'a\n', 'a\n\n', 'a a ', '*a* ', '\\\\']) {
    const markdown = `a ${unit.repeat(2_996 / unit.length)}`.trimEnd();

    expect(renderSimple(markdown, 'comment')).toEqual(renderMarkup(markdown, 'comment'));
  }
  for (const [unit, count] of [
    ['a\n', 10_001],
    ['*a* ', 1_501],
    ['\\!', 5_001],
  ] as const) {
    const markdown = `a ${unit.repeat(count)}b`;

    expect(() => renderSimple(markdown, 'post')).toThrow(TextTooComplexError);
    expect(() => renderMarkup(markdown, 'post')).toThrow(TextTooComplexError);
  }
});

test.each([
  'A remark, in one line.',
  '“Well,” she said, (as if it were so)…\nand so on!\n\nThe 3rd paragraph: 50% of it, at 10:30 - why not?\n',
  'שלום לכולם!\n\nمرحبا بكم 👩‍👩‍👧',
  'It *was* so, **I think**: see https://harbour.example/ferry, [the timetable](https://harbour.example/?day=1) & more.',
])('what most people write is simple: %j', (markdown) => {
  expect(renderSimple(markdown, 'comment')).not.toBeNull();
});

test.each([
  '',
  ' \n',
  '\u200b',
  '~~so~~',
  '1. a',
  'a\n- b',
  'see www.a.example',
  'a  \nb',
  'R&D;',
  'a\n===',
  'a\r\nb',
  '\ta',
])('what may be other markup, or shows nothing, is not: %j', (markdown) => {
  expect(renderSimple(markdown, 'comment')).toBeNull();
});
