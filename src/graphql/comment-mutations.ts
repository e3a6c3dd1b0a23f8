import type { CommentRow } from '../data/reads/comment-rows.ts';
import { deleteComment, editComment } from '../domain/change-comment.ts';
import { cursorOfComment } from '../domain/comment.ts';
import { createComment } from '../domain/create-comment.ts';
import {
  ConflictError,
  DiscussionClosedError,
  ForbiddenError,
  NotFoundError,
  TooDeepError,
  ValidationError,
} from '../domain/errors.ts';
import { builder } from './builder.ts';
import { CommentHeldPayload } from './moderation/held-comment.ts';
import { Comment } from './refs.ts';

const CreateCommentInput = builder.inputType('CreateCommentInput', {
  description: 'A comment or a reply to write. Lengths are counted in Unicode code points.',
  fields: (t) => ({
    postId: t.id({ required: true, description: 'The ID of the post under which to write the comment.' }),
    parentId: t.id({
      description: 'The ID of the comment to reply to. When absent, the comment is a top-level comment of the post.',
    }),
    subject: t.string({
      description:
        'The subject: one line of at most 200 characters. When absent, a reply takes the subject of its parent, prefixed with “Re: ” and cut to 64 characters.',
    }),
    body: t.string({
      required: true,
      description:
        'The text in Markdown: at most 10,000 characters that show something. HTML in it is shown as plain text.',
    }),
    guestName: t.string({
      description:
        'The display name of a guest: one line of at most 80 characters. When absent, the guest is shown under the default name that the service is configured with. A name or handle of an account that has a role stronger than `READER`, in any spelling that reads the same, is refused with a `ValidationError`. Ignored when the viewer has an account.',
    }),
    honeypot: t.string({
      description:
        'The value of a form field that people do not see. When it is not empty, the comment is held as suspected spam.',
    }),
    clientMutationId: t.string({
      description:
        'A key chosen by the client for this write: 1 to 64 characters of A–Z, a–z, 0–9, _ and -. Repeating the same input under the same key returns the first result; another input under it returns a `ConflictError`. Keys are scoped to the account or to the voice of a guest; without a voice, a repeated input writes a second comment.',
    }),
  }),
});

const EditCommentInput = builder.inputType('EditCommentInput', {
  description:
    'The changes to make to a comment. Absent fields stay unchanged. Lengths are counted in Unicode code points.',
  fields: (t) => ({
    commentId: t.id({ required: true, description: 'The ID of the comment to edit.' }),
    subject: t.string({
      description: 'The new subject: one line of at most 200 characters. Null removes the subject.',
    }),
    body: t.string({
      description:
        'The new text in Markdown: at most 10,000 characters that show something. Null is refused with a `ValidationError`.',
    }),
  }),
});

const DeleteCommentInput = builder.inputType('DeleteCommentInput', {
  description: 'The comment to withdraw.',
  fields: (t) => ({
    commentId: t.id({ required: true, description: 'The ID of the comment to withdraw.' }),
    reason: t.string({
      description:
        'Why a moderator withdraws it, which its commenter can read: at most 1,000 characters. Ignored when the viewer wrote the comment.',
    }),
  }),
});

const CreateCommentPayload = builder
  .objectRef<{ comment: CommentRow; clientMutationId: string | null }>('CreateCommentPayload')
  .implement({
    description: 'The result of a successful `createComment`.',
    fields: (t) => ({
      clientMutationId: t.exposeString('clientMutationId', {
        nullable: true,
        description: 'The `clientMutationId` of the input. Is null when the input had none.',
      }),
      cursor: t.string({
        description:
          'The cursor of the comment in the view by time. Passed to `commentAdded` as `after`, it streams the comments that follow.',
        resolve: ({ comment }) => cursorOfComment(comment),
      }),
      comment: t.field({ type: Comment, description: 'The new comment.', resolve: ({ comment }) => comment }),
    }),
  });

const CreateCommentResult = builder.errorUnion('CreateCommentResult', {
  description:
    'The result of `createComment`: the payload, that of a comment which is held, or the error that prevented the write.',
  types: [
    ...([CreateCommentPayload, CommentHeldPayload] as const),
    ...([ValidationError, NotFoundError, ForbiddenError, DiscussionClosedError, TooDeepError, ConflictError] as const),
  ],
  resolveType: (result) => ('heldComment' in result ? 'CommentHeldPayload' : 'CreateCommentPayload'),
});

const EditCommentPayload = builder.objectRef<{ comment: CommentRow }>('EditCommentPayload').implement({
  description: 'The result of a successful `editComment`.',
  fields: (t) => ({
    comment: t.field({
      type: Comment,
      description: 'The comment after the edit.',
      resolve: ({ comment }) => comment,
    }),
  }),
});

const DeleteCommentPayload = builder.objectRef<{ comment: CommentRow }>('DeleteCommentPayload').implement({
  description: 'The result of a successful `deleteComment`.',
  fields: (t) => ({
    comment: t.field({
      type: Comment,
      description: 'The withdrawn comment, without its subject, text and commenter.',
      resolve: ({ comment }) => comment,
    }),
  }),
});

builder.mutationFields((t) => ({
  createComment: t.field({
    type: CreateCommentResult,
    nullable: true,
    description:
      'Writes a comment, or a reply when `parentId` is given. Does not require an account. Where a moderator reads comments first, the result is a `CommentHeldPayload`.',
    args: { input: t.arg({ type: CreateCommentInput, required: true, description: 'The comment to write.' }) },
    resolve: async (_root, { input: { honeypot: trap, ...input } }, { session }) => ({
      ...(await createComment(session, { ...input, trap })),
      clientMutationId: input.clientMutationId ?? null,
    }),
  }),
  editComment: t.field({
    type: EditCommentPayload,
    nullable: true,
    description:
      'Edits the subject and the text of a comment. Permitted to its commenter and to moderators; while the discussion is closed, to moderators only.',
    args: { input: t.arg({ type: EditCommentInput, required: true, description: 'The changes to make.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError, DiscussionClosedError],
      union: {
        name: 'EditCommentResult',
        description: 'The result of `editComment`: the payload, or the error that prevented the edit.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ comment: await editComment(session, input) }),
  }),
  deleteComment: t.field({
    type: DeleteCommentPayload,
    nullable: true,
    description:
      'Withdraws a comment. Its number, its place in the thread and its replies remain; its subject, text and commenter are no longer returned. Withdrawing it again has no effect. Permitted to its commenter and to moderators.',
    args: { input: t.arg({ type: DeleteCommentInput, required: true, description: 'The comment to withdraw.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: {
        name: 'DeleteCommentResult',
        description: 'The result of `deleteComment`: the payload, or the error that prevented the withdrawal.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ comment: await deleteComment(session, input) }),
  }),
}));
