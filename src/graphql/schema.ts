import './api-token.ts';
import './author.ts';
import './comment-mutations.ts';
import './comment.ts';
import './discussion-event.ts';
import './errors.ts';
import './moderation/audit.ts';
import './moderation/decide.ts';
import './moderation/flag.ts';
import './moderation/held-comment.ts';
import './moderation/moderate.ts';
import './moderation/mute.ts';
import './moderation/premoderation.ts';
import './moderation/queue.ts';
import './node.ts';
import './persons/persons.ts';
import './post-mutations.ts';
import './post.ts';
import './rate-limit.ts';
import './tag.ts';
import './viewer.ts';
import './voices/claim-voice.ts';
import { builder } from './builder.ts';
import { leanResolvers } from './resolving/lean-resolvers.ts';
import { spendBudget } from './resolving/spend-budget.ts';

/** The whole schema. Building it needs no database. */
export const schema = spendBudget(leanResolvers(builder.toSchema()));
