import pg from 'pg';
import type { Subject } from './documents.ts';
import { encodeGlobalId } from '../../../src/relay/global-id.ts';

/**
 * Fills the database beside the service: 100 posts of 100 comments, and one of a thousand comments directly under it, the
 * first of which has three generations of 18 replies each, 6,174 in all. Each text is of 400 characters.
 */
export async function fill(databaseUrl: string): Promise<Subject> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(FILL);
    const { rows } = await client.query<{ post: string; comment: string }>(
      `SELECT p.id AS post, c.id AS comment FROM post p JOIN comment c ON c.post_id = p.id AND c.number = 1 WHERE p.slug = 'the-largest'`,
    );
    const [first] = rows;
    if (first === undefined) throw new Error('Expected the post to have a first comment.');
    return {
      slug: 'the-largest',
      postId: encodeGlobalId('Post', first.post),
      commentId: encodeGlobalId('Comment', first.comment),
    };
  } finally {
    await client.end();
  }
}

const FILL = `
  INSERT INTO author (id, handle, display_name) VALUES (gen_random_uuid(), 'abuse', 'Somebody');
  INSERT INTO post (id, slug, title, excerpt, body, body_html, renderer_version, author_id, published_at)
  SELECT gen_random_uuid(), CASE n WHEN 0 THEN 'the-largest' ELSE 'post-' || n END, 'Post ' || n, 'Text.', 'Text.', '<p>Text.</p>', 1000, a.id, now() - n * interval '1 minute'
  FROM generate_series(0, 100) n, author a WHERE a.handle = 'abuse';
  INSERT INTO discussion (post_id) SELECT id FROM post WHERE slug = 'the-largest' OR slug LIKE 'post-%';

  INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version, author_id)
  SELECT gen_random_uuid(), p.id, n, ARRAY[n], repeat('Some text. ', 36), '<p>' || repeat('Some text. ', 36) || '</p>', 1000, p.author_id
  FROM post p, generate_series(1, 1000) n WHERE p.slug = 'the-largest' OR (p.slug LIKE 'post-%' AND n <= 100);

  ${[1, 2, 3]
    .map(
      (depth) => `
  INSERT INTO comment (id, post_id, parent_id, number, path, body, body_html, renderer_version, author_id)
  SELECT gen_random_uuid(), c.post_id, c.id, m.most + r.place, c.path || (m.most + r.place)::int, c.body, c.body_html, 1000, c.author_id
  FROM post p
  CROSS JOIN LATERAL (SELECT max(number) AS most FROM comment WHERE post_id = p.id) m
  CROSS JOIN LATERAL (
    SELECT parent.id, row_number() OVER (ORDER BY parent.number, n)::int AS place
    FROM comment parent, generate_series(1, 18) n
    WHERE parent.post_id = p.id AND parent.path[1] = 1 AND cardinality(parent.path) = ${depth}) r
  JOIN comment c ON c.id = r.id
  WHERE p.slug = 'the-largest';`,
    )
    .join('')}

  UPDATE comment c SET reply_count = k.replies, reply_places = k.replies
  FROM (SELECT parent_id, count(*)::int AS replies FROM comment WHERE parent_id IS NOT NULL GROUP BY parent_id) k WHERE c.id = k.parent_id;
  UPDATE discussion d SET last_number = k.last, comment_count = k.last, top_level_places = k.top
  FROM (SELECT post_id, max(number) AS last, (count(*) FILTER (WHERE parent_id IS NULL))::int AS top FROM comment GROUP BY post_id) k
  WHERE d.post_id = k.post_id;
  ANALYZE;
`;
