-- Other software exports votes as a number, without those who gave them: they are counted, and have no rows.
ALTER TABLE "reaction_count" ADD COLUMN "imported" INTEGER NOT NULL DEFAULT 0;
