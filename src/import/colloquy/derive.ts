// The columns of a row that an archive leaves out, because they follow from the others.
import { renderAny } from '../../text/markdown/render-any.ts';
import { RENDERER_VERSION } from '../../text/markdown/render-markdown.ts';
import { readPageAddress } from '../../text/address/page-address.ts';
import type { Values } from './read/parse-line.ts';

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
    bodyHtml: typeof body === 'string' ? (isRendered ? '' : renderAny(body, kind).html) : null,
    rendererVersion: RENDERER_VERSION,
  };
  if (type !== 'post') return rendered;
  return { ...rendered, pageKey: typeof pageUrl === 'string' ? (readPageAddress(pageUrl)?.key ?? null) : null };
}
