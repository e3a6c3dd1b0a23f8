import { parseHtml, readText } from './html-tree.ts';
import { simpleToMarkdown } from './simple-html.ts';
import { treeToMarkdown, type HtmlOptions } from './tree-to-markdown.ts';

/** HTML as Markdown (GFM). Never throws: HTML that is nested too deep to convert becomes its plain text. */
export function htmlToMarkdown(html: string, options: HtmlOptions): string {
  return flattenWhereTooDeep(html, (shallow) => convert(shallow, options));
}

/** HTML as a line of plain text: a title, a name, a label. Never throws either. */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return collapse(html);
  return flattenWhereTooDeep(html, (shallow) => collapse(readText(parseHtml(shallow))));
}

/** Leaves the tags of HTML out where it is nested deeper than the stack is. */
function flattenWhereTooDeep(html: string, read: (html: string) => string): string {
  try {
    return read(html);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return read(html.replace(/<[^<>]*>/g, ' '));
  }
}

function convert(html: string, options: HtmlOptions): string {
  const lines = html.replace(/\r\n?/g, '\n');
  return (options.isTyped ? simpleToMarkdown(lines, options.base) : null) ?? treeToMarkdown(lines, options);
}

function collapse(line: string): string {
  return line.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
