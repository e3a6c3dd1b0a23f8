ALTER TYPE "event_kind" ADD VALUE 'PINS_CHANGED';

ALTER TABLE "discussion"
  -- Moves with every reaction, as "seq" moves with every event.
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0,
  -- The pinned comments. No foreign keys: comments are never deleted without their post, and each write to a discussion would check them.
  ADD COLUMN "first_word_id" UUID,
  ADD COLUMN "last_word_id" UUID;

CREATE TABLE "reaction" (
  "id" UUID NOT NULL,
  "comment_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "author_id" UUID,
  "voice_hash" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "reaction_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "reaction_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "reaction_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  -- An account or a voice.
  CONSTRAINT "reaction_commenter_check" CHECK (("author_id" IS NULL) <> ("voice_hash" IS NULL))
);
CREATE INDEX "reaction_comment_id_idx" ON "reaction" ("comment_id");
-- One of each kind per commenter and comment. They begin with the commenter, so that they also find what one commenter has done.
CREATE UNIQUE INDEX "reaction_of_author_idx" ON "reaction" ("author_id", "comment_id", "kind") WHERE "author_id" IS NOT NULL;
CREATE UNIQUE INDEX "reaction_of_voice_idx" ON "reaction" ("voice_hash", "comment_id", "kind") WHERE "voice_hash" IS NOT NULL;

-- No index but the key: a count is updated in place.
CREATE TABLE "reaction_count" (
  "comment_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "count" INTEGER NOT NULL,
  CONSTRAINT "reaction_count_pkey" PRIMARY KEY ("comment_id", "kind"),
  CONSTRAINT "reaction_count_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 80);

-- The comments that anybody ever reacted to, and no others: a comment costs nothing here when it is written.
CREATE TABLE "comment_score" (
  "comment_id" UUID NOT NULL,
  "post_id" UUID NOT NULL,
  "parent_id" UUID,
  "number" INTEGER NOT NULL,
  -- The sum of its counts; 0 while the comment is not shown.
  "score" INTEGER NOT NULL,
  -- The version of the discussion at which its counts moved last.
  "version" INTEGER NOT NULL,
  CONSTRAINT "comment_score_pkey" PRIMARY KEY ("comment_id"),
  CONSTRAINT "comment_score_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "comment_score_post_id_version_idx" ON "comment_score" ("post_id", "version");
-- Both keys ascend, so that a page begins after a pair of them.
CREATE INDEX "comment_score_top_idx" ON "comment_score" ("post_id", (- "score"), "number") WHERE "score" > 0;
CREATE INDEX "comment_score_top_replies_idx" ON "comment_score" ("post_id", "parent_id", (- "score"), "number") WHERE "score" > 0;

-- A comment that is withdrawn or hidden loses its score, and has it again when it is restored, whichever statement does it.
CREATE FUNCTION "move_comment_score" () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE comment_score
  SET score = CASE WHEN NEW.status = 'PUBLISHED'
    THEN (SELECT coalesce(sum(c.count), 0) FROM reaction_count c WHERE c.comment_id = NEW.id) ELSE 0 END
  WHERE comment_id = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER "comment_status_changed" AFTER UPDATE OF "status" ON "comment" FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION "move_comment_score" ();

-- A reaction in one statement, which is one transaction: the row, the count, the score, and the version of the discussion. As in
-- add_comment nothing is decided here: where something is no longer as the service saw it, nothing is written, and no row is returned.
--
-- Returns the counts of the comment, and what the commenter has done; one row without a kind where it has none.
CREATE FUNCTION "set_reaction" (
  new_id UUID,
  of_comment_id UUID,
  of_post_id UUID,
  of_kind TEXT,
  is_on BOOLEAN,
  by_author_id UUID,
  by_voice_hash TEXT,
  new_created_at TIMESTAMPTZ,
  seen_is_open BOOLEAN,
  seen_published_at TIMESTAMPTZ,
  seen_status "comment_status"
) RETURNS TABLE (
  version INTEGER,
  is_moved BOOLEAN,
  kind TEXT,
  "count" INTEGER,
  has_reacted BOOLEAN
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  step INTEGER := CASE WHEN is_on THEN 1 ELSE -1 END;
  moved INTEGER;
  now_at INTEGER;
BEGIN
  -- The lock that every writer of the discussion holds until it commits.
  PERFORM FROM discussion WHERE post_id = of_post_id FOR UPDATE;

  SELECT d.version INTO now_at
  FROM discussion d JOIN post p ON p.id = d.post_id JOIN comment c ON c.post_id = d.post_id
  WHERE d.post_id = of_post_id AND c.id = of_comment_id AND c.number IS NOT NULL
    AND d.is_open = seen_is_open
    AND p.published_at IS NOT DISTINCT FROM seen_published_at
    AND c.status = seen_status;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  IF is_on THEN
    INSERT INTO reaction (id, comment_id, kind, author_id, voice_hash, created_at)
    VALUES (new_id, of_comment_id, of_kind, by_author_id, by_voice_hash, new_created_at)
    ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM reaction r
    WHERE r.comment_id = of_comment_id AND r.kind = of_kind AND (r.author_id = by_author_id OR r.voice_hash = by_voice_hash);
  END IF;
  GET DIAGNOSTICS moved = ROW_COUNT;

  IF moved > 0 THEN
    UPDATE discussion d SET version = d.version + 1 WHERE d.post_id = of_post_id RETURNING d.version INTO now_at;

    INSERT INTO reaction_count AS c (comment_id, kind, count) VALUES (of_comment_id, of_kind, 1)
    ON CONFLICT ON CONSTRAINT reaction_count_pkey DO UPDATE SET count = c.count + step;

    INSERT INTO comment_score AS s (comment_id, post_id, parent_id, number, score, version)
    SELECT c.id, c.post_id, c.parent_id, c.number, 1, now_at FROM comment c WHERE c.id = of_comment_id
    ON CONFLICT ON CONSTRAINT comment_score_pkey DO UPDATE SET score = s.score + step, version = now_at;
  END IF;

  RETURN QUERY
    SELECT now_at, moved > 0, c.kind, c.count,
      EXISTS (
        SELECT FROM reaction r
        WHERE r.comment_id = of_comment_id AND r.kind = c.kind AND (r.author_id = by_author_id OR r.voice_hash = by_voice_hash)
      )
    FROM (VALUES (1)) AS one (row) LEFT JOIN reaction_count c ON c.comment_id = of_comment_id;
END
$$;
