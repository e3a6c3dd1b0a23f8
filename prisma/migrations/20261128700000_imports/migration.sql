-- Other software counts comments anew for each post, at times. The index is small where nothing was imported, and costs a comment that is
-- written here nothing.
DROP INDEX "comment_source_external_id_key";
CREATE UNIQUE INDEX "comment_imported_key" ON "comment" ("post_id", "source", "external_id") WHERE "external_id" IS NOT NULL;

-- Where an imported post stood before, if that cannot be its address here. Readers are led on from there.
CREATE TABLE "former_slug" (
  "slug" TEXT COLLATE "C" NOT NULL,
  "post_id" UUID NOT NULL,
  CONSTRAINT "former_slug_pkey" PRIMARY KEY ("slug"),
  CONSTRAINT "former_slug_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "former_slug_post_id_idx" ON "former_slug" ("post_id");
