ALTER TABLE "author"
  ADD COLUMN "role" "account_role" NOT NULL DEFAULT 'READER',
  ADD COLUMN "staff_names" TEXT[] NOT NULL DEFAULT '{}';

-- Few among many: a guest's name is compared with theirs.
CREATE INDEX "author_staff_idx" ON "author" ("id") WHERE "role" <> 'READER';
