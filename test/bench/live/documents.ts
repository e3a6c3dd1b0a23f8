import { readFileSync } from 'node:fs';

/** The contract's subscription, which every subscriber sends. */
export const FOLLOWED = readFileSync(new URL('../../contract/08-comment-added.graphql', import.meta.url), 'utf8');

/** The contract's mutation, which every writer sends. */
export const WRITTEN = readFileSync(new URL('../../contract/06-create-comment.graphql', import.meta.url), 'utf8');
