// What a Markdown text may cost. The parser's time grows with the square of some of these, and its stack with the
// nesting, so they are counted before and between its steps; the same text always gets the same answer.
import type { Root as HtmlRoot } from 'hast';
import type { Root } from 'mdast';
import { priceAddresses, priceUnclosed } from './price-addresses.ts';
import type { AfterBracket } from './price-addresses.ts';

/** A Markdown text that would cost too much to render. The message is for a person. */
export class TextTooComplexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TextTooComplexError';
  }
}

const LIMITS = {
  lines: { most: 10_000, what: 'lines' },
  emptyLines: { most: 20_000, what: 'empty lines' },
  underlines: { most: 500, what: 'lines of hyphens or equal signs' },
  nesting: { most: 50, what: 'levels of nested quotes and lists' },
  opened: { most: 1_000, what: 'quotes and list items' },
  containers: { most: 15_000, what: 'quote and list markers and levels of indentation' },
  lazyLines: { most: 1_000, what: 'lines that continue a quote or a list without its marker' },
  marksInBlock: { most: 3_000, what: 'characters of markup without an empty line between them' },
  marks: { most: 30_000, what: 'characters of markup' },
  escapesInBlock: {
    most: 5_000,
    what: 'escaped characters and character references without an empty line between them',
  },
  escapes: { most: 20_000, what: 'escaped characters and character references' },
  run: { most: 100, what: 'asterisks, underscores or tildes in a row' },
  tables: { most: 250, what: 'tables' },
  cells: { most: 20_000, what: 'table cells' },
  addresses: { most: 1_000_000, what: 'characters in which addresses may begin, counted once for each beginning' },
  unclosed: {
    most: 150_000_000,
    what: 'beginnings of addresses after a bracket, counted once for each character of markup',
  },
  // Of the tree, once parsed.
  depth: { most: 150, what: 'levels of nested elements' },
  footnoteMarks: { most: 500, what: 'footnote references' },
  repeated: { most: 500_000, what: 'characters of link addresses that are defined once and reused' },
} as const;

const MARKER = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$))/y;
const LEADING_QUOTES = /^[ \t>]*/;
const UNDERLINE = /^[ \t>]*(?:-+|=+)[ \t]*$/;
// Two marks are a list within a list.
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const TABLE_RULE = /^[ \t>|:-]+$/;
const MARKS = /[*_~[\]!`]/g;
const ESCAPES = /\\[!-/:-@[-`{-~]|&#?[a-z0-9]{1,31};/gi;
const LONG_RUN = new RegExp(`[*_~]{${LIMITS.run.most + 1}}`);

/** @throws {TextTooComplexError} where the text would be dear to parse. Linear in its length. */
export function requireParsable(markdown: string): void {
  const text = {
    ...{
      lines: 0,
      emptyLines: 0,
      underlines: 0,
      opened: 0,
      containers: 0,
      lazyLines: 0,
      marks: 0,
      escapes: 0,
      tables: 0,
      cells: 0,
    },
    ...{ addresses: 0, unclosed: 0 },
  };
  let block = startBlock();

  for (const line of markdown.split(/\r\n|\n|\r/)) {
    // As Markdown has it: other white space is text.
    if (/^[ \t]*$/.test(line)) {
      requireAtMost('emptyLines', (text.emptyLines += 1));
      block = startBlock();
      continue;
    }
    requireAtMost('lines', (text.lines += 1));
    if (UNDERLINE.test(line)) requireAtMost('underlines', (text.underlines += 1));
    if (RULE.test(line)) continue;

    // A short row is filled up to the width of the head.
    if (TABLE_RULE.test(line) && /[|:]/.test(line) && line.includes('-')) {
      requireAtMost('tables', (text.tables += 1));
      block.columns = Math.max(block.columns, line.split('|').length);
    }
    requireAtMost('cells', (text.cells += block.columns));

    const markers = countMarkers(line);
    const indented = Math.floor(measureIndentation(line) / 2); // two may be one more list
    if (markers > 0) requireAtMost('nesting', markers + indented);
    else if (block.isContainer) requireAtMost('lazyLines', (text.lazyLines += 1));
    requireAtMost('containers', (text.containers += markers + indented));
    block.isContainer ||= markers > 0;

    // Whenever one ends, the parser moves everything before it. A quote goes on with each line that has its mark.
    const quotes = countQuotes(line);
    requireAtMost('opened', (text.opened += markers - Math.min(quotes, block.quotes)));
    block.quotes = quotes;

    if (LONG_RUN.test(line)) refuse('run');
    const marks = line.match(MARKS)?.length ?? 0;
    requireAtMost('marksInBlock', (block.marks += marks));
    requireAtMost('marks', (text.marks += marks));

    const escapes = line.match(ESCAPES)?.length ?? 0;
    requireAtMost('escapesInBlock', (block.escapes += escapes));
    requireAtMost('escapes', (text.escapes += escapes));

    requireAtMost('addresses', (text.addresses += priceAddresses(line)));
    const price = priceUnclosed(line, block);
    requireAtMost('unclosed', (text.unclosed += price - block.unclosed));
    block.unclosed = price;
  }
}

/** What has been counted since the last empty line. */
interface Block extends AfterBracket {
  marks: number;
  escapes: number;
  columns: number;
  quotes: number;
  isContainer: boolean;
  unclosed: number;
}

function startBlock(): Block {
  return {
    ...{ marks: 0, escapes: 0, columns: 0, quotes: 0, isContainer: false },
    ...{ isBracketed: false, letters: 0, constructs: 0, unclosed: 0 },
  };
}

/** @throws {TextTooComplexError} where the parsed text would make the later steps overflow or its HTML explode. */
export function requireShallow(tree: Root | HtmlRoot): void {
  type Node = Root | HtmlRoot | (Root | HtmlRoot)['children'][number];
  const open: { node: Node; depth: number }[] = [{ node: tree, depth: 0 }];
  let footnoteMarks = 0;
  let references = 0;
  let longestAddress = 0;

  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    requireAtMost('depth', depth);
    if (node.type === 'footnoteReference') requireAtMost('footnoteMarks', (footnoteMarks += 1));
    if (node.type === 'linkReference' || node.type === 'imageReference') references += 1;
    if (node.type === 'definition') {
      longestAddress = Math.max(longestAddress, node.url.length + (node.title?.length ?? 0));
    }
    requireAtMost('repeated', references * longestAddress);
    if ('children' in node) for (const child of node.children) open.push({ node: child, depth: depth + 1 });
  }
}

function countMarkers(line: string): number {
  let count = 0;
  MARKER.lastIndex = 0;
  while (count <= LIMITS.nesting.most && MARKER.test(line)) count += 1;
  return count;
}

function countQuotes(line: string): number {
  return LEADING_QUOTES.exec(line)?.[0].match(/>/g)?.length ?? 0;
}

function measureIndentation(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;
}

function requireAtMost(limit: keyof typeof LIMITS, found: number): void {
  if (found > LIMITS[limit].most) refuse(limit);
}

function refuse(limit: keyof typeof LIMITS): never {
  const { most, what } = LIMITS[limit];
  throw new TextTooComplexError(`Expected at most ${most.toLocaleString('en')} ${what}; found more.`);
}
