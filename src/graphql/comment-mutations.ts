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
import { Comment } from './refs.ts';

const CreateCommentInput = builder.inputType('CreateCommentInput', {
  description: 'This is a comment to write, or a reply to one.',
  fields: (t) => ({
    postId: t.id({ required: true, description: 'This names the post that it is written under.' }),
    parentId: t.id({
      description: 'This names the comment that it answers; without it the comment stands directly under the post.',
    }),
    subject: t.string({
      description:
        'The subject is one line of at most 200 characters; by default a reply takes its parent’s after “Re: ”.',
    }),
    body: t.string({ required: true, description: 'This is the text in Markdown; it has at most 10,000 characters.' }),
    guestName: t.string({
      description:
        'A guest is shown by this name of at most 80 characters, or by the name for all guests where it is absent; an account is shown by its own.',
    }),
    clientMutationId: t.string({
      description:
        'This is the client’s own key for this write, 1 to 64 of A–Z, a–z, 0–9, _ and -. The same input under it gives the first result again, to an account or a guest with a voice.',
    }),
  }),
});

const EditCommentInput = builder.inputType('EditCommentInput', {
  description: 'This says what changes of a comment; what is absent stays.',
  fields: (t) => ({
    commentId: t.id({ required: true, description: 'This names the comment.' }),
    subject: t.string({ description: 'The subject is one line of at most 200 characters; null removes it.' }),
    body: t.string({ description: 'This is the text in Markdown; it has at most 10,000 characters.' }),
  }),
});

const DeleteCommentInput = builder.inputType('DeleteCommentInput', {
  description: 'This says what is withdrawn.',
  fields: (t) => ({ commentId: t.id({ required: true, description: 'This names the comment.' }) }),
});

const CreateCommentPayload = builder
  .objectRef<{ comment: CommentRow; clientMutationId: string | null }>('CreateCommentPayload')
  .implement({
    description: 'The comment was written.',
    fields: (t) => ({
      clientMutationId: t.exposeString('clientMutationId', {
        nullable: true,
        description: 'This is the key that the client gave; it is null where it gave none.',
      }),
      cursor: t.string({
        description: 'This is its place in the view by time; a subscription after it goes on with the next comment.',
        resolve: ({ comment }) => cursorOfComment(comment),
      }),
      comment: t.field({ type: Comment, description: 'This is the new comment.', resolve: ({ comment }) => comment }),
    }),
  });

const EditCommentPayload = builder.objectRef<{ comment: CommentRow }>('EditCommentPayload').implement({
  description: 'The comment was changed.',
  fields: (t) => ({
    comment: t.field({
      type: Comment,
      description: 'This is the comment as it is now.',
      resolve: ({ comment }) => comment,
    }),
  }),
});

const DeleteCommentPayload = builder.objectRef<{ comment: CommentRow }>('DeleteCommentPayload').implement({
  description: 'The comment was withdrawn.',
  fields: (t) => ({
    comment: t.field({
      type: Comment,
      description: 'This is what is left of it: its place.',
      resolve: ({ comment }) => comment,
    }),
  }),
});

builder.mutationFields((t) => ({
  createComment: t.field({
    type: CreateCommentPayload,
    nullable: true,
    description: 'This writes a comment or a reply, as an account or as a guest.',
    args: { input: t.arg({ type: CreateCommentInput, required: true, description: 'This is the comment.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError, DiscussionClosedError, TooDeepError, ConflictError],
      union: { name: 'CreateCommentResult', description: 'It is the new comment, or says why there is none.' },
    },
    resolve: async (_root, { input }, { session }) => ({
      comment: await createComment(session, input),
      clientMutationId: input.clientMutationId ?? null,
    }),
  }),
  editComment: t.field({
    type: EditCommentPayload,
    nullable: true,
    description: 'This changes the text of a comment, for who wrote it and for moderators.',
    args: { input: t.arg({ type: EditCommentInput, required: true, description: 'This says what changes.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError, DiscussionClosedError],
      union: { name: 'EditCommentResult', description: 'It is the changed comment, or says why nothing changed.' },
    },
    resolve: async (_root, { input }, { session }) => ({ comment: await editComment(session, input) }),
  }),
  deleteComment: t.field({
    type: DeleteCommentPayload,
    nullable: true,
    description: 'This withdraws a comment, for who wrote it and for moderators; its place and its replies stay.',
    args: { input: t.arg({ type: DeleteCommentInput, required: true, description: 'This says what is withdrawn.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: { name: 'DeleteCommentResult', description: 'It is what is left of the comment, or says why it stays.' },
    },
    resolve: async (_root, { input }, { session }) => ({ comment: await deleteComment(session, input) }),
  }),
}));
