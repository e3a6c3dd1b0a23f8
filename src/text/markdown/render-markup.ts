import type { Root } from 'mdast';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Processor } from 'unified';
import { isBlankHtml } from '../blank.ts';
import { directBlocks } from './direct-blocks.ts';
import { markLinks, RELATIONS } from './mark-links.ts';
import { requireParsable, requireShallow, TextTooComplexError } from './require-renderable.ts';
import type { Rendering, TextKind } from './rendering.ts';
import { COMMENT_HTML, POST_HTML } from './safe-html.ts';

const HTML = ['htmlFlow', 'htmlText'];
// Bare e-mail addresses are found in the parsed text as well. The parser's own search is tried at each word, and each time looks
// through everything that an unclosed bracket is before.
const EMAIL = 'emailAutolink';

const renderers = {
  comment: unified()
    .use(remarkParse)
    .use(remarkGfm, { singleTilde: false })
    .use(
      without([
        ...HTML,
        EMAIL,
        'labelStartImage',
        'gfmFootnoteCall',
        'gfmFootnoteDefinition',
        'gfmPotentialFootnoteCall',
      ]),
    )
    .use(() => requireShallow)
    .use(sinkHeadings)
    .use(remarkRehype)
    .use(rehypeSanitize, COMMENT_HTML)
    .use(markLinks, { rel: RELATIONS.comment, mayBeRelative: false })
    .use(directBlocks)
    .use(rehypeStringify)
    .freeze(),
  post: unified()
    .use(remarkParse)
    .use(remarkGfm, { singleTilde: false })
    .use(without([...HTML, EMAIL]))
    .use(() => requireShallow)
    .use(remarkRehype)
    .use(rehypeSanitize, POST_HTML)
    .use(markLinks, { rel: RELATIONS.post, mayBeRelative: true })
    .use(directBlocks)
    .use(rehypeStringify)
    .freeze(),
};

/**
 * Renders a text with any markup: parses it, and allows only what is safe in the HTML of its tree.
 *
 * @throws {TextTooComplexError} where it would cost too much.
 */
export function renderMarkup(markdown: string, kind: TextKind): Rendering {
  requireParsable(markdown);

  const renderer = renderers[kind];
  const tree = renderer.runSync(renderer.parse(markdown));
  const html = renderer.stringify(tree);

  // A long address can be defined once and used a thousand times.
  if (html.length > 100_000 + 20 * markdown.length) {
    throw new TextTooComplexError(
      'Expected a text whose HTML has a similar length; found one whose HTML is many times longer.',
    );
  }
  return { html, isBlank: isBlankHtml(tree) };
}

/** Leaves constructs of the parser out, by name: what they would have taken is text then. */
function without(constructs: string[]) {
  return function (this: Processor): void {
    const data = this.data();
    data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: constructs } }];
  };
}

/** Lets headings start at the fourth level: those above are the page's own. */
function sinkHeadings() {
  return (tree: Root): void => {
    const open: (Root | Root['children'][number])[] = [tree];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.type === 'heading') node.depth = node.depth === 1 ? 4 : node.depth === 2 ? 5 : 6;
      if ('children' in node) open.push(...node.children);
    }
  };
}
