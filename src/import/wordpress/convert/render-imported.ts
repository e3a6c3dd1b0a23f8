import { renderMarkdown, type TextKind } from '../../../text/render-markdown.ts';
import { TextTooComplexError } from '../../../text/text-too-complex-error.ts';
import type { Tally } from '../../tally.ts';

/** The HTML of an imported text; of one that is too intricate to be rendered, the Markdown itself, as plain text. */
export function renderImported(
  markdown: string,
  { kind, tally }: { readonly kind: TextKind; readonly tally: Tally },
): string {
  try {
    return renderMarkdown(markdown, kind);
  } catch (error) {
    if (!(error instanceof TextTooComplexError)) throw error;
    tally.note('texts too intricate to format, shown as plain text');
    return markdown
      .split(/\n{2,}/)
      .map((paragraph) => `<p>${escape(paragraph)}</p>`)
      .join('\n');
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
