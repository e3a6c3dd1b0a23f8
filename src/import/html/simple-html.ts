// Most comments are lines of words with a link or an emphasis among them. Their trees cost a hundred times what this does, and
// make the same Markdown, as test/import/simple-html.test.ts checks. What might be anything else is none of this file's business: it
// is told apart too readily, never too late.
import { findAddresses } from './link-addresses.ts';
import { resolveAddress } from './tidy-links.ts';

const LETTER = String.raw`[\p{L}\p{N}]`;

/** What Markdown escapes, or HTML reads as something else, wherever it stands. Tags and references are read before. */
const OTHER_WORDS = new RegExp(
  [
    /[^\P{Cc}\n]|[\p{Cs}\u00a0\u2028\u2029\ufeff]/u,
    /[\\`*_~[\]<>|@]/,
    /&(?! |$)/,
    /[wW]\.[-.\w]|:\//, // addresses
  ]
    .map(({ source }) => source)
    .join('|'),
  'mu',
);
/** A line that Markdown might take for a heading, a quote, a list, a rule or a table begins otherwise. */
const LINE = /^(?!\d+[.)])[\p{L}\p{N}\p{Extended_Pictographic}"'(“”„‘’«»…¿¡*[<]/u;

/** References that software writes for typed signs. */
const REFERENCES: ReadonlyMap<string, string> = new Map(
  [
    ...['amp; &', 'quot; "', '#34; "', "apos; '", "#39; '", "#039; '", 'hellip; …', '#8230; …', 'ndash; –', '#8211; –'],
    ...[
      'mdash; —',
      '#8212; —',
      'lsquo; ‘',
      '#8216; ‘',
      'rsquo; ’',
      '#8217; ’',
      'ldquo; “',
      '#8220; “',
      'rdquo; ”',
      '#8221; ”',
    ],
  ].map((pair) => [pair.slice(0, -2), pair.slice(-1)] as const),
);
/** One whose end is missing, or none, is not known. */
const REFERENCE = /&(#?\w+;?)?/g;

const ATTRIBUTES = String.raw`(?: [a-z-]+="[^"<>]*")*`;
const PARAGRAPH = new RegExp(`^\\s*<p${ATTRIBUTES}>`);
const BLANK_LINE = /\n[^\S\n]*\n\s*/;
const BREAK = / *(?:<br ?\/?> *\n?|\n) */;

const part = new RegExp(
  [
    String.raw`(?<words>[^<]+)`,
    String.raw`<(?<emphasis>em|i|strong|b)>(?<inner>[^<]+)<\/\k<emphasis>>(?=(?<next>[ .,;:!?)]?))`,
    String.raw`<a(?<attributes>${ATTRIBUTES})>(?<label>[^<]+)<\/a>`,
  ].join('|'),
  'uy',
);
const EMPHASISED = new RegExp(String.raw`^${LETTER}(?:.*${LETTER})?[.,;:!?)]?$`, 'su');
// Nothing in it is escaped, neither by a parser of addresses nor in Markdown, but an ampersand.
const ADDRESS = /^https?:\/\/[a-zA-Z0-9.-]+(?::\d+)?(?:[/?#](?:[\w\-.~/?=+#,:&]|%[0-9a-fA-F]{2})*)?$/;

/**
 * Typed HTML of a comment as Markdown, where it is lines of words with links, emphases and line breaks; null where it might be
 * anything else. Line ends are `\n`.
 */
export function simpleToMarkdown(html: string, base: string): string | null {
  const paragraphs: string[] = [];
  for (const block of readBlocks(html) ?? ['<']) {
    for (const typed of block.split(BLANK_LINE)) {
      // One blank in place of several: an expression that ends in a line break would begin at each of them anew.
      const lines = typed.trim().replace(/ {2,}/g, ' ');
      if (lines === '') continue;
      const written = lines.split(BREAK).map((line) => (line === '' ? '' : writeLine(line, base)));
      if (written[0] === '' || written.at(-1) === '' || !written.every((line) => line !== null)) return null;
      paragraphs.push(written.join('\\\n'));
    }
  }
  return paragraphs.join('\n\n');
}

/** What stands in each paragraph, or all of it where there are none. */
function readBlocks(html: string): readonly string[] | null {
  if (!html.includes('<p')) return [html];

  const blocks = html.split('</p>');
  if (blocks.pop()?.trim() !== '') return null;
  const contents = blocks.map((block) => block.replace(PARAGRAPH, ''));
  return contents.every((content, at) => content !== blocks[at]) ? contents : null;
}

function writeLine(line: string, base: string): string | null {
  let written = '';
  part.lastIndex = 0;
  while (part.lastIndex < line.length) {
    const found = part.exec(line)?.groups;
    if (found === undefined) return null;
    const { words, inner, emphasis = '', next = '', label = '', attributes = '' } = found;
    const piece =
      words !== undefined
        ? writeWords(words, base)
        : inner !== undefined
          ? writeEmphasis(inner, { emphasis, next, isEnd: part.lastIndex === line.length, before: written.at(-1) })
          : writeLink(label, { attributes, base, before: written.at(-1) });
    if (piece === null) return null;
    written += piece;
  }
  return LINE.test(written) ? written : null;
}

function writeWords(words: string, base: string): string | null {
  const text = decode(words);
  if (text === null) return null;
  if (!text.includes('://')) return OTHER_WORDS.test(text) ? null : text;

  let written = '';
  let end = 0;
  for (const { address, index } of findAddresses(text)) {
    const before = text.slice(end, index);
    if (!/(?:^|[ (])$/.test(before) || OTHER_WORDS.test(before)) return null;
    if (!ADDRESS.test(address) || resolveAddress(address, base) === null) return null;
    written += `${before}<${address}>`;
    end = index + address.length;
  }
  const rest = text.slice(end);
  return OTHER_WORDS.test(rest) ? null : written + rest;
}

function writeEmphasis(
  inner: string,
  {
    emphasis,
    next,
    isEnd,
    before = ' ',
  }: { emphasis: string; next: string; isEnd: boolean; before: string | undefined },
): string | null {
  const text = decode(inner);
  if (text === null || OTHER_WORDS.test(text) || !EMPHASISED.test(text)) return null;
  if (!/[ (]/.test(before)) return null;
  const isFollowedBySpace = next === ' ' || (next === '' && isEnd);
  if (!isFollowedBySpace && (next === '' || /[.,;:!?)]$/.test(text))) return null;
  const mark = emphasis === 'em' || emphasis === 'i' ? '*' : '**';
  return `${mark}${text}${mark}`;
}

function writeLink(
  html: string,
  { attributes, base, before }: { attributes: string; base: string; before: string | undefined },
): string | null {
  const href = decode(/ href="([^"]*)"/.exec(attributes)?.[1] ?? '');
  const label = decode(html);
  if (href === null || label === null || before === '!') return null;
  if (!ADDRESS.test(href) || resolveAddress(href, base) !== href) return null;
  if (label === href) return `<${href}>`;
  if (label.trim() !== label || OTHER_WORDS.test(label)) return null;
  return `[${label}](${href.replace(/&(?=[#a-z])/gi, '\\&')})`;
}

/** Text without references; null where it has other references. */
function decode(html: string): string | null {
  if (!html.includes('&')) return html;
  if (!Array.from(html.matchAll(REFERENCE)).every(([, name]) => name === undefined || REFERENCES.has(name)))
    return null;
  return html.replace(REFERENCE, (reference, name: string | undefined) => REFERENCES.get(name ?? '') ?? reference);
}
