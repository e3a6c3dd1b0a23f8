import { renderMarkup } from './render-markup.ts';
import { renderSimple } from './render-simple.ts';
import type { Rendering, TextKind } from './rendering.ts';

/**
 * Raise it with every change of the HTML that the same Markdown becomes: the texts of older versions are then rendered again in
 * the background (`live/upkeep/rerendering.ts`).
 */
export const RENDERER_VERSION = 2;

/**
 * Markdown (CommonMark with GitHub's tables, task lists, strike-through and bare links) as HTML that is safe to show.
 * HTML in it is shown as the text that it is. Links lead to http, https and mailto addresses only. Each block is written in
 * the direction of its own words.
 *
 * @throws {TextTooComplexError} where it would cost too much. It depends on the text alone, never on the load of the machine.
 */
export function renderMarkdown(markdown: string, kind: TextKind): Rendering {
  return renderSimple(markdown, kind) ?? renderMarkup(markdown, kind);
}
