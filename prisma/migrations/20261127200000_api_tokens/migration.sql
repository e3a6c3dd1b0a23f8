CREATE TYPE "account_role" AS ENUM ('READER', 'AUTHOR', 'MODERATOR', 'ADMIN');
CREATE TYPE "api_token_scope" AS ENUM ('READ', 'WRITE', 'MODERATE');

CREATE TABLE "api_token" (
  "id" UUID NOT NULL,
  "author_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  "scopes" "api_token_scope"[] NOT NULL,
  "role" "account_role" NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "last_used_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "api_token_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "api_token_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token" ("hash");
CREATE INDEX "api_token_author_id_id_idx" ON "api_token" ("author_id", "id");
