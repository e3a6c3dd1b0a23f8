import { readChild, type ExportNode } from './export-node.ts';
import type { ExportedComment, ExportedPost, ExportedTerm } from './exported.ts';
import { ImportError } from '../../import-error.ts';
import { findDate, findId, parseFeedDate, requireId } from './parse-fields.ts';

/**
 * An item that is a post, with its comments.
 *
 * @throws {ImportError} with the line, for an invalid id or date.
 */
export function parsePost(item: ExportNode): ExportedPost {
  const id = requireId(item, 'wp:post_id');
  // The local date is in a time zone that the export does not name; read as UTC, it is a few hours off at most.
  const publishedAt = findDate(item, ['wp:post_date_gmt', 'wp:post_date']) ?? parseFeedDate(readChild(item, 'pubDate'));
  if (publishedAt === null) throw new ImportError(`the published post ${id} has no date`, item.line);
  const updatedAt = findDate(item, ['wp:post_modified_gmt']);

  return {
    id,
    title: readChild(item, 'title'),
    slug: decodeSlug(readChild(item, 'wp:post_name')),
    login: readChild(item, 'dc:creator').trim(),
    content: readChild(item, 'content:encoded'),
    excerpt: readChild(item, 'excerpt:encoded'),
    publishedAt,
    updatedAt: updatedAt !== null && updatedAt > publishedAt ? updatedAt : publishedAt,
    isOpen: readChild(item, 'wp:comment_status').trim() === 'open',
    terms: item.children.flatMap(parseTerm),
    comments: item.children
      .filter((child) => child.name === 'wp:comment')
      .map((comment) => parseComment(comment, publishedAt)),
  };
}

function parseTerm(node: ExportNode): ExportedTerm[] {
  const { domain, nicename } = node.attributes;
  if (node.name !== 'category' || (domain !== 'category' && domain !== 'post_tag')) return [];
  return [{ slug: decodeSlug(nicename ?? ''), label: node.text }];
}

function parseComment(comment: ExportNode, publishedAt: Date): ExportedComment {
  return {
    id: requireId(comment, 'wp:comment_id'),
    parentId: findId(readChild(comment, 'wp:comment_parent')),
    userId: findId(readChild(comment, 'wp:comment_user_id')),
    authorName: readChild(comment, 'wp:comment_author'),
    content: readChild(comment, 'wp:comment_content'),
    approved: readChild(comment, 'wp:comment_approved').trim(),
    type: readChild(comment, 'wp:comment_type').trim(),
    writtenAt: findDate(comment, ['wp:comment_date_gmt', 'wp:comment_date']) ?? publishedAt,
  };
}

/** WordPress stores slugs in scripts other than Latin percent-encoded. */
function decodeSlug(slug: string): string {
  try {
    return decodeURIComponent(slug.trim());
  } catch {
    return slug.trim();
  }
}
