import { checkText } from '../../../text/text.ts';
import { MAX_COMMENT_BODY } from '../../../text/text-limits.ts';
import type { Manifest } from '../check-export.ts';
import { convertComment } from './convert-content.ts';
import type { ExportedComment } from '../read/exported.ts';
import { namePerson } from './name-person.ts';
import { renderImported } from './render-imported.ts';
import { splitText } from './split-text.ts';
import type { Tally } from '../../tally.ts';

/** A comment, or a part of a long one, in the words of this service. */
export interface PreparedComment {
  readonly externalId: string;
  /** WordPress' own number of it, which orders comments of the same second. */
  readonly rank: number;
  /** The first part is 0. */
  readonly part: number;
  readonly parentExternalId: string | null;
  /** The author's login; null for a guest. */
  readonly login: string | null;
  readonly guestName: string | null;
  readonly body: string;
  readonly bodyHtml: string;
  readonly createdAt: Date;
}

/**
 * Prepares a comment. One that is longer than comments may be goes on in replies to its first part, so that no word is
 * lost; one in which there is nothing to see becomes none.
 */
export function prepareComment(
  comment: ExportedComment,
  { manifest, tally }: { readonly manifest: Manifest; readonly tally: Tally },
): PreparedComment[] {
  const markdown = convertComment(comment.content, `${manifest.address}/`);
  if (checkText(markdown, { path: [], max: Infinity }) !== null) return [];

  const author = manifest.authors.byId(comment.userId);
  const parts = splitText(markdown, MAX_COMMENT_BODY);
  if (parts.length > 1) {
    tally.note(`comments longer than ${MAX_COMMENT_BODY.toLocaleString('en')} characters, continued in replies`);
  }

  return parts.map((body, part) => ({
    externalId: part === 0 ? comment.id : `${comment.id}/${part + 1}`,
    rank: Number(comment.id),
    part,
    parentExternalId: part === 0 ? comment.parentId : comment.id,
    login: author?.login ?? null,
    guestName: author === null ? namePerson(comment.authorName) || null : null,
    body,
    bodyHtml: renderImported(body, { kind: 'comment', tally }),
    createdAt: comment.writtenAt,
  }));
}
