import fc from 'fast-check';
import type { Nodes } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/text/markdown/render-markdown.ts';
import type { TextKind } from '../../src/text/markdown/rendering.ts';
import { TextTooComplexError } from '../../src/text/markdown/require-renderable.ts';

describe('a comment', () => {
  it('shows HTML as text', () => {
    expect(htmlOf('A <b>bold</b> word<!-- and more -->')).toBe(
      '<p dir="auto">A &#x3C;b>bold&#x3C;/b> word&#x3C;!-- and more --></p>',
    );
    expect(htmlOf('<script>\nalert(1)\n</script>')).toBe('<p dir="auto">&#x3C;script>\nalert(1)\n&#x3C;/script></p>');
  });

  it('marks its links as user content', () => {
    expect(htmlOf('[a](https://a.example) www.b.example <c@d.example>')).toBe(
      '<p dir="auto"><a href="https://a.example" rel="nofollow ugc noopener">a</a> ' +
        '<a href="http://www.b.example" rel="nofollow ugc noopener">www.b.example</a> ' +
        '<a href="mailto:c@d.example" rel="nofollow ugc noopener">c@d.example</a></p>',
    );
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#x0A;script:alert(1)',
    'javascript&colon;alert(1)',
    '&#1;javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'irc://a.example',
    '/relative',
    '//a.example',
    '#fragment',
  ])('keeps the words of a link to %j without the link', (address) => {
    expect(htmlOf(`[the *words*](<${address}>)`)).toBe('<p dir="auto">the <em>words</em></p>');
  });

  it('has links in place of pictures', () => {
    expect(htmlOf('![cat](https://a.example/cat.png)')).toMatch(/^<p dir="auto">!<a href="https:[^>]+>cat<\/a><\/p>$/);
  });

  it('has no footnotes, whose ids would collide with those of the next comment', () => {
    expect(htmlOf('a[^1]\n\n[^1]: the note')).not.toMatch(/id=|<sup/);
  });

  it('has headings below those of the page', () => {
    expect(htmlOf('# a\n\n## b\n\n> ###### c')).toMatch(
      /<h4 dir="auto">a<\/h4>\s<h5 dir="auto">b<\/h5>[^]*<h6>c<\/h6>/,
    );
  });

  it('has tables, tasks and strike-through', () => {
    expect(htmlOf('|a|\n|:-:|\n|1|')).toContain('<td align="center">1</td>');
    expect(htmlOf('- [x] done')).toContain('<input type="checkbox" checked disabled>');
    expect(htmlOf('~~gone~~ and ~5')).toBe('<p dir="auto"><del>gone</del> and ~5</p>');
  });
});

describe('a post', () => {
  it('has pictures from the web only', () => {
    expect(htmlOf('![c](https://a.example/c.png)', 'post')).toBe(
      '<p dir="auto"><img src="https://a.example/c.png" alt="c"></p>',
    );
    expect(htmlOf('![c](data:image/svg+xml,x)', 'post')).not.toContain('data:');
  });

  it('has footnotes that lead there and back', () => {
    const html = htmlOf('a[^1]\n\n[^1]: the note', 'post');

    expect(html).toContain('href="#user-content-fn-1" id="user-content-fnref-1"');
    expect(html).toContain('<li id="user-content-fn-1">');
  });

  it('has links within the site', () => {
    expect(htmlOf('[a](/archive)', 'post')).toBe('<p dir="auto"><a href="/archive" rel="noopener">a</a></p>');
  });
});

describe('a hostile text', () => {
  const refused: [string, string][] = [
    ['quotes within quotes', '>'.repeat(10_000)],
    ['lists within lists', `${'- '.repeat(5_000)}a`],
    ['quotes within quotes before a rule', `${'>'.repeat(5_000)}---`],
    ['asterisks that only look like a rule', `a\n    ${'*'.repeat(5_000)}a\n    ${'*'.repeat(5_000)}`],
    ['numbered lists within lists', '1. '.repeat(3_000)],
    ['all kinds within each other', '> + 1) '.repeat(1_400)],
    ['an endless run of asterisks', `${'*'.repeat(5_000)}a${'*'.repeat(5_000)}`],
    ['brackets without end', '['.repeat(10_000)],
    ['a table that is filled up', `|${'a|'.repeat(2_000)}\n|${'-|'.repeat(2_000)}\n${'a\n'.repeat(2_000)}`],
    ['underlines without end', 'a\n-\n'.repeat(2_500)],
    ['lines without end', 'a\n\n'.repeat(10_001)],
    ['a quote that goes on and on', `> a\n${'a\n'.repeat(5_000)}`],
    ['quotes one after the other', '> a\n\n'.repeat(1_001)],
    ['lists in lists whose lines look like rules', '- -\n'.repeat(2_490)],
    ['the same with asterisks', '* *\n'.repeat(2_490)],
    ['the same with plus signs', '+ +\n'.repeat(2_490)],
    ['the same with numbers', '1. 1.\n'.repeat(1_660)],
    ['the same with a tab', '-\t-\n'.repeat(2_490)],
    ['the same, a little to the right', '   - -\n'.repeat(1_420)],
    ['the same, apart', '- -\n\n'.repeat(1_990)],
    ['the same, of one kind and another', '- -\n* *\n'.repeat(1_240)],
    ['the same in quotes', '> - >\n'.repeat(1_660)],
    ['task lists one after the other', '- [ ] a\n\n'.repeat(1_110)],
    ['small tables', 'a|b\n-|-\n\n'.repeat(1_110)],
    ['small tables of one column', '|a|\n|-|\n\n'.repeat(1_110)],
    ['small tables whose column has a side', 'a\n:-\n\n'.repeat(1_420)],
    ['small tables in a quote', '> a|b\n> -|-\n\n'.repeat(710)],
    ['small tables between headings', 'a|b\n-|-\n#\n'.repeat(990)],
    ['lists one after the other', '- a\n* b\n'.repeat(501)],
    ['quotes in items', '- > a\n'.repeat(501)],
    ['items in quotes', '> - a\n\n'.repeat(501)],
    ['a long address used a thousand times', `[a]: http://${'x'.repeat(5_000)}\n\n${'[a]\n\n'.repeat(900)}`],
    ['addresses that are none', 'www._'.repeat(2_000)],
    ['addresses that are none, with a scheme', 'https://_.'.repeat(1_000)],
    ['addresses with an underscore in the wrong place', 'www.a_b.'.repeat(1_250)],
    ['punctuation without end after an address', `www.a${';'.repeat(5_000)}a`],
    ['punctuation of all kinds after an address', `http://a.b/${'.,:!?'.repeat(1_900)}c`],
    ['references to characters', 'a&lt; '.repeat(6_000)],
    ['escapes', 'a\\- '.repeat(6_000)],
    ['references, a few in each paragraph', '&amp;a '.repeat(90).concat('\n\n').repeat(300)],
    ['words after a bracket that never closes', `[${'h '.repeat(9_000)}`],
    ['lines after a bracket that never closes', `[${'h\n'.repeat(5_000)}`],
    ['paragraphs that a space without a break does not end', `${'*a '.repeat(300)}\n\u00a0\n`.repeat(11)],
    ['empty lines without end', `a${'\n'.repeat(30_000)}b`],
  ];

  it.each(refused)('is refused: %s', (_, text) => {
    expect(() => htmlOf(text)).toThrow(TextTooComplexError);
  });

  const taken: [string, string][] = [
    ['asterisks in a line', '*'.repeat(10_000)],
    ['a rule with spaces', '- '.repeat(40)],
    ['emphasis within emphasis', `${'*a '.repeat(40)}${'b* '.repeat(40)}`],
    ['angle brackets', '<'.repeat(10_000)],
    ['ampersands', '&'.repeat(10_000)],
    ['backslashes', '\\'.repeat(10_000)],
    ['a fence of backticks', '`'.repeat(2_000)],
    ['at signs', 'a@'.repeat(5_000)],
    ['one long quote', '> a\n'.repeat(2_500)],
    ['a list in one long quote', '> - a\n'.repeat(999)],
    ['a thousand items', '- a\n'.repeat(1_000)],
    ['empty lines', '\n'.repeat(10_000)],
    ['nothing', ''],
  ];

  it.each(taken)('is accepted when it costs little: %s', (_, text) => {
    expect(htmlOf(text)).toBeTypeOf('string');
  });

  const ordinary: [string, string][] = [
    [
      'an article with 300 links',
      `${'Plain words and [a link](https://example.org/a_b?c=d). '.repeat(10)}\n\n`.repeat(100),
    ],
    [
      '300 bare addresses',
      `${'Look at https://example.org/a_b/c.d?e=f&g=h, or (www.example.org). '.repeat(10)}\n\n`.repeat(15),
    ],
    [
      'a list of 300 links in one block',
      '- [A link](https://example.org/a) where we have what we want to have here\n'.repeat(300),
    ],
    ['a table of 50 rows', `|a|b|c|\n|-|-|-|\n${'|https://example.org|*what*|`have`|\n'.repeat(50)}`],
    [
      'an article in Chinese with addresses',
      `${'天地玄黃，宇宙洪荒。'.repeat(20)}（https://example.org/a）${'日月盈昃，'.repeat(20)}\n\n`.repeat(60),
    ],
    ['a paragraph of 3,000 words after a bracket', `[ ${'how we were here '.repeat(1_000)}`],
    ['one long address', `https://example.org/?q=${'a%20b&c='.repeat(1_000)}`],
    ['a picture as an address', `![](https://example.org/${'a'.repeat(5_000)})`],
  ];

  it.each(ordinary)('is not seen in %s', (_, text) => {
    expect(renderMarkdown(text, 'post').isBlank).toBe(false);
  });

  it.each<TextKind>(['comment', 'post'])('leaves only allowed HTML in a %s', (kind) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const node of walk(parseHtml(htmlOf(text, kind)))) requireSafe(node, kind);
      }),
      { numRuns: 500 },
    );
  });
});

