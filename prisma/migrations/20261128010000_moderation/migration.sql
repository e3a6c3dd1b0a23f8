CREATE TYPE "audit_action" AS ENUM (
  'EDIT', 'WITHDRAW', 'HIDE', 'RESTORE', 'LOCK', 'UNLOCK', 'DISMISS_FLAGS', 'APPROVE', 'TURN_DOWN', 'MUTE', 'END_MUTE',
  'UPDATE_POST', 'UPDATE_TAG', 'PIN', 'UNPIN', 'EXPORT', 'ERASE'
);
CREATE TYPE "flag_reason" AS ENUM ('SPAM', 'ABUSE', 'OFF_TOPIC', 'ILLEGAL', 'OTHER');
CREATE TYPE "held_reason" AS ENUM ('PREMODERATED', 'FIRST_COMMENT', 'LINKS', 'BLOCKED_WORD', 'SUSPECTED_SPAM', 'FILTER', 'FILTER_SILENT');
CREATE TYPE "held_status" AS ENUM ('HELD', 'APPROVED', 'TURNED_DOWN');
CREATE TYPE "moderation_event_kind" AS ENUM ('COMMENT_HELD', 'COMMENT_FLAGGED', 'ITEM_RESOLVED');

-- The numbers of the comments under which nobody may reply: on the row that every writer of the discussion locks.
ALTER TABLE "discussion" ADD COLUMN "locked" INTEGER[] NOT NULL DEFAULT '{}';

