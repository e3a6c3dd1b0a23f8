import { markup } from '../../text/markup.ts';
import { renderMarkdown, type TextKind } from '../../text/render-markdown.ts';
import { TextTooComplexError } from '../../text/require-renderable.ts';
import type { Tally } from '../tally.ts';

/** The HTML of an imported text. A text that is too complex to render is shown as it stands, as plain text. */
export function renderImported(
  markdown: string,
  { kind, tally }: { readonly kind: TextKind; readonly tally: Tally },
): string {
  try {
    return renderMarkdown(markdown, kind);
  } catch (error) {
    if (!(error instanceof TextTooComplexError)) throw error;
    tally.note('texts too complex to format, shown as plain text');
    return markdown
      .split(/\n{2,}/)
      .map((paragraph) => markup`<p>${paragraph}</p>`.html)
      .join('\n');
  }
}
