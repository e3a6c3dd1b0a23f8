import { isVisible } from '../../text/blank.ts';
import { markup } from '../../text/markup.ts';
import { renderMarkdown } from '../../text/markdown/render-markdown.ts';
import type { Rendering, TextKind } from '../../text/markdown/rendering.ts';
import { TextTooComplexError } from '../../text/markdown/require-renderable.ts';
import type { Tally } from '../report/tally.ts';

/** An imported text as it is shown. A text that is too complex to render is shown as it stands, as plain text. */
export function renderImported(
  markdown: string,
  { kind, tally }: { readonly kind: TextKind; readonly tally: Tally },
): Rendering {
  try {
    return renderMarkdown(markdown, kind);
  } catch (error) {
    if (!(error instanceof TextTooComplexError)) throw error;
    tally.note('texts too complex to format, shown as plain text');
    const html = markdown
      .split(/\n{2,}/)
      .map((paragraph) => markup`<p dir="auto">${paragraph}</p>`.html)
      .join('\n');
    return { html, isBlank: !isVisible(markdown) };
  }
}
