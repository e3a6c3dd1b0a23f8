-- Moves with whatever an answer about a discussion shows and the seq of its log does not cover: so an answer is true for as long as
-- both stand where they stood. Triggers move it, so that no statement can forget to, in the transaction of the change. Such changes
-- are rare; those that concern one post and are frequent have a seq.
CREATE TABLE "site_version" (
  "id" INTEGER NOT NULL DEFAULT 1,
  "version" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "site_version_pkey" PRIMARY KEY ("id"),
  -- There is one site.
  CONSTRAINT "site_version_id_check" CHECK ("id" = 1)
);
INSERT INTO "site_version" DEFAULT VALUES;

CREATE FUNCTION "move_site_version" () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE site_version SET version = version + 1;
  RETURN NULL;
END
$$;

-- A commenter has another name, or is gone.
CREATE TRIGGER "author_changed" AFTER UPDATE ON "author" FOR EACH ROW
WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION "move_site_version" ();
CREATE TRIGGER "author_deleted" AFTER DELETE ON "author" FOR EACH STATEMENT EXECUTE FUNCTION "move_site_version" ();

CREATE TRIGGER "tag_changed" AFTER UPDATE ON "tag" FOR EACH ROW
WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION "move_site_version" ();
CREATE TRIGGER "tag_deleted" AFTER DELETE ON "tag" FOR EACH STATEMENT EXECUTE FUNCTION "move_site_version" ();

-- A text was rendered anew, which is no event of its discussion.
CREATE TRIGGER "comment_rendered" AFTER UPDATE OF "renderer_version" ON "comment" FOR EACH ROW
WHEN (OLD.renderer_version IS DISTINCT FROM NEW.renderer_version) EXECUTE FUNCTION "move_site_version" ();
CREATE TRIGGER "post_rendered" AFTER UPDATE OF "renderer_version" ON "post" FOR EACH ROW
WHEN (OLD.renderer_version IS DISTINCT FROM NEW.renderer_version) EXECUTE FUNCTION "move_site_version" ();
