import { readFileSync } from 'node:fs';

/** What every subscriber sends: the subscription of the contract. */
export const FOLLOWED = readFileSync(new URL('../../contract/08-comment-added.graphql', import.meta.url), 'utf8');

/** What every writer sends: the mutation of the contract. */
export const WRITTEN = readFileSync(new URL('../../contract/06-create-comment.graphql', import.meta.url), 'utf8');
