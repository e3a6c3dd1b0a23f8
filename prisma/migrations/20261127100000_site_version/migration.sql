-- Moves with whatever an answer about a discussion shows and the seq of its log does not cover: so an answer is true for as long as
-- both stand where they stood. Triggers move it, so that no statement can forget to, in the transaction of the change. Such changes
-- are rare; those that concern one post and are frequent have a seq.
--
-- The version is the sum of all rows. A transaction moves the one of its connection: of a single row it would hold the lock until it
-- commits, and keep everybody waiting who renames somebody else.
CREATE TABLE "site_version" (
  "slot" INTEGER NOT NULL,
  "version" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "site_version_pkey" PRIMARY KEY ("slot")
);
INSERT INTO "site_version" ("slot") SELECT * FROM generate_series(0, 63);

CREATE FUNCTION "move_site_version" () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE site_version SET version = version + 1 WHERE slot = pg_backend_pid() % 64;
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
