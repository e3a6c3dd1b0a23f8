// The only elements, attributes and schemes that ever leave the renderer. What is not named here is left out.
import type { Options } from 'rehype-sanitize';

const PROSE = ['a', 'blockquote', 'br', 'code', 'del', 'em', 'hr', 'input', 'li', 'ol', 'p', 'pre', 'strong', 'ul'];
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const TABLES = ['table', 'tbody', 'td', 'th', 'thead', 'tr'];

export const COMMENT_HTML: Options = {
  tagNames: [...PROSE, ...HEADINGS, ...TABLES],
  attributes: {
    a: ['href', 'title'],
    code: [['className', /^language-[\w+#.-]{1,40}$/]],
    input: [
      ['type', 'checkbox'],
      ['disabled', true],
      ['checked', true],
    ],
    li: [['className', 'task-list-item']],
    ol: ['start', ['className', 'contains-task-list']],
    td: [['align', 'left', 'center', 'right']],
    th: [['align', 'left', 'center', 'right']],
    ul: [['className', 'contains-task-list']],
  },
  required: { input: { type: 'checkbox', disabled: true } },
  protocols: { href: ['http', 'https', 'mailto'] },
  ancestors: Object.fromEntries(TABLES.slice(1).map((name) => [name, ['table']])),
  clobber: ['id', 'ariaDescribedBy'],
  clobberPrefix: 'user-content-',
  strip: ['script', 'style'],
};

/** A post may also show pictures and footnotes. */
export const POST_HTML: Options = {
  ...COMMENT_HTML,
  tagNames: [...(COMMENT_HTML.tagNames ?? []), 'img', 'section', 'sup'],
  attributes: {
    ...COMMENT_HTML.attributes,
    a: [
      'href',
      'title',
      'id',
      'ariaDescribedBy',
      'ariaLabel',
      'dataFootnoteRef',
      'dataFootnoteBackref',
      ['className', 'data-footnote-backref'],
    ],
    h2: ['id', ['className', 'sr-only']],
    img: ['src', 'alt', 'title'],
    li: ['id', ['className', 'task-list-item']],
    section: ['dataFootnotes', ['className', 'footnotes']],
  },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  // The renderer's own ids (`user-content-fn-1`) bear the prefix already.
  clobber: [],
};
