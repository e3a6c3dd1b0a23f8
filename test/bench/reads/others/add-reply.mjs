/**
 * The statement that adds a reply to a published comment, with its number, and moves the counters. Its first four values are the
 * post, the comment above, the text, and the mutation's id. It has no checks, no Markdown, and no log.
 * @param {{ account: string, returning: string }} options Expressions of SQL: the author's id, and what is returned of the row `c`.
 */
export function addReply({ account, returning }) {
  return `
  WITH above AS (
    SELECT id, path FROM comment WHERE id = $2 AND post_id = $1 AND status = 'PUBLISHED'
  ), counted AS (
    UPDATE discussion SET last_number = last_number + 1, comment_count = comment_count + 1
    WHERE post_id = $1 AND EXISTS (SELECT FROM above)
    RETURNING last_number AS number
  ), replied AS (
    UPDATE comment SET reply_count = reply_count + 1, reply_places = reply_places + 1 WHERE id = (SELECT id FROM above)
  )
  INSERT INTO comment AS c
    (id, post_id, parent_id, number, path, body, body_html, renderer_version, author_id, client_mutation_id)
  SELECT gen_random_uuid(), $1, above.id, number, path || number, $3, '<p dir="auto">' || $3 || '</p>', 1000, ${account}, $4
  FROM above, counted
  RETURNING ${returning}`;
}
