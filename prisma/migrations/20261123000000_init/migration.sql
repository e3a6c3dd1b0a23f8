CREATE TYPE "tag_kind" AS ENUM ('TOPIC', 'COMPANY');
CREATE TYPE "comment_status" AS ENUM ('PUBLISHED', 'DELETED');
CREATE TYPE "event_kind" AS ENUM (
  'COMMENT_ADDED', 'COMMENT_EDITED', 'COMMENT_WITHDRAWN',
  'COMMENTS_CLOSED', 'COMMENTS_OPENED',
  'POST_PUBLISHED', 'POST_EDITED', 'POST_UNPUBLISHED'
);

CREATE TABLE "author" (
  "id" UUID NOT NULL,
  "issuer" TEXT,
  "subject" TEXT,
  "handle" TEXT COLLATE "C" NOT NULL,
  "display_name" TEXT NOT NULL,
  "avatar_url" TEXT,
  "source" TEXT,
  "external_id" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "author_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "author_account_check" CHECK (("issuer" IS NULL) = ("subject" IS NULL))
);
CREATE UNIQUE INDEX "author_handle_key" ON "author" ("handle");
CREATE UNIQUE INDEX "author_issuer_subject_key" ON "author" ("issuer", "subject");
CREATE UNIQUE INDEX "author_source_external_id_key" ON "author" ("source", "external_id");

CREATE TABLE "post" (
  "id" UUID NOT NULL,
  "slug" TEXT COLLATE "C" NOT NULL,
  "title" TEXT NOT NULL,
  "kicker" TEXT,
  "excerpt" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "body_html" TEXT NOT NULL,
  "renderer_version" INTEGER NOT NULL,
  "author_id" UUID NOT NULL,
  "published_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "client_mutation_id" TEXT,
  "client_mutation_hash" TEXT,
  "source" TEXT,
  "external_id" TEXT,
  CONSTRAINT "post_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "post_slug_key" ON "post" ("slug");
CREATE UNIQUE INDEX "post_source_external_id_key" ON "post" ("source", "external_id");
CREATE UNIQUE INDEX "post_author_id_client_mutation_id_key" ON "post" ("author_id", "client_mutation_id");
CREATE INDEX "post_published_at_id_idx" ON "post" ("published_at", "id");
CREATE INDEX "post_author_id_published_at_id_idx" ON "post" ("author_id", "published_at", "id");

-- HOT updates: none of its changing columns is indexed, and the free space keeps the new version on the same page.
CREATE TABLE "discussion" (
  "post_id" UUID NOT NULL,
  "is_open" BOOLEAN NOT NULL DEFAULT true,
  "seq" INTEGER NOT NULL DEFAULT 0,
  "last_number" INTEGER NOT NULL DEFAULT 0,
  "comment_count" INTEGER NOT NULL DEFAULT 0,
  "top_level_places" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "discussion_pkey" PRIMARY KEY ("post_id"),
  CONSTRAINT "discussion_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 50);

CREATE TABLE "tag" (
  "id" UUID NOT NULL,
  "slug" TEXT COLLATE "C" NOT NULL,
  "label" TEXT NOT NULL,
  "kind" "tag_kind" NOT NULL DEFAULT 'TOPIC',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "tag_slug_key" ON "tag" ("slug");

CREATE TABLE "post_tag" (
  "post_id" UUID NOT NULL,
  "tag_id" UUID NOT NULL,
  "place" INTEGER NOT NULL,
  CONSTRAINT "post_tag_pkey" PRIMARY KEY ("post_id", "tag_id"),
  CONSTRAINT "post_tag_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "post_tag_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "post_tag_tag_id_post_id_idx" ON "post_tag" ("tag_id", "post_id");

CREATE TABLE "comment" (
  "id" UUID NOT NULL,
  "post_id" UUID NOT NULL,
  "parent_id" UUID,
  "number" INTEGER,
  "path" INTEGER[],
  "status" "comment_status" NOT NULL DEFAULT 'PUBLISHED',
  "subject" TEXT,
  "body" TEXT NOT NULL,
  "body_html" TEXT NOT NULL,
  "renderer_version" INTEGER NOT NULL,
  "author_id" UUID,
  "guest_name" TEXT,
  "voice_hash" TEXT,
  "reply_count" INTEGER NOT NULL DEFAULT 0,
  "reply_places" INTEGER NOT NULL DEFAULT 0,
  "client_mutation_id" TEXT,
  "client_mutation_hash" TEXT,
  "source" TEXT,
  "external_id" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "edited_at" TIMESTAMPTZ(3),
  "deleted_at" TIMESTAMPTZ(3),
  CONSTRAINT "comment_pkey" PRIMARY KEY ("id"),
  -- A number and a path are given together, and the path ends with the number.
  CONSTRAINT "comment_place_check" CHECK (("number" IS NULL) = ("path" IS NULL) AND "path"[cardinality("path")] IS NOT DISTINCT FROM "number"),
  -- An account or a guest, never both.
  CONSTRAINT "comment_commenter_check" CHECK ("author_id" IS NULL OR ("guest_name" IS NULL AND "voice_hash" IS NULL)),
  CONSTRAINT "comment_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "comment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "comment_post_id_id_key" ON "comment" ("post_id", "id");
CREATE UNIQUE INDEX "comment_post_id_number_key" ON "comment" ("post_id", "number");
CREATE UNIQUE INDEX "comment_post_id_path_key" ON "comment" ("post_id", "path");
CREATE UNIQUE INDEX "comment_source_external_id_key" ON "comment" ("source", "external_id");
CREATE UNIQUE INDEX "comment_author_id_client_mutation_id_key" ON "comment" ("author_id", "client_mutation_id");
CREATE UNIQUE INDEX "comment_voice_hash_client_mutation_id_key" ON "comment" ("voice_hash", "client_mutation_id");
CREATE INDEX "comment_post_id_parent_id_number_idx" ON "comment" ("post_id", "parent_id", "number");
CREATE INDEX "comment_author_id_created_at_id_idx" ON "comment" ("author_id", "created_at", "id");
-- A parent of another post cannot be written at all.
ALTER TABLE "comment" ADD CONSTRAINT "comment_post_id_parent_id_fkey"
  FOREIGN KEY ("post_id", "parent_id") REFERENCES "comment" ("post_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

CREATE TABLE "event" (
  "post_id" UUID NOT NULL,
  "seq" INTEGER NOT NULL,
  "kind" "event_kind" NOT NULL,
  "comment_id" UUID,
  "actor_id" UUID,
  "client_mutation_id" TEXT,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_number" INTEGER NOT NULL,
  "position" BIGINT,
  "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "event_pkey" PRIMARY KEY ("post_id", "seq"),
  CONSTRAINT "event_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "event_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "event_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "author" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "event_position_key" ON "event" ("position");
-- What is still to be given a position: empty most of the time, so that to find nothing costs nothing.
CREATE INDEX "event_without_position_idx" ON "event" ("post_id", "seq") WHERE "position" IS NULL;

CREATE TABLE "site_log" (
  "id" INTEGER NOT NULL DEFAULT 1,
  "last_position" BIGINT NOT NULL DEFAULT 0,
  "dropped_position" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "site_log_pkey" PRIMARY KEY ("id"),
  -- There is one site.
  CONSTRAINT "site_log_id_check" CHECK ("id" = 1)
);
INSERT INTO "site_log" DEFAULT VALUES;