function htmlOf(markdown: string, kind: TextKind = 'comment'): string {
  return renderMarkdown(markdown, kind).html;
}

const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        ...[
          '<script>',
          '</script>',
          '<img src=x onerror=alert(1)>',
          '<svg/onload=',
          '<a href="',
          '" onclick="x"',
          '<style>',
        ],
        ...[
          'javascript:',
          'JAVASCRIPT:',
          'java\tscript:',
          'java&#115;cript:',
          '&colon;',
          'data:text/html,',
          'vbscript:',
        ],
        ...[
          '](',
          '[a](',
          '![',
          '<',
          '>',
          '"',
          "'",
          ')',
          '(',
          '[',
          ']',
          '<http://a',
          'http://',
          'www.',
          'mailto:',
          '\\',
        ],
        ...['`', '```', '\n', '\n\n', '> ', '- ', '1. ', '# ', '|', '|-|\n', '*', '_', '~~', '[^1]', '[^1]: ', '[a]: '],
        ...[
          '&lt;',
          '&#x3C;',
          '&#0;',
          '\u0000',
          '\u202e',
          '\u2028',
          '<!--',
          '-->',
          '<![CDATA[',
          '<?',
          '<iframe srcdoc=',
        ],
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

const ELEMENTS = new Set(
  'a blockquote br code del em hr h1 h2 h3 h4 h5 h6 input li ol p pre strong ul table tbody td th thead tr'.split(' '),
);
const POST_ELEMENTS = new Set(['img', 'section', 'sup']);
const ATTRIBUTES = new Set('dir href title rel className type disabled checked start align'.split(' '));
const POST_ATTRIBUTES = new Set(
  'src alt id ariaDescribedBy ariaLabel dataFootnotes dataFootnoteRef dataFootnoteBackref'.split(' '),
);

function parseHtml(html: string): Nodes {
  return unified().use(rehypeParse, { fragment: true }).parse(html);
}

function* walk(node: Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* walk(child);
}

function requireSafe(node: Nodes, kind: TextKind): void {
  if (node.type === 'root' || node.type === 'text') return;
  if (node.type !== 'element') throw new Error(`Expected an element; found ${node.type}`);

  expect(ELEMENTS.has(node.tagName) || (kind === 'post' && POST_ELEMENTS.has(node.tagName)), node.tagName).toBe(true);
  for (const [name, value] of Object.entries(node.properties)) {
    expect(ATTRIBUTES.has(name) || (kind === 'post' && POST_ATTRIBUTES.has(name)), name).toBe(true);
    if (name !== 'href' && name !== 'src') continue;

    // Resolved as in a browser: relative to the page.
    const { protocol } = new URL(String(value), 'https://page.example/');
    expect(['http:', 'https:', 'mailto:']).toContain(protocol);
  }
}
