import { markup, safeHtml } from '../text/markup.ts';
import type { CommentLine } from './reader-lines.ts';

/** What a comment says. Other software has no subjects of comments: one becomes the first paragraph. */
export function commentHtml({ subject, html }: Pick<CommentLine, 'subject' | 'html'>): string {
  if (subject === null) return html;
  return markup`<p dir="auto"><strong>${safeHtml(escapeAsRendered(subject))}</strong></p>\n${safeHtml(html)}`.html;
}

/** A text where other software keeps HTML: names, titles. */
export function textToHtml(text: string): string {
  return markup`${text}`.html;
}

/** As the renderer writes it once the subject is part of the text: the same file leaves again. */
function escapeAsRendered(text: string): string {
  return text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;');
}
