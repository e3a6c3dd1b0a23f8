-- On its own: a value cannot be used in the transaction that adds it.
ALTER TYPE "audit_action" ADD VALUE 'EXPORT_SITE';
ALTER TYPE "audit_action" ADD VALUE 'IMPORT_SITE';
