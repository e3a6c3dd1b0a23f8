import './api-token.ts';
import './author.ts';
import './comment-mutations.ts';
import './comment.ts';
import './discussion-event.ts';
import './errors.ts';
import './node.ts';
import './post-mutations.ts';
import './post.ts';
import './rate-limit.ts';
import './reactions/pin.ts';
import './reactions/reaction.ts';
import './tag.ts';
import './viewer.ts';
import { builder } from './builder.ts';
import { leanResolvers } from './resolving/lean-resolvers.ts';
import { spendBudget } from './resolving/spend-budget.ts';

/** The whole schema. Building it needs no database. */
export const schema = spendBudget(leanResolvers(builder.toSchema()));
