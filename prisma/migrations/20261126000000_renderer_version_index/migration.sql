-- Finds what an older renderer made. All rows have one value as a rule, which the index keeps in some seven bytes a row.
CREATE INDEX "post_renderer_version_idx" ON "post" ("renderer_version");
CREATE INDEX "comment_renderer_version_idx" ON "comment" ("renderer_version");
