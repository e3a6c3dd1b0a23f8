import { isShown } from '../data/reads/visibility.ts';
import { commenterOf, mayChange } from '../domain/commenter.ts';
import { findComment, requirePostOf } from '../domain/comment.ts';
import { listReplies } from '../domain/thread.ts';
import { builder, DateTime } from './builder.ts';
import { Commenter } from './commenter.ts';
import { CommentConnection } from './connections.ts';
import { CommentStatus } from './enums.ts';
import { Comment, Post } from './refs.ts';

builder.node(Comment, {
  id: { resolve: ({ id }) => id },
  description: 'A comment stands under a post, or answers another comment there.',
  fields: (t) => ({
    post: t.field({
      type: Post,
      description: 'This is the post that it was written under.',
      resolve: async (comment, _args, { session }) => await requirePostOf(session, comment),
    }),
    number: t.exposeInt('number', {
      description: 'This is its number within the post: 1, 2, 3 …; none is given twice.',
    }),
    depth: t.int({
      description: 'So many comments stand above it in its thread; it is 0 at the top.',
      resolve: ({ path }) => path.length - 1,
    }),
    path: t.intList({
      description:
        'These are the numbers of the comments above it, outermost first, and its own: comments ordered by it stand as in the view by thread.',
      resolve: ({ path }) => path,
    }),
    status: t.expose('status', { type: CommentStatus, description: 'This says whether it is shown.' }),
    parent: t.field({
      type: Comment,
      nullable: true,
      description: 'This is the comment that it answers; it is null at the top.',
      resolve: async ({ parentId }, _args, { session }) =>
        parentId === null ? null : await session.loaders.comment.load(parentId),
    }),
    ancestors: t.field({
      type: [Comment],
      description: 'These are all comments above it in its thread, outermost first.',
      resolve: async (comment, _args, { session }) =>
        comment.parentId === null ? [] : [...(await session.loaders.ancestors.load(comment))],
    }),
    subject: t.string({
      nullable: true,
      description: 'This is its subject; it is null where there is none, or the comment is withdrawn.',
      resolve: (comment) => (isShown(comment) ? comment.subject : null),
    }),
    body: t.string({
      nullable: true,
      description: 'This is the text in Markdown, as it was written; it is null when the comment is withdrawn.',
      resolve: (comment) => (isShown(comment) ? comment.body : null),
    }),
    bodyHtml: t.string({
      nullable: true,
      description: 'This is the text as HTML that is safe to show; it is null when the comment is withdrawn.',
      resolve: (comment) => (isShown(comment) ? comment.bodyHtml : null),
    }),
    author: t.field({
      type: Commenter,
      nullable: true,
      description: 'This is who wrote it; it is null when the comment is withdrawn.',
      resolve: (comment, _args, { session }) => commenterOf(session, comment),
    }),
    url: t.string({
      description: 'This is its address for readers: the link to this comment.',
      resolve: async (comment, _args, { session }) => {
        const { slug } = await requirePostOf(session, comment);
        return session.addresses.ofComment({ slug, number: comment.number });
      },
    }),
    createdAt: t.expose('createdAt', { type: DateTime, description: 'It was written at this moment.' }),
    editedAt: t.expose('editedAt', {
      type: DateTime,
      nullable: true,
      description: 'It was last edited at this moment; it is null when it was never edited.',
    }),
    viewerCanEdit: t.boolean({
      description: 'This says whether who asks wrote it, or is a moderator, and may so edit or withdraw it.',
      resolve: async (comment, _args, { session }) => isShown(comment) && (await mayChange(session, comment)),
    }),
    replyCount: t.exposeInt('replyCount', { description: 'So many published replies stand directly under it.' }),
    descendantCount: t.int({
      description: 'So many published comments stand anywhere under it.',
      resolve: async ({ id, replyPlaces }, _args, { session }) =>
        replyPlaces === 0 ? 0 : await session.loaders.descendantCount.load(id),
    }),
    replies: t.connection(
      {
        type: Comment,
        description: 'These are the replies directly under it, by number.',
        resolve: async (comment, args, { session }) =>
          await listReplies(session, { ...args, post: await requirePostOf(session, comment), comment }),
      },
      CommentConnection,
    ),
  }),
});

builder.queryField('comment', (t) =>
  t.field({
    type: Comment,
    nullable: true,
    description: 'This finds one comment; it is null for what is not there, or not to be seen.',
    args: { id: t.arg.id({ required: true, description: 'This is its id.' }) },
    resolve: async (_root, { id }, { session }) => await findComment(session, { id }),
  }),
);
