import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { parseHtml } from './html-tree.ts';
import { makeParagraphs } from './make-paragraphs.ts';
import { tidyHtml } from './tidy-html.ts';

export interface HtmlOptions {
  /** The address that relative links are relative to. */
  readonly base: string;
  /** Whether blank lines mean paragraphs and line ends mean breaks, as in all text without the block editor. */
  readonly isTyped: boolean;
  /** Whether pictures stay; otherwise each becomes a link. */
  readonly hasPictures: boolean;
}

const writer = unified()
  .use(rehypeRemark)
  .use(remarkGfm)
  .use(remarkStringify, { bullet: '-', emphasis: '*', rule: '-', listItemIndent: 'one', fences: true })
  .freeze();

/**
 * Any HTML as Markdown (GFM), by way of trees. Line ends are `\n`.
 *
 * @throws {RangeError} where it is nested too deep.
 */
export function treeToMarkdown(html: string, { isTyped, ...rules }: HtmlOptions): string {
  const tree = parseHtml(html);
  const tidy = tidyHtml(isTyped ? makeParagraphs(tree) : tree, rules);
  return writer.stringify(writer.runSync(tidy)).trim();
}
