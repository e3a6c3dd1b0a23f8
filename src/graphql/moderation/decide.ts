import type { HeldCommentRow } from '../../data/administered/held-comments.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { DiscussionClosedError, ForbiddenError, NotFoundError, ValidationError } from '../../domain/errors.ts';
import { decideHeldComment } from '../../domain/moderation/decide-held-comment.ts';
import { withdrawHeldComment } from '../../domain/moderation/withdraw-held-comment.ts';
import { builder } from '../builder.ts';
import { Comment } from '../refs.ts';
import { forEach, MOST_AT_ONCE } from './bulk.ts';
import { HeldComment } from './held-comment.ts';

const DecideHeldCommentInput = builder.inputType('DecideHeldCommentInput', {
  description: 'A decision about a held comment.',
  fields: (t) => ({
    heldCommentId: t.id({ required: true, description: 'The ID of the held comment.' }),
    approve: t.boolean({ required: true, description: 'True makes it public; false turns it down.' }),
    reason: t.string({ description: 'The reason, which its commenter can read: at most 1,000 characters.' }),
  }),
});

const DecideHeldCommentPayload = builder
  .objectRef<{ heldComment: HeldCommentRow; comment: CommentRow | null }>('DecideHeldCommentPayload')
  .implement({
    description: 'The result of a successful `decideHeldComment`.',
    fields: (t) => ({
      heldComment: t.field({
        type: HeldComment,
        description: 'The held comment after the decision.',
        resolve: ({ heldComment }) => heldComment,
      }),
      comment: t.field({
        type: Comment,
        nullable: true,
        description: 'The public comment that it became. Is null when it was turned down.',
        resolve: ({ comment }) => comment,
      }),
    }),
  });

const DecideHeldCommentResult = builder.errorUnion('DecideHeldCommentResult', {
  description: 'The result of deciding about one held comment: the payload, or the error that prevented the decision.',
  types: [DecideHeldCommentPayload, ValidationError, NotFoundError, ForbiddenError, DiscussionClosedError],
  resolveType: () => 'DecideHeldCommentPayload',
});

const DecideHeldCommentsInput = builder.inputType('DecideHeldCommentsInput', {
  description: 'One decision about several held comments.',
  fields: (t) => ({
    heldCommentIds: t.idList({ required: true, description: 'The IDs of the held comments, at most 100.' }),
    approve: t.boolean({ required: true, description: 'True makes them public; false turns them down.' }),
    reason: t.string({ description: 'As for one held comment.' }),
  }),
});

const WithdrawHeldCommentInput = builder.inputType('WithdrawHeldCommentInput', {
  description: 'The held comment to take back.',
  fields: (t) => ({ heldCommentId: t.id({ required: true, description: 'The ID of the held comment.' }) }),
});

const WithdrawHeldCommentPayload = builder
  .objectRef<{ heldComment: HeldCommentRow }>('WithdrawHeldCommentPayload')
  .implement({
    description: 'The result of a successful `withdrawHeldComment`.',
    fields: (t) => ({
      heldComment: t.field({
        type: HeldComment,
        description: 'The comment, with the status `WITHDRAWN` unless it was decided before.',
        resolve: ({ heldComment }) => heldComment,
      }),
    }),
  });

builder.mutationFields((t) => ({
  withdrawHeldComment: t.field({
    type: WithdrawHeldCommentPayload,
    nullable: true,
    description:
      'Takes back a comment that waits for a moderator. Requires its commenter, or the role `MODERATOR`. One that was decided before stays as it was decided: `deleteComment` withdraws it once it is public.',
    args: {
      input: t.arg({ type: WithdrawHeldCommentInput, required: true, description: 'The held comment to take back.' }),
    },
    errors: {
      types: [NotFoundError, ForbiddenError],
      union: {
        name: 'WithdrawHeldCommentResult',
        description: 'The result of `withdrawHeldComment`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ heldComment: await withdrawHeldComment(session, input) }),
  }),
  decideHeldComment: t.field({
    type: DecideHeldCommentResult,
    nullable: true,
    description:
      'Makes a held comment public, with its number, its place and its event, or turns it down. A comment is decided once: a later call returns the first decision. Requires the role `MODERATOR`.',
    args: { input: t.arg({ type: DecideHeldCommentInput, required: true, description: 'The decision.' }) },
    resolve: async (_root, { input }, { session }) => await decideHeldComment(session, input),
  }),
  decideHeldComments: t.field({
    type: [DecideHeldCommentResult],
    nullable: true,
    description:
      'Decides the same about several held comments, one after the other, and returns a result for each, in the order of the IDs. One that fails does not keep the others from being decided. Requires the role `MODERATOR`.',
    args: { input: t.arg({ type: DecideHeldCommentsInput, required: true, description: 'The decision.' }) },
    extensions: { mostItems: MOST_AT_ONCE },
    resolve: async (_root, { input: { heldCommentIds, ...rest } }, { session }) =>
      await forEach(
        heldCommentIds,
        async (heldCommentId) => await decideHeldComment(session, { ...rest, heldCommentId }),
      ),
  }),
}));
