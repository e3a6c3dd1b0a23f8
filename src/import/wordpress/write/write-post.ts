import type { PoolClient } from 'pg';
import { RENDERER_VERSION } from '../../../text/render-markdown.ts';
import { suffixed } from '../../../text/slug.ts';
import type { ImportRun } from '../import-run.ts';
import { newId } from './new-id.ts';
import type { PreparedPost } from '../convert/prepare-post.ts';
import type { PostImport } from '../convert/prepare-import.ts';
import { writeTags } from './write-tags.ts';

interface NewPost extends Pick<PostImport, 'post' | 'tags'> {
  readonly prepared: PreparedPost;
  readonly run: ImportRun;
}

/** Writes a post with its tags and its empty discussion, in the transaction of the caller, and gives its id. */
export async function writePost(client: PoolClient, input: NewPost): Promise<string> {
  const { post, run } = input;
  const authorId = run.authorIds.get(run.manifest.authors.byLogin(post.login)?.login ?? '');
  const postId = await insertPost(client, { ...input, authorId });
  await client.query('INSERT INTO discussion (post_id, is_open, seq) VALUES ($1, $2, 1)', [postId, post.isOpen]);
  await client.query(
    `INSERT INTO event (post_id, seq, kind, actor_id, last_number) VALUES ($1, 1, 'POST_PUBLISHED', $2, 0)`,
    [postId, authorId],
  );
  await writeTags(client, { postId, tags: input.tags });
  return postId;
}

/** Somebody may take the address since it was found free: the next one is tried then. */
async function insertPost(
  client: PoolClient,
  { post, prepared, run, authorId }: NewPost & { authorId: string | undefined },
): Promise<string> {
  const postId = newId();
  for (let n = 1; ; n += 1) {
    const { rowCount } = await client.query(
      `INSERT INTO post (id, slug, title, excerpt, body, body_html, renderer_version, author_id, published_at,
                         created_at, updated_at, source, external_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12)
       ON CONFLICT (slug) DO NOTHING`,
      [
        ...[postId, suffixed(prepared.slug, n), prepared.title, prepared.excerpt, prepared.body],
        ...[prepared.bodyHtml, RENDERER_VERSION, authorId],
        ...[post.publishedAt, post.updatedAt, run.manifest.source, post.id],
      ],
    );
    if (rowCount === 1) return postId;
  }
}
