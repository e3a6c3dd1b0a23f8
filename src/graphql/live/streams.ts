import { findSiteCursor, followComments, followDiscussion, followSite } from '../../domain/follow.ts';
import { requireComment } from '../../live/feeds/site-feed.ts';
import { builder } from '../builder.ts';
import { PostFilter } from '../post.ts';
import { CommentAddedEvent, DiscussionEvent } from './discussion-event.ts';

builder.queryField('siteCursor', (t) =>
  t.string({
    description:
      'Returns the current cursor of the stream of all posts. Passed to `newComments` as `after`, it streams the comments that follow.',
    resolve: async (_root, _args, { session }) => await findSiteCursor(session),
  }),
);

builder.subscriptionFields((t) => ({
  commentAdded: t.field({
    type: CommentAddedEvent,
    description:
      'Streams the additions to the comments of a post, in order and each exactly once. An added comment is sent as it is at delivery; its later edits and its withdrawal are not sent. Clients that show texts should use `discussionEvents`, which sends all three. Fails with `NOT_FOUND` when there is no such post or the viewer may not see it, also when it is unpublished later.',
    args: {
      postId: t.arg.id({ required: true, description: 'The ID of the post.' }),
      after: t.arg.string({
        description:
          'The cursor from which to begin: `Post.cursor`, a cursor of `Post.comments` in the order `TIME`, or the cursor of an earlier event. Comments that were added after it are sent first. When absent, only comments added from now on are sent.',
      }),
    },
    subscribe: async (_root, args, { session }) => await followComments(session, args),
    resolve: (event) => event,
  }),
  discussionEvents: t.field({
    type: DiscussionEvent,
    description:
      'Streams all events in the discussion of a post in order, each exactly once, beginning with a `DiscussionReadyEvent`. Fails with `NOT_FOUND` when there is no such post or the viewer may not see it.',
    args: {
      postId: t.arg.id({ required: true, description: 'The ID of the post.' }),
      after: t.arg.string({
        description:
          'The cursor from which to begin: `Post.cursor`, or the cursor of an earlier event. Events that occurred after it are sent first, or a `DiscussionGapEvent` in place of events that are no longer kept. When absent, only events from now on are sent.',
      }),
    },
    subscribe: async (_root, args, { session }) => await followDiscussion(session, args),
    resolve: (event) => event,
  }),
  newComments: t.field({
    type: CommentAddedEvent,
    description:
      'Streams the additions to the comments of all published posts, each exactly once, and those of the same post in order. An added comment is sent as it is at delivery; its later edits and its withdrawal are not sent. Clients that keep showing texts should use `discussionEvents` of the posts.',
    args: {
      filter: t.arg({
        type: PostFilter,
        description: 'The conditions that the posts must meet. When absent, comments of all published posts are sent.',
      }),
      after: t.arg.string({
        description:
          'The cursor from which to begin: `Query.siteCursor`, or the cursor of an earlier event. Comments that were added after it are sent first; when some are no longer kept, the subscription fails with `CURSOR_EXPIRED`. When absent, only comments added from now on are sent.',
      }),
    },
    subscribe: async (_root, { filter, after: place }, { session }) =>
      await followSite(session, { tag: filter?.tag ?? null, author: filter?.author ?? null, after: place }),
    resolve: (event) => requireComment(event),
  }),
}));
