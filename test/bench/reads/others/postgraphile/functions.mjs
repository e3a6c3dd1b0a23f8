import { addReply } from '../add-reply.mjs';

/** The setting that holds the account of a request. */
export const ACCOUNT = 'request.account';

/** A computed column, and a mutation that writes several rows. They are there already where another server started before. */
export const FUNCTIONS = `
  CREATE OR REPLACE FUNCTION comment_depth(one comment) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT cardinality(one.path) - 1
  $$;

  CREATE OR REPLACE FUNCTION create_comment(post_id uuid, parent_id uuid, body text, mutation_id text)
  RETURNS comment LANGUAGE sql VOLATILE AS $$
    ${addReply({ account: `current_setting('${ACCOUNT}')::uuid`, returning: 'c.*' })}
  $$`;
