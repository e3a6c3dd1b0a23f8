import type { ClientBase } from 'pg';
import { RENDERER_VERSION } from '../../../../src/text/markdown/render-markdown.ts';
import { makeBlock, type Block, type CommentRow, type PostRow } from './block.ts';
import { insertRows, type Columns } from './insert-rows.ts';
import type { Scale } from './scale.ts';
import { makeSite, type AuthorRow, type TagRow } from './site.ts';

/** Loads the data set into a migrated, empty database: every row as the service itself would have written it. */
export async function loadData(client: ClientBase, scale: Scale): Promise<void> {
  const site = makeSite(scale);
  await insertRows(client, 'author', { columns: authorColumns, rows: site.authors });
  await insertRows(client, 'tag', { columns: tagColumns, rows: site.tags });
  // The oldest first, as they were written.
  let position = 0;
  for (let number = scale.blocks - 1; number >= 0; number -= 1) {
    position = await loadBlock(client, { block: makeBlock(number, { scale, site }), position });
  }
  await client.query('UPDATE site_log SET last_position = $1', [position]);
}

/** @returns the position of its last event in the log of all posts. */
async function loadBlock(client: ClientBase, { block, position }: { block: Block; position: number }): Promise<number> {
  const posts = block.posts.toReversed();
  await client.query('BEGIN');
  await insertRows(client, 'post', { columns: postColumns, rows: posts });
  await insertRows(client, 'discussion', { columns: discussionColumns, rows: posts });
  await insertRows(client, 'post_tag', { columns: postTagColumns, rows: posts.flatMap(tagsOf) });
  await insertRows(client, 'comment', { columns: commentColumns, rows: block.comments });
  const events = [...posts.map(publication), ...block.comments.map(addition)];
  const placed = events.map((event, index) => ({ ...event, position: position + index + 1 }));
  await insertRows(client, 'event', { columns: eventColumns, rows: placed });
  await client.query('COMMIT');
  return position + events.length;
}

const authorColumns: Columns<AuthorRow> = {
  id: ['uuid', ({ id }) => id],
  issuer: ['text', () => ''],
  subject: ['text', ({ subject }) => subject],
  handle: ['text', ({ handle }) => handle],
  display_name: ['text', ({ displayName }) => displayName],
  avatar_url: ['text', ({ avatarUrl }) => avatarUrl],
  created_at: ['timestamptz', ({ createdAt }) => createdAt],
};

const tagColumns: Columns<TagRow> = {
  id: ['uuid', ({ id }) => id],
  slug: ['text', ({ slug }) => slug],
  label: ['text', ({ label }) => label],
  kind: ['tag_kind', ({ kind }) => kind],
  created_at: ['timestamptz', ({ createdAt }) => createdAt],
};

const postColumns: Columns<PostRow> = {
  id: ['uuid', ({ id }) => id],
  slug: ['text', ({ slug }) => slug],
  title: ['text', ({ title }) => title],
  kicker: ['text', ({ kicker }) => kicker],
  excerpt: ['text', ({ text }) => text.excerpt],
  body: ['text', ({ text }) => text.body],
  body_html: ['text', ({ text }) => text.html],
  renderer_version: ['int', () => RENDERER_VERSION],
  author_id: ['uuid', ({ author }) => author.id],
  published_at: ['timestamptz', ({ publishedAt }) => publishedAt],
  created_at: ['timestamptz', ({ publishedAt }) => publishedAt],
  updated_at: ['timestamptz', ({ publishedAt }) => publishedAt],
};

const discussionColumns: Columns<PostRow> = {
  post_id: ['uuid', ({ id }) => id],
  seq: ['int', ({ comments }) => comments + 1],
  last_number: ['int', ({ comments }) => comments],
  comment_count: ['int', ({ comments }) => comments],
  top_level_places: ['int', ({ topLevel }) => topLevel],
};

interface PostTag {
  readonly postId: string;
  readonly tagId: string;
  readonly place: number;
}

const postTagColumns: Columns<PostTag> = {
  post_id: ['uuid', ({ postId }) => postId],
  tag_id: ['uuid', ({ tagId }) => tagId],
  place: ['int', ({ place }) => place],
};

function tagsOf({ id, tagIds }: PostRow): PostTag[] {
  return tagIds.map((tagId, place) => ({ postId: id, tagId, place }));
}

const commentColumns: Columns<CommentRow> = {
  id: ['uuid', ({ id }) => id],
  post_id: ['uuid', ({ post }) => post.id],
  parent_id: ['uuid', ({ parent }) => parent?.id ?? null],
  number: ['int', ({ number }) => number],
  path: ['int[]', ({ path }) => `{${path.join(',')}}`],
  subject: ['text', ({ subject }) => subject],
  body: ['text', ({ text }) => text.body],
  body_html: ['text', ({ text }) => text.html],
  renderer_version: ['int', () => RENDERER_VERSION],
  author_id: ['uuid', ({ author }) => author.id],
  reply_count: ['int', ({ replies }) => replies],
  reply_places: ['int', ({ replies }) => replies],
  created_at: ['timestamptz', ({ at }) => new Date(at)],
};

interface EventRow {
  readonly postId: string;
  readonly seq: number;
  readonly kind: 'POST_PUBLISHED' | 'COMMENT_ADDED';
  readonly commentId: string | null;
  readonly actorId: string;
  readonly occurredAt: Date;
  readonly lastNumber: number;
}

const eventColumns: Columns<EventRow & { readonly position: number }> = {
  post_id: ['uuid', ({ postId }) => postId],
  seq: ['int', ({ seq }) => seq],
  kind: ['event_kind', ({ kind }) => kind],
  comment_id: ['uuid', ({ commentId }) => commentId],
  actor_id: ['uuid', ({ actorId }) => actorId],
  occurred_at: ['timestamptz', ({ occurredAt }) => occurredAt],
  last_number: ['int', ({ lastNumber }) => lastNumber],
  position: ['bigint', ({ position }) => position],
};

function publication({ id, author, publishedAt }: PostRow): EventRow {
  const first = { seq: 1, kind: 'POST_PUBLISHED', commentId: null, lastNumber: 0 } as const;
  return { ...first, postId: id, actorId: author.id, occurredAt: publishedAt };
}

function addition({ id, post, author, number, at }: CommentRow): EventRow {
  const event = { kind: 'COMMENT_ADDED', commentId: id, actorId: author.id, lastNumber: number } as const;
  return { ...event, postId: post.id, seq: number + 1, occurredAt: new Date(at) };
}
