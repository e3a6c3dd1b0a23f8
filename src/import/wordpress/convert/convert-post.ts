import { convertComment } from '../../convert/convert-comment.ts';
import { namePerson } from '../../convert/name-person.ts';
import type { ConvertibleComment, PreparedPost } from '../../prepared.ts';
import type { Tally } from '../../report/tally.ts';
import type { ExportedAuthor, ExportedComment, ExportedPost } from '../read/exported.ts';
import type { Site } from '../read/read-site.ts';
import { findCommentFault } from '../read/skip-reasons.ts';
import { identifyAuthor } from './convert-author.ts';
import { convertTags } from './convert-tags.ts';
import { convertTexts } from './convert-texts.ts';

interface Context {
  readonly site: Site;
  readonly tally: Tally;
}

/** A post with its comments, in the terms of this service. */
export function convertPost(post: ExportedPost, context: Context): PreparedPost {
  const { id, line, isOpen, publishedAt, updatedAt, comments } = post;
  return {
    externalId: id,
    line,
    authorExternalId: identify(context.site.authors.byLogin(post.login)),
    ...{ isOpen, publishedAt, updatedAt },
    ...convertTags(post.terms),
    convert: () => convertTexts(post, context),
    comments: comments.filter((comment) => isTaken(comment, context)).map((comment) => toConvertible(comment, context)),
    parents: new Map(comments.map((comment) => [comment.id, comment.parentId])),
  };
}

function isTaken(comment: ExportedComment, { tally }: Context): boolean {
  const fault = findCommentFault(comment);
  if (fault !== null) tally.skip('comments', fault, { line: comment.line });
  return fault === null;
}

function toConvertible(comment: ExportedComment, { site, tally }: Context): ConvertibleComment {
  return { externalId: comment.id, line: comment.line, convert };

  function convert() {
    const author = site.authors.byId(comment.userId);
    const prepared = {
      externalId: comment.id,
      // An id that was made of a text is no number.
      rank: Number(comment.id) || 0,
      parentExternalId: comment.parentId,
      authorExternalId: identify(author),
      guestName: author === null ? namePerson(comment.authorName) || null : null,
      // Shortcodes in it are text: WordPress does not expand them in a comment either.
      html: comment.content,
      createdAt: comment.writtenAt,
    };
    return convertComment(prepared, { base: `${site.address}/`, tally });
  }
}

function identify(author: ExportedAuthor | null): string | null {
  return author === null ? null : identifyAuthor(author);
}
