import { addReply } from '../add-reply.mjs';
import { prepare } from './database.mjs';

const POST = 'p.id, p.slug, p.title, p.kicker, p.excerpt, p.published_at AS "publishedAt", p.author_id AS "authorId"';

const COMMENT = `c.id, c.number, c.path, c.subject, c.body, c.body_html AS "bodyHtml", c.created_at AS "createdAt",
  c.reply_count AS "replyCount", c.reply_places AS "replyPlaces", c.client_mutation_id AS "clientMutationId",
  c.post_id AS "postId", c.parent_id AS "parentId", c.author_id AS "authorId"`;

export const findPost = {
  bySlug: prepare('post-by-slug', `SELECT ${POST} FROM post p WHERE p.slug = $1 AND p.published_at IS NOT NULL`),
  byId: prepare('post-by-id', `SELECT ${POST} FROM post p WHERE p.id = $1 AND p.published_at IS NOT NULL`),
};

export const findNewestPosts = prepare(
  'newest-posts',
  `SELECT ${POST} FROM post p WHERE p.published_at IS NOT NULL ORDER BY p.published_at DESC, p.id DESC LIMIT $1`,
);

export const findDiscussions = prepare(
  'discussions',
  `SELECT post_id AS id, comment_count AS "commentCount", top_level_places AS "topLevelPlaces" FROM discussion
   WHERE post_id = ANY ($1::uuid[])`,
);

export const findAuthors = prepare(
  'authors',
  `SELECT id, handle, display_name AS "displayName", avatar_url AS "avatarUrl" FROM author WHERE id = ANY ($1::uuid[])`,
);

export const findTags = prepare(
  'tags',
  `SELECT pt.post_id AS parent, t.id, t.slug, t.label, t.kind FROM post_tag pt JOIN tag t ON t.id = pt.tag_id
   WHERE pt.post_id = ANY ($1::uuid[]) ORDER BY pt.place`,
);

export const findComments = prepare('comments', `SELECT ${COMMENT} FROM comment c WHERE c.id = ANY ($1::uuid[])`);

/** Of each post the last comments, as many as are asked for and one more. */
export const findLastComments = prepare(
  'last-comments',
  `SELECT asked.id AS parent, ${COMMENT} FROM unnest($1::uuid[], $2::int[]) AS asked (id, size)
   CROSS JOIN LATERAL (
     SELECT * FROM comment WHERE post_id = asked.id ORDER BY number DESC LIMIT asked.size + 1
   ) c ORDER BY c.number`,
);

/** Of each post the first top-level comments, as many as are asked for and one more. */
export const findTopLevel = prepare(
  'top-level',
  // PostgreSQL does not see that the index is in the order of numbers where the parent is null.
  `SELECT asked.id AS parent, ${COMMENT} FROM unnest($1::uuid[], $2::int[]) AS asked (id, size)
   CROSS JOIN LATERAL (
     SELECT * FROM comment WHERE post_id = asked.id AND parent_id IS NULL ORDER BY parent_id, number LIMIT asked.size + 1
   ) c ORDER BY c.number`,
);

/** Of each comment the first replies, as many as are asked for and one more. */
export const findReplies = prepare(
  'replies',
  `SELECT asked.id AS parent, ${COMMENT} FROM unnest($1::uuid[], $2::int[], $3::uuid[]) AS asked (id, size, post_id)
   CROSS JOIN LATERAL (
     SELECT * FROM comment WHERE post_id = asked.post_id AND parent_id = asked.id ORDER BY number LIMIT asked.size + 1
   ) c ORDER BY c.number`,
);

export const createReply = prepare('create-reply', addReply({ account: '$5', returning: COMMENT }));
