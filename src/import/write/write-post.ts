import type { Connection } from '../../data/database/transaction.ts';
import { RENDERER_VERSION } from '../../text/markdown/render-markdown.ts';
import { suffixed } from '../../text/slug.ts';
import type { PostTexts, PreparedPost, PreparedTag } from '../prepared.ts';
import type { ImportRun } from './import-run.ts';
import { newId } from '../../data/database/new-id.ts';
import { findPage, findTags } from './read-present.ts';

interface NewPost {
  readonly post: PreparedPost;
  readonly texts: PostTexts;
}

/** Writes a post with its tags and its empty discussion, in the transaction of the caller, and gives its id. */
export async function writePost(run: ImportRun, { post, texts }: NewPost): Promise<string> {
  const client = run.connection.current;
  const authorId = run.authorIds.get(post.authorExternalId ?? '') ?? null;
  const { postId, isNew } = await insertPost(run, { post, texts, authorId });
  if (!isNew) return postId;
  await client.query('INSERT INTO discussion (post_id, is_open, seq) VALUES ($1, $2, 1)', [postId, post.isOpen]);
  await client.query(
    `INSERT INTO event (post_id, seq, kind, actor_id, last_number) VALUES ($1, 1, 'POST_PUBLISHED', $2, 0)`,
    [postId, authorId],
  );
  await writeTags(client, { postId, tags: post.tags });
  await writeFormerSlug(client, { postId, formerSlug: texts.formerSlug });
  return postId;
}

/**
 * Another post may have taken the slug since it was found free: then the next one is tried. A page that somebody has opened
 * since it was missing is that post.
 */
async function insertPost(
  { connection, source }: ImportRun,
  { post, texts, authorId }: NewPost & { readonly authorId: string | null },
): Promise<{ readonly postId: string; readonly isNew: boolean }> {
  const client = connection.current;
  const postId = newId();
  for (let n = 1; ; n += 1) {
    const { rowCount } = await client.query(
      `INSERT INTO post (id, slug, title, excerpt, body, body_html, renderer_version, author_id, published_at,
                         created_at, updated_at, source, external_id, page_url, page_key, is_listed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13, $14, $14::text IS NULL)
       ON CONFLICT DO NOTHING`,
      [
        ...[postId, suffixed(texts.slug, n), texts.title, texts.excerpt, texts.body, texts.bodyHtml, RENDERER_VERSION],
        ...[authorId, post.publishedAt, post.updatedAt, source, post.externalId],
        ...[post.page?.url ?? null, post.page?.key ?? null],
      ],
    );
    if (rowCount === 1) return { postId, isNew: true };
    const opened = post.page === undefined ? null : await findPage(client, post.page.key);
    if (opened !== null) return { postId: opened, isNew: false };
  }
}

/** Files a post under its tags. A tag that is there keeps its label and its kind. */
async function writeTags(
  client: Connection,
  { postId, tags }: { readonly postId: string; readonly tags: readonly PreparedTag[] },
): Promise<void> {
  if (tags.length === 0) return;

  // Always in the same order, so that two transactions never wait for each other.
  const sorted = tags.toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
  await client.query(
    `INSERT INTO tag (id, slug, label) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT (slug) DO NOTHING`,
    [sorted.map(newId), sorted.map(({ slug }) => slug), sorted.map(({ label }) => label)],
  );
  const slugs = tags.map(({ slug }) => slug);
  const ids = await findTags(client, slugs);
  await client.query('INSERT INTO post_tag (post_id, tag_id, place) SELECT $1, * FROM unnest($2::uuid[], $3::int[])', [
    postId,
    slugs.map((slug) => ids.get(slug)),
    slugs.map((_, place) => place),
  ]);
}

/** In characters. An index holds it; WordPress allows 200. */
const MAX_FORMER_SLUG = 500;

/** Leads readers on from where the post stood. A post that stands there now has the address. */
async function writeFormerSlug(
  client: Connection,
  { postId, formerSlug }: { readonly postId: string; readonly formerSlug: string },
): Promise<void> {
  if (formerSlug.length > MAX_FORMER_SLUG) return;
  await client.query(
    `INSERT INTO former_slug (slug, post_id) SELECT $1, id FROM post WHERE id = $2 AND slug <> $1 ON CONFLICT DO NOTHING`,
    [formerSlug, postId],
  );
}
