-- What has changed since an export is what its snapshot did not see. Each row that is exported says which transaction wrote it last, so
-- nothing has to be numbered after the commit. Only columns that are exported move the mark: a reply leaves its parent's where it is.
--
-- A bigint and not an xid8: BRIN indexes know it. Rows from before the migration have 0, which every snapshot has seen; so no table is
-- written anew.
CREATE FUNCTION "mark_change" () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_in := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END
$$;

-- What was deleted, by the names that the archive has for it.
CREATE TABLE "deleted_row" (
  "id" BIGSERIAL NOT NULL,
  "type" TEXT NOT NULL,
  "key" TEXT[] NOT NULL,
  "changed_in" BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
  "deleted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "deleted_row_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "deleted_row_deleted_at_idx" ON "deleted_row" ("deleted_at");

-- Its arguments: the type, then the columns of the key.
CREATE FUNCTION "note_deletion" () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO deleted_row (type, key)
  SELECT TG_ARGV[0], array_agg(to_jsonb(OLD) ->> TG_ARGV[place] ORDER BY place) FROM generate_series(1, TG_NARGS - 1) AS place;
  RETURN NULL;
END
$$;

-- Which database this is, for cursors: another one has other transactions. It gets its id with its first export; and a new one where the
-- fingerprint of the server is another, because a dump was restored there.
CREATE TABLE "archive_state" (
  "id" INTEGER NOT NULL DEFAULT 1,
  "database_id" UUID,
  "fingerprint" TEXT,
  -- The highest mark of a deleted row that is no longer known.
  "forgotten" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "archive_state_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "archive_state_id_check" CHECK ("id" = 1)
);
INSERT INTO "archive_state" DEFAULT VALUES;

-- The transactions of imports: a row whose mark is not among them was written here.
CREATE TABLE "import_transaction" (
  "number" BIGINT NOT NULL,
  CONSTRAINT "import_transaction_pkey" PRIMARY KEY ("number")
);

-- How far the archives of another database have been imported.
CREATE TABLE "archive_source" (
  "database_id" UUID NOT NULL,
  -- Of the last file that was imported whole.
  "cursor" TEXT,
  -- The ends of its logs, as long as the logs here are the same.
  "last_position" BIGINT,
  "moderation_seq" INTEGER,
  CONSTRAINT "archive_source_pkey" PRIMARY KEY ("database_id")
);

-- Discussions that went on here after they were imported, or before: their logs and numbers are their own.
CREATE TABLE "own_discussion" (
  "post_id" UUID NOT NULL,
  CONSTRAINT "own_discussion_pkey" PRIMARY KEY ("post_id")
);

-- Ids in archives of rows that were here before, under ids of their own: of the same account, tag or page.
CREATE TABLE "archive_alias" (
  "id" UUID NOT NULL,
  "own_id" UUID NOT NULL,
  CONSTRAINT "archive_alias_pkey" PRIMARY KEY ("id")
);

DO $$
DECLARE
  part RECORD;
BEGIN
  FOR part IN SELECT * FROM (VALUES
    ('author', 'issuer, subject, handle, display_name, avatar_url, role, staff_names, source, external_id, created_at', '''author'', ''id'''),
    ('tag', 'slug, label, kind, created_at', '''tag'', ''id'''),
    ('post', 'slug, title, kicker, excerpt, body, author_id, page_url, is_listed, published_at, created_at, updated_at, client_mutation_id, client_mutation_hash, source, external_id', '''post'', ''id'''),
    ('discussion', 'is_open, seq, last_number, locked, version, first_word_id, last_word_id', NULL),
    ('post_tag', 'place', '''postTag'', ''post_id'', ''tag_id'''),
    ('premoderation_rule', 'post_id, tag_id, rule', '''premoderationRule'', ''id'''),
    ('comment', 'parent_id, number, path, status, subject, body, author_id, guest_name, voice_hash, client_mutation_id, client_mutation_hash, source, external_id, created_at, edited_at, deleted_at', '''comment'', ''id'''),
    ('comment_version', 'subject, body, written_at, replaced_at', '''commentVersion'', ''id'''),
    ('reaction', 'kind, author_id, voice_hash, created_at', '''reaction'', ''id'''),
    ('audit_entry', NULL, NULL),
    ('held_comment', 'parent_id, subject, body, author_id, guest_name, voice_hash, client_mutation_id, client_mutation_hash, held_because, status, created_at, decided_at, decision_id', '''heldComment'', ''id'''),
    ('flag', 'author_id, voice_hash, reason, note, created_at, resolved_at, decision_id', '''flag'', ''id'''),
    ('mute', 'author_id, voice_hash, reason, created_at, until, ended_at, decision_id', '''mute'', ''id'''),
    ('erasure', 'author_id, voice_hash, written_id, decision_id, began_at, ended_at', '''erasure'', ''id'''),
    ('event', 'kind, comment_id, actor_id, client_mutation_id, occurred_at, last_number, position, written_at', NULL),
    ('moderation_event', 'kind, comment_id, held_comment_id, decision_id, occurred_at', NULL),
    ('queue_item', 'post_id, comment_id, held_comment_id, resolved_seq', NULL)
  ) AS parts (name, columns, key)
  LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN "changed_in" BIGINT NOT NULL DEFAULT 0', part.name);
    EXECUTE format('ALTER TABLE %I ALTER COLUMN "changed_in" SET DEFAULT pg_current_xact_id()::text::bigint', part.name);
    IF part.columns IS NOT NULL THEN
      EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OF %s ON %I FOR EACH ROW EXECUTE FUNCTION "mark_change" ()', part.name || '_marked', part.columns, part.name);
    END IF;
    IF part.key IS NOT NULL THEN
      EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I FOR EACH ROW EXECUTE FUNCTION "note_deletion" (%s)', part.name || '_noted', part.name, part.key);
    END IF;
  END LOOP;
END
$$;

-- The tables that grow for ever, in the order in which they are written: some bytes for a hundred pages of a table. The others are read
-- whole: a BRIN index would cost the updates in place of a discussion on PostgreSQL 15, and gain nothing on a small table.
CREATE INDEX "comment_changed_in_idx" ON "comment" USING BRIN ("changed_in");
CREATE INDEX "comment_version_changed_in_idx" ON "comment_version" USING BRIN ("changed_in");
CREATE INDEX "reaction_changed_in_idx" ON "reaction" USING BRIN ("changed_in");
CREATE INDEX "audit_entry_changed_in_idx" ON "audit_entry" USING BRIN ("changed_in");
CREATE INDEX "event_changed_in_idx" ON "event" USING BRIN ("changed_in");
CREATE INDEX "moderation_event_changed_in_idx" ON "moderation_event" USING BRIN ("changed_in");
CREATE INDEX "deleted_row_changed_in_idx" ON "deleted_row" USING BRIN ("changed_in");
