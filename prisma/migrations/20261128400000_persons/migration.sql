-- Whose data was erased, or is being erased: of an account, of a guest's voice, or of a guest without one. It says who only while it is
-- not ended; an author's row is nobody's by then.
CREATE TABLE "erasure" (
  "id" UUID NOT NULL,
  "author_id" UUID,
  "voice_hash" TEXT,
  "written_id" UUID,
  "decision_id" UUID NOT NULL,
  "began_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "erasure_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "erasure_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "erasure_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "audit_entry" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE UNIQUE INDEX "erasure_author_id_key" ON "erasure" ("author_id");
CREATE UNIQUE INDEX "erasure_voice_hash_key" ON "erasure" ("voice_hash");
CREATE INDEX "erasure_unfinished_idx" ON "erasure" ("id") WHERE "ended_at" IS NULL;

CREATE INDEX "audit_entry_author_id_idx" ON "audit_entry" ("author_id");
