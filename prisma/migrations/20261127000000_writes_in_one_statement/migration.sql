-- A comment in one statement, which is one transaction: the row, the counters that it moves, and its event.
--
-- Whether it may be written is decided by the service, which passes what it saw. Here nothing is decided, only compared: where
-- something is no longer as it was seen, nothing is written and no row is returned, and the service looks again.
--
-- Each statement of the function sees what was committed before that statement began, as every function that is not STABLE does in
-- READ COMMITTED. So the second one sees what was written while the first one waited for the lock.
CREATE FUNCTION "add_comment" (
  new_id UUID,
  new_post_id UUID,
  new_parent_id UUID,
  new_subject TEXT,
  new_body TEXT,
  new_body_html TEXT,
  new_renderer_version INTEGER,
  new_author_id UUID,
  new_guest_name TEXT,
  new_voice_hash TEXT,
  new_key TEXT,
  new_hash TEXT,
  new_created_at TIMESTAMPTZ,
  seen_is_open BOOLEAN,
  seen_published_at TIMESTAMPTZ,
  seen_parent_status "comment_status",
  seen_parent_subject TEXT
) RETURNS TABLE (
  "number" INTEGER,
  seq INTEGER,
  comment_count INTEGER,
  top_level_places INTEGER,
  post_updated_at TIMESTAMPTZ,
  parent_edited_at TIMESTAMPTZ,
  parent_reply_count INTEGER,
  parent_reply_places INTEGER
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  parent_path INTEGER[];
BEGIN
  -- The lock that every writer of the discussion holds until it commits.
  PERFORM FROM discussion WHERE post_id = new_post_id FOR UPDATE;

  UPDATE discussion d
  SET seq = d.seq + 1,
    last_number = d.last_number + 1,
    comment_count = d.comment_count + 1,
    top_level_places = d.top_level_places + CASE WHEN new_parent_id IS NULL THEN 1 ELSE 0 END
  FROM post p LEFT JOIN comment parent ON parent.post_id = new_post_id AND parent.id = new_parent_id
  WHERE d.post_id = new_post_id AND p.id = new_post_id
    AND d.is_open = seen_is_open
    AND p.published_at IS NOT DISTINCT FROM seen_published_at
    AND parent.status IS NOT DISTINCT FROM seen_parent_status
    AND parent.subject IS NOT DISTINCT FROM seen_parent_subject
    -- By this very call, the answer of which was lost; or under the same key.
    AND NOT EXISTS (SELECT FROM comment WHERE id = new_id)
    AND (new_key IS NULL OR new_author_id IS NULL
      OR NOT EXISTS (SELECT FROM comment WHERE author_id = new_author_id AND client_mutation_id = new_key))
    AND (new_key IS NULL OR new_voice_hash IS NULL
      OR NOT EXISTS (SELECT FROM comment WHERE voice_hash = new_voice_hash AND client_mutation_id = new_key))
  RETURNING d.last_number, d.seq, d.comment_count, d.top_level_places, p.updated_at, parent.path
  INTO "number", seq, comment_count, top_level_places, post_updated_at, parent_path;

  IF NOT FOUND THEN
    RETURN QUERY
      SELECT c.number, d.seq, d.comment_count, d.top_level_places, p.updated_at,
        parent.edited_at, parent.reply_count, parent.reply_places
      FROM comment c
        JOIN discussion d ON d.post_id = c.post_id
        JOIN post p ON p.id = c.post_id
        LEFT JOIN comment parent ON parent.post_id = c.post_id AND parent.id = c.parent_id
      WHERE c.id = new_id;
    RETURN;
  END IF;

  INSERT INTO comment (
    id, post_id, parent_id, number, path, subject, body, body_html, renderer_version,
    author_id, guest_name, voice_hash, client_mutation_id, client_mutation_hash, created_at
  ) VALUES (
    new_id, new_post_id, new_parent_id, "number", parent_path || "number", new_subject, new_body, new_body_html, new_renderer_version,
    new_author_id, new_guest_name, new_voice_hash, new_key, new_hash, new_created_at
  );

  IF new_parent_id IS NOT NULL THEN
    UPDATE comment c SET reply_count = c.reply_count + 1, reply_places = c.reply_places + 1
    WHERE c.id = new_parent_id
    RETURNING c.edited_at, c.reply_count, c.reply_places
    INTO parent_edited_at, parent_reply_count, parent_reply_places;
  END IF;

  INSERT INTO event (post_id, seq, kind, comment_id, actor_id, client_mutation_id, occurred_at, last_number)
  VALUES (new_post_id, seq, 'COMMENT_ADDED', new_id, new_author_id, new_key, new_created_at, "number");

  RETURN NEXT;
END
$$;

-- Gives the next positions in the log of all posts to at most `most` events that have none: see src/data/log/log-positions.ts.
CREATE FUNCTION "give_positions" (most INTEGER, lock_key BIGINT) RETURNS TABLE (given INTEGER, highest BIGINT)
LANGUAGE plpgsql AS $$
BEGIN
  given := 0;
  -- The order asks for the partial index. Without it a planner that has just seen an import expects one on the first page.
  PERFORM FROM event WHERE position IS NULL ORDER BY post_id, seq LIMIT 1;
  IF FOUND THEN
    -- A statement of its own: the next one then sees what the previous holder of the lock committed.
    PERFORM pg_advisory_xact_lock(lock_key);

    WITH batch AS MATERIALIZED (
      SELECT e.post_id, e.seq, e.occurred_at FROM event e WHERE e.position IS NULL
      ORDER BY e.post_id, e.seq LIMIT most FOR NO KEY UPDATE
    ), timed AS (
      SELECT post_id, seq, max(occurred_at) OVER (PARTITION BY post_id ORDER BY seq) AS since FROM batch
    ), ranked AS (
      SELECT post_id, seq, row_number() OVER (ORDER BY since, post_id, seq) AS rank FROM timed
    ), moved AS (
      UPDATE site_log SET last_position = last_position + (SELECT count(*) FROM batch)
      WHERE EXISTS (SELECT FROM batch) RETURNING last_position
    )
    UPDATE event e SET position = moved.last_position - (SELECT count(*) FROM batch) + ranked.rank
    FROM ranked, moved WHERE e.post_id = ranked.post_id AND e.seq = ranked.seq;
    GET DIAGNOSTICS given = ROW_COUNT;
  END IF;

  SELECT last_position INTO highest FROM site_log;
  RETURN NEXT;
END
$$;
