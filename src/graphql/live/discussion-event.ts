import { findPostById } from '../../domain/post.ts';
import type {
  CommentEvent,
  DiscussionEvent as Event,
  ReactionsEvent,
  ReadyEvent,
} from '../../live/feeds/discussion-event.ts';
import { builder, DateTime } from '../builder.ts';
import { Comment, Post } from '../refs.ts';

const TYPE_NAMES = {
  READY: 'DiscussionReadyEvent',
  GAP: 'DiscussionGapEvent',
  COMMENT_ADDED: 'CommentAddedEvent',
  COMMENT_EDITED: 'CommentEditedEvent',
  COMMENT_WITHDRAWN: 'CommentWithdrawnEvent',
  COMMENT_HIDDEN: 'CommentHiddenEvent',
  COMMENT_RESTORED: 'CommentRestoredEvent',
  COMMENT_LOCKED: 'CommentLockedEvent',
  COMMENT_UNLOCKED: 'CommentUnlockedEvent',
  COMMENTS_CLOSED: 'CommentsClosedEvent',
  COMMENTS_OPENED: 'CommentsOpenedEvent',
  POST_PUBLISHED: 'PostPublishedEvent',
  POST_EDITED: 'PostEditedEvent',
  POST_UNPUBLISHED: 'PostUnpublishedEvent',
  PINS_CHANGED: 'PinsChangedEvent',
  REACTIONS: 'CommentReactionsEvent',
} as const satisfies Record<Event['kind'], string>;

export const DiscussionEvent = builder.interfaceRef<Event>('DiscussionEvent').implement({
  description:
    'An event in the discussion of a post. New types of events may be added; a client that does not know a type can still read its cursor.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description:
        'The cursor of the event. Passed as `after` to the same subscription, it resumes the stream with the next event.',
    }),
    occurredAt: t.expose('occurredAt', {
      type: DateTime,
      description: 'The date and time at which the event occurred.',
    }),
    clientMutationId: t.exposeString('clientMutationId', {
      nullable: true,
      description:
        'The `clientMutationId` of the `createComment` that caused the event, by which a client recognizes its own comments. Is null when there was none, and for all other types of events.',
    }),
  }),
  resolveType: ({ kind }) => TYPE_NAMES[kind],
});

builder.objectRef<ReadyEvent>(TYPE_NAMES.READY).implement({
  description: 'The first event of a stream of `discussionEvents`.',
  interfaces: [DiscussionEvent],
  fields: (t) => ({
    liveFrom: t.exposeString('liveFrom', {
      description:
        'The cursor that separates replayed events from live ones. Events up to it are replayed; later events are live.',
    }),
    version: t.exposeInt('version', {
      description:
        'The version of the reactions to the comments at the start of the stream. Later reactions are streamed; a client whose `Post.reactionsVersion` is another should read the reactions again.',
    }),
  }),
});

builder.objectRef<Event>(TYPE_NAMES.GAP).implement({
  description:
    'An event sent when events were skipped because they are no longer kept. Clients should read the discussion again; the stream continues after the cursor of this event.',
  interfaces: [DiscussionEvent],
});

function implementCommentEvent(name: (typeof TYPE_NAMES)[CommentEvent['kind']], description: string) {
  return builder.objectRef<CommentEvent>(name).implement({
    description,
    interfaces: [DiscussionEvent],
    fields: (t) => ({
      node: t.field({
        type: Comment,
        description: 'The comment, as it is at delivery.',
        resolve: ({ comment }) => comment,
      }),
      commentCount: t.exposeInt('commentCount', {
        description: 'The number of published comments of the post at delivery.',
      }),
    }),
  });
}

export const CommentAddedEvent = implementCommentEvent(
  TYPE_NAMES.COMMENT_ADDED,
  'An event sent when a comment is added to a discussion.',
);
implementCommentEvent(
  TYPE_NAMES.COMMENT_EDITED,
  'An event sent when a comment is edited, or an account claims it as its own.',
);
implementCommentEvent(
  TYPE_NAMES.COMMENT_WITHDRAWN,
  'An event sent when a comment is withdrawn. Its number, its place in the thread and its replies remain.',
);
implementCommentEvent(
  TYPE_NAMES.COMMENT_HIDDEN,
  'An event sent when a moderator hides a comment. Its number, its place in the thread and its replies remain.',
);
implementCommentEvent(TYPE_NAMES.COMMENT_RESTORED, 'An event sent when a moderator shows a hidden comment again.');
implementCommentEvent(
  TYPE_NAMES.COMMENT_LOCKED,
  'An event sent when a moderator locks a comment: nobody can reply to it or below it.',
);
implementCommentEvent(TYPE_NAMES.COMMENT_UNLOCKED, 'An event sent when a moderator unlocks a comment.');

builder.objectRef<ReactionsEvent>(TYPE_NAMES.REACTIONS).implement({
  description:
    'An event sent when the reactions to a comment have moved, at most once a second for each comment. Sent live only: it is never replayed, and its cursor is the place of the stream among the other events.',
  interfaces: [DiscussionEvent],
  fields: (t) => ({
    node: t.field({
      type: Comment,
      description: 'The comment, as it is at delivery.',
      resolve: ({ comment }) => comment,
    }),
  }),
});

function implementPostEvent(name: `${'Comments' | 'Pins' | 'Post'}${string}`, description: string): void {
  builder.objectRef<Event>(name).implement({
    description,
    interfaces: [DiscussionEvent],
    fields: (t) => ({
      post: t.field({
        type: Post,
        nullable: true,
        description: 'The post, as it is at delivery. Is null when the viewer may not see it.',
        resolve: async ({ postId }, _args, { session }) => await findPostById(session, { postId }),
      }),
    }),
  });
}

implementPostEvent(TYPE_NAMES.COMMENTS_CLOSED, 'An event sent when the discussion is closed to new comments.');
implementPostEvent(TYPE_NAMES.COMMENTS_OPENED, 'An event sent when the discussion is opened again to new comments.');
implementPostEvent(TYPE_NAMES.POST_PUBLISHED, 'An event sent when the post is published.');
implementPostEvent(
  TYPE_NAMES.POST_EDITED,
  'An event sent when the title, kicker, text or tags of the post are changed.',
);
implementPostEvent(
  TYPE_NAMES.POST_UNPUBLISHED,
  'An event sent when the post is unpublished. For viewers who may no longer see the post, the stream ends after it.',
);

implementPostEvent(TYPE_NAMES.PINS_CHANGED, 'An event sent when a comment is pinned, or its pin is taken away.');
