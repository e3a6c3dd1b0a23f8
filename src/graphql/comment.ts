import { DEEPEST_REPLY } from '../config/environment.ts';
import { requireRead } from '../data/reads/require-read.ts';
import { isShown } from '../data/reads/visibility.ts';
import { commenterOf, findVoiceId, mayChange } from '../domain/commenter.ts';
import { findComment, parentOf, requirePostOf, urlOf } from '../domain/comment.ts';
import { listReplies } from '../domain/thread.ts';
import { builder, DateTime } from './builder.ts';
import { Commenter } from './commenter.ts';
import { CommentConnection } from './connections.ts';
import { CommentStatus, ReplyOrder } from './enums.ts';
import { selectComments } from './look-ahead/select-comments.ts';
import { Comment, Post } from './refs.ts';

builder.node(Comment, {
  id: { resolve: ({ id }) => id },
  description: 'A comment under a post, or a reply to another comment.',
  fields: (t) => ({
    post: t.field({
      type: Post,
      description: 'The post under which the comment was written.',
      resolve: (comment, _args, { session }) => requirePostOf(session, comment),
    }),
    number: t.exposeInt('number', {
      description: 'The number of the comment within its post, counted from 1. Numbers are never reused.',
    }),
    depth: t.int({
      description: 'The number of comments above this one in its thread. Is 0 for a top-level comment.',
      resolve: ({ path }) => requireRead(path).length - 1,
    }),
    path: t.intList({
      description:
        'The numbers of the comments above this one, outermost first, followed by its own. Sorting comments by `path` gives the view by thread.',
      resolve: ({ path }) => requireRead(path),
    }),
    status: t.expose('status', {
      type: CommentStatus,
      description: 'The status of the comment: published or withdrawn.',
    }),
    parent: t.field({
      type: Comment,
      nullable: true,
      description: 'The comment to which this one replies. Is null for a top-level comment.',
      resolve: (comment, _args, { session }) => parentOf(session, comment),
    }),
    ancestors: t.field({
      type: [Comment],
      description: 'All comments above this one in its thread, outermost first. Is empty for a top-level comment.',
      extensions: { mostItems: DEEPEST_REPLY },
      resolve: async (comment, _args, { session }) =>
        comment.parentId === null ? [] : [...(await session.loaders.ancestors.load(comment))],
    }),
    subject: t.string({
      nullable: true,
      description: 'The subject. Is null when the comment has none or is withdrawn.',
      resolve: (comment) => (isShown(comment) ? comment.subject : null),
    }),
    body: t.string({
      nullable: true,
      description: 'The text in Markdown, exactly as written. Is null when the comment is withdrawn.',
      resolve: (comment) => (isShown(comment) ? requireRead(comment.body) : null),
    }),
    bodyHtml: t.string({
      nullable: true,
      description: 'The text rendered as sanitized HTML. Is null when the comment is withdrawn.',
      resolve: (comment) => (isShown(comment) ? requireRead(comment.bodyHtml) : null),
    }),
    author: t.field({
      type: Commenter,
      nullable: true,
      description: 'The commenter who wrote the comment. Is null when the comment is withdrawn.',
      resolve: (comment, _args, { session }) => commenterOf(session, comment),
    }),
    voiceId: t.string({
      nullable: true,
      description:
        'An opaque ID of the voice with which a guest wrote the comment: the same for every comment of the voice, under every post, also a withdrawn one. Is null for everybody but moderators, for a comment of an account, and for a guest without a voice.',
      resolve: (comment, _args, { session }) => findVoiceId(session, comment),
    }),
    url: t.string({
      description: 'The public URL that links to the comment on the page of its post.',
      resolve: (comment, _args, { session }) => urlOf(session, comment),
    }),
    createdAt: t.expose('createdAt', {
      type: DateTime,
      description: 'The date and time at which the comment was written.',
    }),
    editedAt: t.field({
      type: DateTime,
      nullable: true,
      description: 'The date and time of the last edit. Is null when the comment was never edited.',
      resolve: ({ editedAt }) => requireRead(editedAt),
    }),
    viewerCanEdit: t.boolean({
      description:
        'Whether the viewer may edit this comment, as its commenter or as a moderator. Is false when the comment is withdrawn, and for a guest once the time in which guests may edit has passed. While the discussion is closed, only moderators can edit.',
      resolve: async (comment, _args, { session }) =>
        isShown(comment) && (await mayChange(session, { comment, action: 'editComment' })),
    }),
    viewerCanDelete: t.boolean({
      description:
        'Whether the viewer may withdraw this comment, as its commenter or as a moderator. Is false when the comment is withdrawn.',
      resolve: async (comment, _args, { session }) =>
        isShown(comment) && (await mayChange(session, { comment, action: 'deleteComment' })),
    }),
    replyCount: t.exposeInt('replyCount', {
      description: 'The number of published replies directly below this comment.',
    }),
    descendantCount: t.int({
      description: 'The number of published comments below this one, at any depth.',
      resolve: async ({ id, replyPlaces }, _args, { session }) =>
        replyPlaces === 0 ? 0 : await session.loaders.descendantCount.load(id),
    }),
    replies: t.connection(
      {
        type: Comment,
        description: 'The replies directly below this comment. Withdrawn replies are included.',
        extensions: { isPricedWhenRead: true },
        args: {
          order: t.arg({
            type: ReplyOrder,
            defaultValue: 'NUMBER',
            description: 'The order of the replies. Null is the same as `NUMBER`.',
          }),
        },
        resolve: (comment, { order, ...args }, { session }, info) =>
          listReplies(session, { comment, order: order ?? 'NUMBER', args, selection: () => selectComments(info) }),
      },
      CommentConnection,
    ),
  }),
});

builder.queryField('comment', (t) =>
  t.field({
    type: Comment,
    nullable: true,
    description:
      'Returns the comment with the given ID, or null when the ID is malformed or unknown, or the viewer may not see the comment.',
    args: { id: t.arg.id({ required: true, description: 'The ID of the comment.' }) },
    resolve: async (_root, { id }, { session }) => await findComment(session, { id }),
  }),
);
