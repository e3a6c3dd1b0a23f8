import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertComment } from '../../src/import/convert/convert-comment.ts';
import { splitText } from '../../src/import/convert/cut-text.ts';
import { namePerson } from '../../src/import/convert/name-person.ts';
import { htmlToMarkdown, htmlToText } from '../../src/import/html/html-to-markdown.ts';
import { createTally } from '../../src/import/report/tally.ts';
import { convertContent } from '../../src/import/wordpress/convert/convert-content.ts';
import { renderMarkdown } from '../../src/text/markdown/render-markdown.ts';

const base = 'https://old.example/';
const pictures = [
  { address: 'https://old.example/a.jpg', title: 'A &amp; B' },
  { address: 'https://old.example/c.jpg', title: 'C' },
];
const post = (content: string) => convertContent(content, { base, findPictures: () => pictures });

/** The Markdown of a comment that is not longer than one may be; empty where nothing is left of it. */
function comment(html: string): string {
  const of = { rank: 1, parentExternalId: null, authorExternalId: null, guestName: null, createdAt: new Date(0) };
  return convertComment({ ...of, externalId: '1', html }, { base, tally: createTally() })[0]?.body ?? '';
}

describe('what was typed', () => {
  it.each([
    ['blank lines part paragraphs, line ends are breaks', 'one\ntwo\n\nthree', 'one\\\ntwo\n\nthree'],
    ['a break with a line end after it is one break', 'one<br />\ntwo', 'one\\\ntwo'],
    ['headings and lists stand by themselves', 'a\n<h2>b</h2>\n<ul>\n<li>c</li>\n</ul>\nd', 'a\n\n## b\n\n- c\n\nd'],
    ['bold text over two paragraphs is bold in both', '<strong>a\n\nb</strong>', '**a**\n\n**b**'],
    ['code keeps its lines', '<pre><code>a\n\n  b</code></pre>', '```\na\n\n  b\n```'],
    ['quotes hold paragraphs', '<blockquote>a\n\nb</blockquote>', '> a\n>\n> b'],
    [
      'what looks like Markdown stays what it was',
      '# a\n1. b *c* _d_ [e](f)',
      '\\# a\\\n1\\. b \\*c\\* \\_d\\_ \\[e]\\(f)',
    ],
    [
      'a bare address is a link',
      'see https://a.example/b_c, (https://d.example).',
      'see <https://a.example/b_c>, (<https://d.example>).',
    ],
    ['emphasis does not end with a space', '<em>a </em>b', '*a* b'],
    ['raised and lowered digits stay so', 'mc<sup>2</sup>, H<sub>2</sub>O', 'mc², H₂O'],
    ['struck text is struck', '<s>a</s> <del>b</del>', '~~a~~ ~~b~~'],
    ['scripts and styles vanish', 'a<script>alert(1)</script><style>b{}</style>', 'a'],
    ['links that run are text', '<a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a>', 'a b'],
    [
      'relative links lead to the old site',
      '<a href="/about">a</a> <a href="//cdn.example/x">b</a>',
      '[a](https://old.example/about) [b](https://cdn.example/x)',
    ],
    [
      'a link around blocks is a link in each',
      '<a href="/x"><h2>a</h2><p>b</p></a>',
      '## [a](https://old.example/x)\n\n[b](https://old.example/x)',
    ],
    [
      'blocks in a cell are words of its line, and a caption stands before',
      '<table><caption>C</caption><tr><td><p>a</p><p>b</p></td><td><ul><li>c</li></ul></td></tr></table>',
      'C\n\n|     |     |\n| --- | --- |\n| a b | • c |',
    ],
  ])('%s', (_, html, markdown) => {
    expect(comment(html)).toBe(markdown);
  });

  it('shows a picture in a post, and in a comment a link to it', () => {
    const html = '<img src="/dog.jpg" alt="a dog">';

    expect(post(html).body).toBe('![a dog](https://old.example/dog.jpg)');
    expect(comment(html)).toBe('[a dog](https://old.example/dog.jpg)');
    expect(comment(`<a href="/big.jpg">${html}</a>`)).toBe('[a dog](https://old.example/big.jpg)');
  });

  it('keeps every sign of a plain text', () => {
    const line = fc.string({
      unit: fc.constantFrom(...Array.from('ab1 .:*_#-+~`[]()!|\\>@=^{}$%é日𝒳')),
      minLength: 1,
      maxLength: 60,
    });

    fc.assert(
      fc.property(line, (text) => {
        fc.pre(text.trim() !== '' && !/https?:|www\.|@/.test(text));
        const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

        const shown = htmlToText(renderMarkdown(comment(html), 'comment').html);

        expect(shown).toBe(text.replace(/\s+/g, ' ').trim());
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the text of what is nested too deep for any parser', () => {
    expect(htmlToMarkdown(`${'<b>'.repeat(20_000)}deep`, { base, isTyped: true, hasPictures: true })).toBe('deep');
  });
});

describe('what the block editor wrote', () => {
  it('loses its marks and keeps its lines as they flow', () => {
    const { body } = post(
      '<!-- wp:paragraph -->\n<p>one\ntwo</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:latest-posts /-->',
    );

    expect(body).toBe('one two');
  });

  it('keeps verse in lines, and embeds as links', () => {
    const verse = '<!-- wp:verse --><pre class="wp-block-verse">a\nb</pre><!-- /wp:verse -->';
    const video = '<!-- wp:embed --><figure><div>\nhttps://v.example/1\n</div></figure><!-- /wp:embed -->';

    expect(post(verse).body).toBe('a\\\nb');
    expect(post(video).body).toBe('<https://v.example/1>');
  });
});

describe('shortcodes', () => {
  it.each([
    [
      'a caption stands under its picture',
      '[caption width="3"]<img src="/a.jpg" alt="x" /> Under <em>it</em>[/caption]',
      '![x](https://old.example/a.jpg)\n\nUnder *it*',
    ],
    [
      'an old caption stands in an attribute',
      '[caption caption="Under it"]<img src="/a.jpg" alt="x" />[/caption]',
      '![x](https://old.example/a.jpg)\n\nUnder it',
    ],
    [
      'a gallery shows its pictures',
      '[gallery ids="1,2"]',
      '![A & B](https://old.example/a.jpg)\n\n![C](https://old.example/c.jpg)',
    ],
    ['what plays is a link', '[audio src="https://a.example/b.mp3"][/audio]', '<https://a.example/b.mp3>'],
    [
      'so is what is embedded',
      '[embed]https://v.example/1[/embed] <iframe src="https://v.example/2"></iframe>',
      '<https://v.example/1>\n\n<https://v.example/2>',
    ],
    ['those of plugins stay as they were written', 'before [my-form id="3"] after', 'before \\[my-form id="3"] after'],
    [
      'so do those in code and those that are written about',
      '<code>[gallery]</code> [[gallery]]',
      '`[gallery]` \\[gallery]',
    ],
  ])('%s', (_, html, markdown) => {
    expect(post(html).body).toBe(markdown);
  });

  it('are text in a comment', () => {
    expect(comment('[gallery]')).toBe('\\[gallery]');
  });
});

it('takes what stands before "read more" for the teaser', () => {
  expect(post('one\n\n<!--more Go on-->\n\ntwo')).toEqual({ body: 'one\n\ntwo', teaser: 'one' });
  expect(post('one')).toEqual({ body: 'one', teaser: null });
});

it('drops the address of a name that is an e-mail address, and the markup of every name', () => {
  expect(namePerson('kim@mail.example')).toBe('kim');
  expect(namePerson('<b>Jo</b> &amp; Al')).toBe('Jo & Al');
  expect([...namePerson('x'.repeat(200))]).toHaveLength(80);
});

it('parts a long text between paragraphs, keeps code code, and loses no word', () => {
  const paragraphs = Array.from({ length: 40 }, (_, at) => `Paragraph ${at} ${'word '.repeat(60).trim()}`);
  const code = `\`\`\`\n${Array.from({ length: 400 }, (_, at) => `line ${at}`).join('\n\n')}\n\`\`\``;
  const text = [...paragraphs, code, 'x'.repeat(5_000)].join('\n\n');

  const parts = splitText(text, 2_000);

  expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(2_000);
  expect(parts.join('').replace(/[\s`]/g, '')).toBe(text.replace(/[\s`]/g, ''));
  expect(parts.every((part) => (part.match(/^```$/gm) ?? []).length % 2 === 0)).toBe(true);
  expect(splitText('short', 2_000)).toEqual(['short']);
});
