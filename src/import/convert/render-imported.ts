import { renderAny } from '../../text/markdown/render-any.ts';
import type { Rendering, TextKind } from '../../text/markdown/rendering.ts';
import type { Tally } from '../report/tally.ts';

/** An imported text as it is shown. */
export function renderImported(
  markdown: string,
  { kind, tally }: { readonly kind: TextKind; readonly tally: Tally },
): Rendering {
  const { html, isBlank, isFormatted } = renderAny(markdown, kind);
  if (!isFormatted) tally.note('texts too complex to format, shown as plain text');
  return { html, isBlank };
}
