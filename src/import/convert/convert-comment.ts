import { MAX_COMMENT_BODY } from '../../text/text-limits.ts';
import { checkText } from '../../text/text.ts';
import { identifyPart } from '../fields/identify.ts';
import { htmlToMarkdown } from '../html/html-to-markdown.ts';
import type { PreparedComment } from '../prepared.ts';
import type { Tally } from '../report/tally.ts';
import { splitText } from './cut-text.ts';
import { renderImported } from './render-imported.ts';

type Comment = Omit<PreparedComment, 'part' | 'body' | 'bodyHtml'>;

/** A comment as its text stands in a file. */
interface HtmlComment extends Comment {
  readonly html: string;
}

interface MarkdownComment extends Comment {
  readonly markdown: string;
}

/** A comment of HTML in Markdown, as {@link convertMarkdown} takes it. */
export function convertComment(
  { html, ...comment }: HtmlComment,
  { base, tally }: { readonly base: string; readonly tally: Tally },
): PreparedComment[] {
  return convertMarkdown(
    { ...comment, markdown: htmlToMarkdown(html, { base, isTyped: true, hasPictures: false }) },
    tally,
  );
}

/**
 * A comment in Markdown. One that is longer than comments may be is continued in replies to its first part, so that no
 * word is lost; one without any visible text gives none.
 */
export function convertMarkdown({ markdown, ...comment }: MarkdownComment, tally: Tally): PreparedComment[] {
  if (checkText(markdown, { path: [], max: Infinity }) !== null) return [];

  const parts = splitText(markdown, MAX_COMMENT_BODY);
  if (parts.length > 1) {
    tally.note(`comments longer than ${MAX_COMMENT_BODY.toLocaleString('en')} characters, continued in replies`);
  }
  return parts
    .map((body) => ({ body, ...renderImported(body, { kind: 'comment', tally }) }))
    .filter(({ isBlank }) => !isBlank)
    .map(({ body, html: bodyHtml }, part) => ({
      ...comment,
      ...(part === 0
        ? {}
        : { externalId: identifyPart(comment.externalId, part + 1), parentExternalId: comment.externalId }),
      part,
      body,
      bodyHtml,
    }));
}
