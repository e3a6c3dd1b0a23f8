// The quick way and the way by trees make the same Markdown. The texts are made of what is, or is nearly, simple.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treeToMarkdown } from '../../src/import/html/tree-to-markdown.ts';
import { simpleToMarkdown } from '../../src/import/html/simple-html.ts';

const base = 'https://old.example/';
const byTree = (html: string) => treeToMarkdown(html, { base, isTyped: true, hasPictures: false });

const WORDS = [
  'a',
  'Word',
  'été',
  'שלום',
  '你好',
  '👩‍👩‍👧',
  '1',
  '12',
  '1990',
  'e\u0301',
  'now',
  'W',
  'http',
  'snake_case',
];
const SPACES = [' ', '  ', '\n', '\n\n', '\n \n', '\t', '\u00a0', '\r', '\u2003', '\f'];
const PARTS = [
  ...[
    '<em>a</em>',
    '<i>so it is</i>',
    '<strong>a b</strong>',
    '<b>Note:</b>',
    '<b>a</b>b',
    '<em> a</em>',
    '<em>a </em>',
  ],
  ...['<em></em>', '<em><b>a</b></em>', '<em>a\nb</em>', '<b>a\n\nb</b>', '<em>a<br>b</em>', '<b>!</b>', '(<i>a</i>)'],
  ...[
    '<br>',
    '<br/>',
    '<br />',
    '<br>\n',
    '<br> ',
    ' <br>',
    '<BR>',
    '<p>',
    '</p>',
    '<p>a</p>',
    '<p class="x">a</p>\n',
    '<p>\n</p>',
  ],
  ...['<a href="https://a.example/b">a b</a>', '<a href="https://a.example/?b=1&amp;c=2&amp;3" rel="nofollow">c</a>'],
  ...[
    '<a href="https://a.example/b_c">https://a.example/b_c</a>',
    '<a href="/b">a</a>',
    '<a href="javascript:a">a</a>',
  ],
  ...[
    '<a href="http://1.2.3.4.5/">a</a>',
    '<a href="https://a.example"> a </a>',
    '<a href="https://a.example">a<b>b</b></a>',
  ],
  ...[
    '<a rel="x" href="https://a.example" href="https://b.example">a</a>',
    '<a>a</a>',
    '<a href="https://a.example/(b)">a</a>',
  ],
  ...[
    '<a href="https://a.example">www.a.example</a>',
    '<a href="https://a.example">http://b.example</a>',
    '!<a href="https://a.b">a</a>',
  ],
  ...[
    'https://a.example',
    'https://a.example/b_c?d=1&amp;e=2.',
    'http://a',
    '(https://a.example/)',
    'xhttps://a.example',
    'https://',
  ],
  ...[
    'http://a.example:99999',
    'https://a.example/*b*',
    'https://a.example/%zz',
    'https://-.',
    'www.a.example',
    'w.a',
    'now.Then',
  ],
  ...[
    '&amp;',
    '&amp;amp;',
    '&',
    '& ',
    '&#039;',
    '&#8217;',
    '&quot;',
    '&hellip;',
    '&nbsp;',
    '&lt;b&gt;',
    '&copy',
    '&amp;copy;',
    '&#x27;',
  ],
  ...[
    '1. ',
    '12)',
    '- a',
    '+ a',
    '* a',
    '# a',
    '> a',
    '===',
    '---',
    '|',
    '`a`',
    '_a_',
    '*a*',
    '~',
    '[a]',
    '[a](b)',
    '\\',
    '!',
    '![',
  ],
  ...[
    'a@b.example',
    'ftp://a',
    '://',
    ':',
    ':-',
    '<',
    '<3',
    '>',
    '<!-- a -->',
    '<u>a</u>',
    '<img src="a.png">',
    '<li>a</li>',
    '<code>a</code>',
  ],
];
const SIGNS = Array.from({ length: 0x5f }, (_, n) => String.fromCharCode(0x20 + n));

const text = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...WORDS, ' ', ' ', ' ', ', ', '. ', '! ', '\n', '\n\n') },
      { weight: 6, arbitrary: fc.constantFrom(...PARTS, ...PARTS.map((part) => ` ${part} `)) },
      { weight: 1, arbitrary: fc.constantFrom(...SIGNS) },
      { weight: 1, arbitrary: fc.constantFrom(...SPACES) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join('').replace(/\r\n?/g, '\n'));

test('every text that is simple has the Markdown that its tree has', () => {
  const simple = text
    .map((html) => ({ html, markdown: simpleToMarkdown(html, base) }))
    .filter(({ markdown }) => markdown !== null);

  fc.assert(
    fc.property(simple, ({ html, markdown }) => {
      expect(markdown).toBe(byTree(html));
    }),
    { numRuns: Number(process.env['TEXTS'] ?? 3_000) },
  );
});

test('each part and each sign alone, between words, and at the beginning and the end of a line', () => {
  const places = (part: string) => [
    ...[
      part,
      `a${part}`,
      `${part}a`,
      `a${part}b`,
      `a ${part} b`,
      `${part} a`,
      `a ${part}`,
      `a\n${part}`,
      `a\n${part} b`,
    ],
    ...[
      `a ${part}\nb`,
      `a\n\n${part}b`,
      `<em>a${part}</em>`,
      `<b>${part}b</b> c`,
      `<a href="https://a.example">${part}</a>`,
    ],
    ...[
      `<a href="https://a.example/${part}">a</a>`,
      `https://a.example/${part} b`,
      `<p>${part}</p>`,
      `<p>a ${part}\n</p>\n<p>b</p>`,
    ],
  ];

  for (const html of [...PARTS, ...SIGNS, ...SPACES, ...WORDS].flatMap(places)) {
    const markdown = simpleToMarkdown(html, base);
    if (markdown !== null) expect([html, markdown]).toEqual([html, byTree(html)]);
  }
});

test.each([
  'A remark, in one line.',
  'Two lines\nof it &amp; more.\n\nIt&#8217;s <em>so</em>, <strong>I think</strong>: see https://harbour.example/ferry?day=1&amp;b=2.',
  '<p>One.</p>\n<p>Two, with <a href="https://harbour.example/" rel="nofollow">a link</a>.<br />\nThree.</p>',
])('what most people write is simple: %j', (html) => {
  expect(simpleToMarkdown(html, base)).not.toBeNull();
});

test.each([
  '# a',
  '- a',
  '1. a',
  '<ul><li>a</li></ul>',
  'a *b*',
  '<em>a',
  'a</em>',
  '<div>a</div>',
  '[caption]a[/caption]',
])('what may be anything else is not: %j', (html) => {
  expect(simpleToMarkdown(html, base)).toBeNull();
});