-- Which comments are held, where a post or a tag has a rule of its own: as the setting PREMODERATE is written.
CREATE TABLE "premoderation_rule" (
  "id" UUID NOT NULL,
  "post_id" UUID,
  "tag_id" UUID,
  "rule" TEXT NOT NULL,
  CONSTRAINT "premoderation_rule_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "premoderation_rule_of_check" CHECK (("post_id" IS NULL) <> ("tag_id" IS NULL)),
  CONSTRAINT "premoderation_rule_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "premoderation_rule_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "premoderation_rule_post_id_key" ON "premoderation_rule" ("post_id");
CREATE UNIQUE INDEX "premoderation_rule_tag_id_key" ON "premoderation_rule" ("tag_id");

-- What was decided, by whom and why. It has references and the words of the staff, and no text of a commenter.
CREATE TABLE "audit_entry" (
  "id" UUID NOT NULL,
  "action" "audit_action" NOT NULL,
  "actor_id" UUID,
  "reason" TEXT,
  "post_id" UUID,
  "comment_id" UUID,
  "held_comment_id" UUID,
  "author_id" UUID,
  "voice_hash" TEXT,
  "tag_id" UUID,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "audit_entry_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "author" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE INDEX "audit_entry_comment_id_id_idx" ON "audit_entry" ("comment_id", "id");
CREATE INDEX "audit_entry_held_comment_id_idx" ON "audit_entry" ("held_comment_id");

CREATE FUNCTION "refuse_change" () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The table % only grows.', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER "audit_entry_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change" ();

-- A text that was replaced by an edit.
CREATE TABLE "comment_version" (
  "id" UUID NOT NULL,
  "comment_id" UUID NOT NULL,
  "subject" TEXT,
  "body" TEXT NOT NULL,
  "written_at" TIMESTAMPTZ(3) NOT NULL,
  "replaced_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "comment_version_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "comment_version_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "comment_version_comment_id_id_idx" ON "comment_version" ("comment_id", "id");
CREATE INDEX "comment_version_replaced_at_idx" ON "comment_version" ("replaced_at");
-- Texts that are kept as evidence, and for how long they have been.
CREATE INDEX "comment_evidence_idx" ON "comment" ("deleted_at") WHERE "deleted_at" IS NOT NULL AND "body" <> '';

CREATE TABLE "held_comment" (
  "id" UUID NOT NULL,
  "post_id" UUID NOT NULL,
  "parent_id" UUID,
  "subject" TEXT,
  "body" TEXT NOT NULL,
  "body_html" TEXT NOT NULL,
  "renderer_version" INTEGER NOT NULL,
  "author_id" UUID,
  "guest_name" TEXT,
  "voice_hash" TEXT,
  "client_mutation_id" TEXT,
  "client_mutation_hash" TEXT,
  "held_because" "held_reason" NOT NULL,
  "status" "held_status" NOT NULL DEFAULT 'HELD',
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "decided_at" TIMESTAMPTZ(3),
  "decision_id" UUID,
  CONSTRAINT "held_comment_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "held_comment_commenter_check" CHECK ("author_id" IS NULL OR ("guest_name" IS NULL AND "voice_hash" IS NULL)),
  CONSTRAINT "held_comment_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "held_comment_post_id_parent_id_fkey" FOREIGN KEY ("post_id", "parent_id") REFERENCES "comment" ("post_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  CONSTRAINT "held_comment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "held_comment_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "audit_entry" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE UNIQUE INDEX "held_comment_author_id_client_mutation_id_key" ON "held_comment" ("author_id", "client_mutation_id");
CREATE UNIQUE INDEX "held_comment_voice_hash_client_mutation_id_key" ON "held_comment" ("voice_hash", "client_mutation_id");
CREATE INDEX "held_comment_author_id_post_id_id_idx" ON "held_comment" ("author_id", "post_id", "id");
CREATE INDEX "held_comment_voice_hash_post_id_id_idx" ON "held_comment" ("voice_hash", "post_id", "id");
CREATE INDEX "held_comment_evidence_idx" ON "held_comment" ("decided_at") WHERE "decided_at" IS NOT NULL AND "body" <> '';

CREATE TABLE "flag" (
  "id" UUID NOT NULL,
  "comment_id" UUID NOT NULL,
  "author_id" UUID,
  "voice_hash" TEXT,
  "reason" "flag_reason" NOT NULL,
  "note" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "resolved_at" TIMESTAMPTZ(3),
  "decision_id" UUID,
  CONSTRAINT "flag_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "flag_flagger_check" CHECK (("author_id" IS NULL) <> ("voice_hash" IS NULL)),
  CONSTRAINT "flag_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "flag_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "flag_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "audit_entry" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
-- One that waits of each commenter and comment; resolved ones stay.
CREATE UNIQUE INDEX "flag_open_author_key" ON "flag" ("comment_id", "author_id") WHERE "resolved_at" IS NULL;
CREATE UNIQUE INDEX "flag_open_voice_key" ON "flag" ("comment_id", "voice_hash") WHERE "resolved_at" IS NULL;
CREATE INDEX "flag_comment_id_id_idx" ON "flag" ("comment_id", "id");
CREATE INDEX "flag_author_id_idx" ON "flag" ("author_id");
CREATE INDEX "flag_voice_hash_idx" ON "flag" ("voice_hash");

CREATE TABLE "mute" (
  "id" UUID NOT NULL,
  "author_id" UUID,
  "voice_hash" TEXT,
  "reason" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "until" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),
  "decision_id" UUID NOT NULL,
  CONSTRAINT "mute_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "mute_commenter_check" CHECK (("author_id" IS NULL) <> ("voice_hash" IS NULL)),
  CONSTRAINT "mute_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "mute_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "audit_entry" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
-- One of each commenter that has not been ended: another one takes its place.
CREATE UNIQUE INDEX "mute_author_key" ON "mute" ("author_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "mute_voice_key" ON "mute" ("voice_hash") WHERE "ended_at" IS NULL;

-- The log of the queue. As a post's, it has no holes and becomes visible in order: the row is locked to the commit.
CREATE TABLE "moderation_log" (
  "id" INTEGER NOT NULL DEFAULT 1,
  "seq" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "moderation_log_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "moderation_log_id_check" CHECK ("id" = 1)
) WITH (fillfactor = 50);
INSERT INTO "moderation_log" DEFAULT VALUES;

CREATE TABLE "moderation_event" (
  "seq" INTEGER NOT NULL,
  "kind" "moderation_event_kind" NOT NULL,
  "comment_id" UUID,
  "held_comment_id" UUID,
  "decision_id" UUID,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "moderation_event_pkey" PRIMARY KEY ("seq"),
  CONSTRAINT "moderation_event_subject_check" CHECK (("comment_id" IS NULL) <> ("held_comment_id" IS NULL)),
  CONSTRAINT "moderation_event_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "moderation_event_held_comment_id_fkey" FOREIGN KEY ("held_comment_id") REFERENCES "held_comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "moderation_event_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "audit_entry" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- What waits for a moderator, at the seq of the event with which it came.
CREATE TABLE "queue_item" (
  "seq" INTEGER NOT NULL,
  "post_id" UUID NOT NULL,
  "comment_id" UUID,
  "held_comment_id" UUID,
  "resolved_seq" INTEGER,
  CONSTRAINT "queue_item_pkey" PRIMARY KEY ("seq"),
  CONSTRAINT "queue_item_subject_check" CHECK (("comment_id" IS NULL) <> ("held_comment_id" IS NULL)),
  CONSTRAINT "queue_item_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "queue_item_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "queue_item_held_comment_id_fkey" FOREIGN KEY ("held_comment_id") REFERENCES "held_comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "queue_item_waiting_comment_key" ON "queue_item" ("comment_id") WHERE "resolved_seq" IS NULL;
CREATE UNIQUE INDEX "queue_item_waiting_held_comment_key" ON "queue_item" ("held_comment_id") WHERE "resolved_seq" IS NULL;
CREATE INDEX "queue_item_waiting_idx" ON "queue_item" ("seq") WHERE "resolved_seq" IS NULL;

-- As before, and no reply is written below a comment that is locked.
CREATE OR REPLACE FUNCTION "add_comment" (
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
    AND (parent.path && d.locked) IS NOT TRUE
    -- By this very call, the answer of which was lost; or under the same key.
    AND NOT EXISTS (SELECT FROM comment WHERE id = new_id)
    AND (new_key IS NULL OR new_author_id IS NULL
      OR NOT EXISTS (SELECT FROM comment WHERE author_id = new_author_id AND client_mutation_id = new_key))
    AND (new_key IS NULL OR new_voice_hash IS NULL
      OR NOT EXISTS (SELECT FROM comment WHERE voice_hash = new_voice_hash AND client_mutation_id = new_key))
    -- A comment that is approved has the key of the held one that it was.
    AND (new_key IS NULL OR NOT EXISTS (
      SELECT FROM held_comment WHERE client_mutation_id = new_key AND id <> new_id
        AND (author_id = new_author_id OR voice_hash = new_voice_hash)))
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
