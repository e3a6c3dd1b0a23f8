-- On its own: a value cannot be used in the transaction that adds it.
ALTER TYPE "comment_status" ADD VALUE 'HIDDEN';
ALTER TYPE "event_kind" ADD VALUE 'COMMENT_HIDDEN';
ALTER TYPE "event_kind" ADD VALUE 'COMMENT_RESTORED';
ALTER TYPE "event_kind" ADD VALUE 'COMMENT_LOCKED';
ALTER TYPE "event_kind" ADD VALUE 'COMMENT_UNLOCKED';
