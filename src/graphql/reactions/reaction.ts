import { MOST_REACTION_KINDS } from '../../config/reaction-kinds.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { DiscussionClosedError, ForbiddenError, NotFoundError, ValidationError } from '../../domain/errors.ts';
import { findReactionsVersion } from '../../domain/reactions/find-version.ts';
import { hasReacted, listReactions } from '../../domain/reactions/list-reactions.ts';
import type { ReactionCount } from '../../domain/reactions/list-reactions.ts';
import { react } from '../../domain/reactions/react.ts';
import { builder } from '../builder.ts';
import { Comment, Post } from '../refs.ts';

const Reaction = builder.objectRef<ReactionCount>('Reaction').implement({
  description: 'The reactions of one kind to a comment.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'The kind, such as `insightful`.' }),
    count: t.exposeInt('count', {
      description: 'The number of reactions of this kind. Is 0 when the comment is withdrawn.',
    }),
    viewerHasReacted: t.boolean({
      description:
        'Whether the viewer has reacted to the comment in this way. Is false for a guest without a voice, and when the comment is withdrawn.',
      resolve: (reaction, _args, { session }) => hasReacted(session, reaction),
    }),
  }),
});

builder.objectField(Comment, 'reactions', (t) =>
  t.field({
    type: [Reaction],
    description: 'The reactions to the comment: one item for each kind that the site has, in the order of the site.',
    extensions: { mostItems: MOST_REACTION_KINDS },
    resolve: async (comment, _args, { session }) => await listReactions(session, comment),
  }),
);

builder.objectField(Post, 'reactionsVersion', (t) =>
  t.int({
    description:
      'The version of the reactions to the comments of the post at the time of this answer. Moves with every reaction. Where the `version` of a `DiscussionReadyEvent` differs, reactions have moved in between.',
    resolve: (post, _args, { session }) => findReactionsVersion(session, post),
  }),
);

builder.objectField(Post, 'guestsCanReact', (t) =>
  t.boolean({
    description:
      'Whether guests with a voice can react to the comments. When false, a reaction requires an account, and `react` refuses guests with a `ForbiddenError`.',
    resolve: (_post, _args, { session }) => session.config.hasGuestReactions,
  }),
);

const ReactInput = builder.inputType('ReactInput', {
  description: 'A reaction to give or to take away.',
  fields: (t) => ({
    commentId: t.id({ required: true, description: 'The ID of the comment.' }),
    kind: t.string({ required: true, description: 'The kind of the reaction: one that `Comment.reactions` names.' }),
    on: t.boolean({ required: true, description: 'Whether to give the reaction. False takes it away.' }),
  }),
});

const ReactPayload = builder.objectRef<{ comment: CommentRow }>('ReactPayload').implement({
  description: 'The result of a successful `react`.',
  fields: (t) => ({
    comment: t.field({
      type: Comment,
      description: 'The comment after the reaction.',
      resolve: ({ comment }) => comment,
    }),
  }),
});

builder.mutationField('react', (t) =>
  t.field({
    type: ReactPayload,
    nullable: true,
    description:
      'Gives a comment a reaction, or takes it away. A commenter has one of each kind per comment: giving it twice is giving it once, and taking away what is not there has no effect. Requires an account or, where the site lets guests react, the voice of a guest.',
    args: { input: t.arg({ type: ReactInput, required: true, description: 'The reaction.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError, DiscussionClosedError],
      union: {
        name: 'ReactResult',
        description: 'The result of `react`: the payload, or the error that prevented the reaction.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ comment: await react(session, input) }),
  }),
);
