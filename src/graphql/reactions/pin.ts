import type { PostRow } from '../../data/reads/post-rows.ts';
import { ForbiddenError, NotFoundError } from '../../domain/errors.ts';
import { findPinned, pinComment } from '../../domain/moderation/pin-comment.ts';
import type { PinnedPlace as Place } from '../../domain/moderation/pin-comment.ts';
import { builder } from '../builder.ts';
import { Comment, Post } from '../refs.ts';

const PinnedPlace = builder.enumType('PinnedPlace', {
  description: 'A place in a discussion at which one comment can be pinned.',
  values: {
    FIRST_WORD: { description: 'The comment that a reader should see first.' },
    LAST_WORD: { description: 'The comment that concludes the discussion.' },
  } as const satisfies Record<Place, { description: string }>,
});

builder.objectFields(Post, (t) => ({
  firstWord: t.field({
    type: Comment,
    nullable: true,
    description:
      'The comment that moderators have pinned as the first word of the discussion. Is null when there is none, or it is withdrawn.',
    resolve: async (post, _args, { session }) => await findPinned(session, { post, as: 'FIRST_WORD' }),
  }),
  lastWord: t.field({
    type: Comment,
    nullable: true,
    description:
      'The comment that moderators have pinned as the last word of the discussion. Is null when there is none, or it is withdrawn.',
    resolve: async (post, _args, { session }) => await findPinned(session, { post, as: 'LAST_WORD' }),
  }),
}));

const PinCommentInput = builder.inputType('PinCommentInput', {
  description: 'A comment to pin, or to take a pin from.',
  fields: (t) => ({
    commentId: t.id({ required: true, description: 'The ID of the comment.' }),
    as: t.field({ type: PinnedPlace, required: true, description: 'The place at which to pin the comment.' }),
    on: t.boolean({ required: true, description: 'Whether to pin the comment. False takes the pin away.' }),
  }),
});

const PinCommentPayload = builder.objectRef<{ post: PostRow }>('PinCommentPayload').implement({
  description: 'The result of a successful `pinComment`.',
  fields: (t) => ({
    post: t.field({ type: Post, description: 'The post after the change.', resolve: ({ post }) => post }),
  }),
});

builder.mutationField('pinComment', (t) =>
  t.field({
    type: PinCommentPayload,
    nullable: true,
    description:
      'Pins a comment as the first or the last word of its discussion, in place of the one that was pinned there, or takes its pin away. Pinning twice is pinning once, and taking away a pin that the comment does not have has no effect. Requires the role `MODERATOR` or a stronger one.',
    args: { input: t.arg({ type: PinCommentInput, required: true, description: 'The comment and the place.' }) },
    errors: {
      types: [NotFoundError, ForbiddenError],
      union: {
        name: 'PinCommentResult',
        description: 'The result of `pinComment`: the payload, or the error that prevented the change.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ post: await pinComment(session, input) }),
  }),
);
