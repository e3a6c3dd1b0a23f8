-- Archives carry where imported posts stood before, and the votes that were imported as a number. All rows that are there get the mark of this
-- migration, so that the next archive of what changed has them: the default is stable, and no table is written anew.
ALTER TABLE "former_slug" ADD COLUMN "changed_in" BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE TRIGGER "former_slug_marked" BEFORE UPDATE OF "post_id" ON "former_slug" FOR EACH ROW EXECUTE FUNCTION "mark_change" ();
CREATE TRIGGER "former_slug_noted" AFTER DELETE ON "former_slug" FOR EACH ROW EXECUTE FUNCTION "note_deletion" ('formerSlug', 'slug');

-- The mark is that of the imported number. A reaction moves only the count, and so neither the mark nor, where nothing was imported, the index.
ALTER TABLE "reaction_count" ALTER COLUMN "count" SET DEFAULT 0;
ALTER TABLE "reaction_count" ADD COLUMN "changed_in" BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX "reaction_count_imported_idx" ON "reaction_count" ("comment_id", "kind") WHERE "imported" > 0;
CREATE TRIGGER "reaction_count_marked" BEFORE UPDATE OF "imported" ON "reaction_count" FOR EACH ROW EXECUTE FUNCTION "mark_change" ();
CREATE TRIGGER "reaction_count_noted" AFTER DELETE ON "reaction_count" FOR EACH ROW WHEN (OLD."imported" > 0)
  EXECUTE FUNCTION "note_deletion" ('reactionCount', 'comment_id', 'kind');
CREATE TRIGGER "reaction_count_emptied" AFTER UPDATE OF "imported" ON "reaction_count" FOR EACH ROW WHEN (OLD."imported" > 0 AND NEW."imported" = 0)
  EXECUTE FUNCTION "note_deletion" ('reactionCount', 'comment_id', 'kind');
