import type { Root } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { readText } from './html-tree.ts';
import { makeParagraphs } from './make-paragraphs.ts';
import { simpleToMarkdown } from './simple-html.ts';
import { tidyHtml } from './tidy-html.ts';

interface HtmlOptions {
  /** The address that relative links are relative to. */
  readonly base: string;
  /** Whether blank lines mean paragraphs and line ends mean breaks, as in all text without the block editor. */
  readonly isTyped: boolean;
  /** Whether pictures stay; otherwise each becomes a link. */
  readonly hasPictures: boolean;
}

const reader = unified().use(rehypeParse, { fragment: true }).freeze();
const writer = unified()
  .use(rehypeRemark)
  .use(remarkGfm)
  .use(remarkStringify, { bullet: '-', emphasis: '*', rule: '-', listItemIndent: 'one', fences: true })
  .freeze();

/** HTML as Markdown (GFM). Never throws: HTML that is nested too deep to convert becomes its plain text. */
export function htmlToMarkdown(html: string, options: HtmlOptions): string {
  try {
    return convert(html, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return convert(html.replace(/<[^>]*>/g, ' '), options);
  }
}

/** HTML as a line of plain text: a title, a name, a label. */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return collapse(html);
  return collapse(readText(reader.parse(html)));
}

function convert(html: string, options: HtmlOptions): string {
  const lines = html.replace(/\r\n?/g, '\n');
  return (options.isTyped ? simpleToMarkdown(lines, options.base) : null) ?? treeToMarkdown(lines, options);
}

/** By way of trees: any HTML. Line ends are `\n`. */
export function treeToMarkdown(html: string, { isTyped, ...rules }: HtmlOptions): string {
  const tree: Root = reader.parse(html);
  const tidy = tidyHtml(isTyped ? makeParagraphs(tree) : tree, rules);
  return writer.stringify(writer.runSync(tidy)).trim();
}

function collapse(line: string): string {
  return line.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
