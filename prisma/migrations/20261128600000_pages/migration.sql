-- A post that only points at a page, which somebody else publishes, has neither a text nor an author.
ALTER TABLE "post"
  ALTER COLUMN "body" DROP NOT NULL,
  ALTER COLUMN "body_html" DROP NOT NULL,
  ALTER COLUMN "author_id" DROP NOT NULL,
  ADD COLUMN "page_url" TEXT,
  ADD COLUMN "page_key" TEXT COLLATE "C",
  ADD COLUMN "is_listed" BOOLEAN NOT NULL DEFAULT true,
  ADD CONSTRAINT "post_body_check" CHECK (("body" IS NULL) = ("body_html" IS NULL)),
  ADD CONSTRAINT "post_page_check" CHECK (("page_url" IS NULL) = ("page_key" IS NULL)),
  -- Only a page is somewhere else.
  ADD CONSTRAINT "post_empty_check" CHECK ("page_key" IS NOT NULL OR ("body" IS NOT NULL AND "author_id" IS NOT NULL));
CREATE UNIQUE INDEX "post_page_key_key" ON "post" ("page_key");

-- Lists pass over what anybody may open: however many there are, they are not read.
DROP INDEX "post_published_at_id_idx";
CREATE INDEX "post_listed_idx" ON "post" ("published_at", "id") WHERE "is_listed";

-- The first comment puts a page on the lists, whichever statement adds it. For every other comment this costs a comparison.
CREATE FUNCTION "list_post" () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE post SET is_listed = true WHERE id = NEW.post_id AND NOT is_listed;
  RETURN NULL;
END
$$;
CREATE TRIGGER "discussion_begun" AFTER UPDATE OF "last_number" ON "discussion" FOR EACH ROW
WHEN (OLD.last_number = 0 AND NEW.last_number > 0) EXECUTE FUNCTION "list_post" ();

-- A page has moved to another address, which is no event of its discussion.
CREATE TRIGGER "post_moved" AFTER UPDATE OF "page_url" ON "post" FOR EACH ROW
WHEN (OLD.page_url IS DISTINCT FROM NEW.page_url) EXECUTE FUNCTION "move_site_version" ();
