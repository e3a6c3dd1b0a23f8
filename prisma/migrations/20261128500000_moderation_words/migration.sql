-- On its own: a value cannot be used in the transaction that adds it.
ALTER TYPE "held_status" ADD VALUE 'WITHDRAWN';
ALTER TYPE "audit_action" ADD VALUE 'PUBLISH_POST';
ALTER TYPE "audit_action" ADD VALUE 'UNPUBLISH_POST';
ALTER TYPE "audit_action" ADD VALUE 'OPEN_COMMENTS';
ALTER TYPE "audit_action" ADD VALUE 'CLOSE_COMMENTS';
