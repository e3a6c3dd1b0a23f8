import { isVisible } from '../blank.ts';
import { markup } from '../markup.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { Rendering, TextKind } from './rendering.ts';
import { TextTooComplexError } from './require-renderable.ts';

/** A text that was written elsewhere and is shown whatever it costs, so that nothing of an import is lost. */
interface AnyRendering extends Rendering {
  /** False for a text that is too complex to render: its paragraphs are shown as they stand, as plain text. */
  readonly isFormatted: boolean;
}

export function renderAny(markdown: string, kind: TextKind): AnyRendering {
  try {
    return { ...renderMarkdown(markdown, kind), isFormatted: true };
  } catch (error) {
    if (!(error instanceof TextTooComplexError)) throw error;
    const paragraphs = markdown.split(/\n{2,}/).filter(isVisible);
    const html = paragraphs.map((paragraph) => markup`<p dir="auto">${paragraph}</p>`.html).join('\n');
    return { html, isBlank: paragraphs.length === 0, isFormatted: false };
  }
}
