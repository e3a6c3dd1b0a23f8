// The columns of a row that an archive leaves out, because they follow from the others.
import { isVisible } from '../../text/blank.ts';
import { markup } from '../../text/markup.ts';
import { RENDERER_VERSION, renderMarkdown } from '../../text/markdown/render-markdown.ts';
import type { TextKind } from '../../text/markdown/rendering.ts';
import { TextTooComplexError } from '../../text/markdown/require-renderable.ts';
import { readPageAddress } from '../../text/address/page-address.ts';
import type { Values } from './parse-line.ts';

/** The types of the columns that follow, by the type of the record. */
const texts = { bodyHtml: 'text', rendererVersion: 'int4' };
export const DERIVED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  post: { ...texts, pageKey: 'text' },
  comment: texts,
  heldComment: texts,
};

/**
 * HTML is never taken from a file: it is rendered, and sanitised, from the text.
 *
 * @param isRendered the row is here with this very text, and keeps its HTML.
 */
export function derive(type: string, { body, pageUrl }: Values, isRendered = false): Values {
  if (DERIVED[type] === undefined) return {};
  const kind = type === 'post' ? 'post' : 'comment';
  const rendered = {
    bodyHtml: typeof body === 'string' ? (isRendered ? '' : render(body, kind)) : null,
    rendererVersion: RENDERER_VERSION,
  };
  if (type !== 'post') return rendered;
  return { ...rendered, pageKey: typeof pageUrl === 'string' ? (readPageAddress(pageUrl)?.key ?? null) : null };
}

function render(markdown: string, kind: TextKind): string {
  // What was erased, and is nothing.
  if (markdown === '') return '';
  try {
    return renderMarkdown(markdown, kind).html;
  } catch (error) {
    if (!(error instanceof TextTooComplexError)) throw error;
    return isVisible(markdown) ? markup`<p dir="auto">${markdown}</p>`.html : '';
  }
}
