import { findSiteCursor, followComments, followDiscussion, followSite } from '../domain/follow.ts';
import { findPostById } from '../domain/post.ts';
import type { CommentEvent, DiscussionEvent as Event, ReadyEvent } from '../live/feeds/discussion-event.ts';
import { requireComment } from '../live/feeds/site-feed.ts';
import { builder, DateTime } from './builder.ts';
import { PostFilter } from './post-inputs.ts';
import { Comment, Post } from './refs.ts';

const TYPE_NAMES = {
  READY: 'DiscussionReadyEvent',
  GAP: 'DiscussionGapEvent',
  COMMENT_ADDED: 'CommentAddedEvent',
  COMMENT_EDITED: 'CommentEditedEvent',
  COMMENT_WITHDRAWN: 'CommentWithdrawnEvent',
  COMMENTS_CLOSED: 'CommentsClosedEvent',
  COMMENTS_OPENED: 'CommentsOpenedEvent',
  POST_PUBLISHED: 'PostPublishedEvent',
  POST_EDITED: 'PostEditedEvent',
  POST_UNPUBLISHED: 'PostUnpublishedEvent',
} as const satisfies Record<Event['kind'], string>;

const DiscussionEvent = builder.interfaceRef<Event>('DiscussionEvent').implement({
  description:
    'Something happened to a discussion. More kinds may come: a client that does not know one still reads its place.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'This is the place of the event: a stream that is resumed after it goes on with the next.',
    }),
    occurredAt: t.expose('occurredAt', { type: DateTime, description: 'It happened at this moment.' }),
    clientMutationId: t.exposeString('clientMutationId', {
      nullable: true,
      description:
        'This is the key under which it was written, by which its own client knows its echo; it is null where there was none.',
    }),
  }),
  resolveType: ({ kind }) => TYPE_NAMES[kind],
});

builder.objectRef<ReadyEvent>(TYPE_NAMES.READY).implement({
  description: 'The stream begins; this is its first event.',
  interfaces: [DiscussionEvent],
  fields: (t) => ({
    liveFrom: t.exposeString('liveFrom', {
      description: 'What happened up to this place is replayed; what comes after it is live.',
    }),
  }),
});

builder.objectRef<Event>(TYPE_NAMES.GAP).implement({
  description:
    'What happened before is no longer kept: read the discussion again. The stream goes on from the place of this event.',
  interfaces: [DiscussionEvent],
});

function implementCommentEvent(name: (typeof TYPE_NAMES)[CommentEvent['kind']], description: string) {
  return builder.objectRef<CommentEvent>(name).implement({
    description,
    interfaces: [DiscussionEvent],
    fields: (t) => ({
      node: t.field({
        type: Comment,
        description: 'This is the comment, as it is at delivery.',
        resolve: ({ comment }) => comment,
      }),
      commentCount: t.exposeInt('commentCount', {
        description: 'The post has so many published comments at delivery.',
      }),
    }),
  });
}

const CommentAddedEvent = implementCommentEvent(TYPE_NAMES.COMMENT_ADDED, 'A comment was added to a discussion.');
implementCommentEvent(TYPE_NAMES.COMMENT_EDITED, 'A comment was edited.');
implementCommentEvent(TYPE_NAMES.COMMENT_WITHDRAWN, 'A comment was withdrawn: its place and its replies stay.');

function implementPostEvent(name: `${'Comments' | 'Post'}${string}`, description: string): void {
  builder.objectRef<Event>(name).implement({
    description,
    interfaces: [DiscussionEvent],
    fields: (t) => ({
      post: t.field({
        type: Post,
        nullable: true,
        description: 'This is the post, as it is at delivery; it is null where the viewer may not see it.',
        resolve: async ({ postId }, _args, { session }) => await findPostById(session, { postId }),
      }),
    }),
  });
}

implementPostEvent(TYPE_NAMES.COMMENTS_CLOSED, 'The discussion takes no more comments.');
implementPostEvent(TYPE_NAMES.COMMENTS_OPENED, 'The discussion takes comments again.');
implementPostEvent(TYPE_NAMES.POST_PUBLISHED, 'The post was published.');
implementPostEvent(TYPE_NAMES.POST_EDITED, 'The text of the post, its tags or its title were changed.');
implementPostEvent(
  TYPE_NAMES.POST_UNPUBLISHED,
  'The post was taken back. For whoever may not see it any more the stream ends after this.',
);

builder.queryField('siteCursor', (t) =>
  t.string({
    description:
      'This is the place in the log of all posts at which it was asked for: `newComments` goes on from there.',
    resolve: async (_root, _args, { session }) => await findSiteCursor(session),
  }),
);

builder.subscriptionFields((t) => ({
  commentAdded: t.field({
    type: CommentAddedEvent,
    description: 'This sends the new comments of one post, in order, each exactly once.',
    args: {
      postId: t.arg.id({ required: true, description: 'This names the post.' }),
      after: t.arg.string({
        description:
          'What came after this place is sent first: `Post.cursor`, a cursor of the view by time, or that of an earlier event. Without it the stream begins now.',
      }),
    },
    subscribe: async (_root, args, { session }) => await followComments(session, args),
    resolve: (event) => event,
  }),
  discussionEvents: t.field({
    type: DiscussionEvent,
    description:
      'This sends everything that happens to the discussion of one post, in order, each exactly once; first it says from where it is live.',
    args: {
      postId: t.arg.id({ required: true, description: 'This names the post.' }),
      after: t.arg.string({
        description:
          'What came after this place is sent first: `Post.cursor`, or the cursor of an earlier event. Without it the stream begins now.',
      }),
    },
    subscribe: async (_root, args, { session }) => await followDiscussion(session, args),
    resolve: (event) => event,
  }),
  newComments: t.field({
    type: CommentAddedEvent,
    description:
      'This sends the new comments of all posts, each exactly once, those of one post in their own order; unpublished posts are left out.',
    args: {
      filter: t.arg({ type: PostFilter, description: 'Only comments of these posts are sent.' }),
      after: t.arg.string({
        description:
          'What came after this place is sent first: `siteCursor`, or the cursor of an earlier event, while that is kept. Without it the stream begins now.',
      }),
    },
    subscribe: async (_root, { filter, after: place }, { session }) =>
      await followSite(session, { tag: filter?.tag ?? null, author: filter?.author ?? null, after: place }),
    resolve: (event) => requireComment(event),
  }),
}));
