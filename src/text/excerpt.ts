import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { shorten, takeGraphemes } from './cut.ts';
import { MAX_EXCERPT } from './text-limits.ts';

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).freeze();

/** How much of the text is read: what stands after it never reaches the excerpt. In code points. */
const READ = 4_000;

/**
 * The beginning of a Markdown text as plain text: its first paragraphs, cut after a word near 280 code points with an
 * ellipsis. Headings, tables, code and pictures are left out; empty where there is nothing else.
 */
export function excerptOf(markdown: string): string {
  const paragraphs: string[] = [];
  collectParagraphs(parser.parse(beginningOf(markdown)), paragraphs);
  return shorten(paragraphs.join(' ').replace(/\s+/g, ' ').trim(), MAX_EXCERPT);
}

function collectParagraphs(tree: Nodes, paragraphs: string[]): void {
  const open: Nodes[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'paragraph') paragraphs.push(textOf(node));
    else if ('children' in node && node.type !== 'table' && node.type !== 'heading')
      open.push(...node.children.toReversed());
  }
}

function textOf(paragraph: Nodes): string {
  let text = '';
  const open: Nodes[] = [paragraph];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'text' || node.type === 'inlineCode') text += node.value;
    else if (node.type === 'break') text += ' ';
    else if ('children' in node) open.push(...node.children.toReversed());
  }
  return text;
}

// Whole lines, and no more markers at the start of one than anybody writes, so that a hostile text costs nothing.
function beginningOf(markdown: string): string {
  return takeGraphemes(markdown, READ).replace(/^(?:[ \t]*(?:[>+*-]|\d{1,9}[.)])){20,}/gm, '');
}
