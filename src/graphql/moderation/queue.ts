import { findAuditEntry } from '../../domain/moderation/read-audit-log.ts';
import { findModerationCursor, followQueue } from '../../domain/moderation/follow-queue.ts';
import { findItem, listQueue } from '../../domain/moderation/read-queue.ts';
import type { ModerationEvent as Event } from '../../live/feeds/moderation-feed.ts';
import { builder, DateTime } from '../builder.ts';
import { Comment } from '../refs.ts';
import { AuditEntry } from './audit.ts';
import { HeldComment } from './held-comment.ts';

const ModerationItem = builder.unionType('ModerationItem', {
  description: 'Something that waits for a moderator: a held comment, or a public one with reports.',
  types: [HeldComment, Comment],
  resolveType: (row) => ('heldBecause' in row ? 'HeldComment' : 'Comment'),
});

const ModerationItemConnection = builder.connectionObject(
  {
    type: ModerationItem,
    name: 'ModerationItemConnection',
    description: 'A page of what waits for a moderator.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The total number of what waits. Counted only when selected.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  },
  { name: 'ModerationItemEdge', description: 'Something that waits for a moderator, and its cursor in the queue.' },
);

const ModerationKind = builder.enumType('ModerationKind', {
  description: 'Why something waits for a moderator.',
  values: {
    HELD: { description: 'A comment that was held when it was written.' },
    FLAGGED: { description: 'A public comment with reports.' },
  } as const,
});

const ModerationFilter = builder.inputType('ModerationFilter', {
  description: 'The conditions that items of the queue must meet, all of them.',
  fields: (t) => ({
    kind: t.field({ type: ModerationKind, description: 'Why they wait.' }),
    postId: t.id({ description: 'The ID of the post that they belong to.' }),
  }),
});

builder.queryFields((t) => ({
  moderationQueue: t.connection(
    {
      type: ModerationItem,
      description: 'Returns what waits for a moderator, oldest first. Requires the role `MODERATOR`.',
      args: { filter: t.arg({ type: ModerationFilter, description: 'The conditions. When absent, everything.' }) },
      resolve: async (_root, { filter, ...args }, { session }) =>
        await listQueue(session, { ...args, kind: filter?.kind ?? null, postId: filter?.postId ?? null }),
    },
    ModerationItemConnection,
  ),
  moderationCursor: t.string({
    description:
      'Returns the current cursor of the queue. Passed to `moderationEvents` as `after`, it streams what follows. Requires the role `MODERATOR`.',
    resolve: async (_root, _args, { session }) => await findModerationCursor(session),
  }),
}));

const TYPE_NAMES = {
  COMMENT_HELD: 'CommentHeldEvent',
  COMMENT_FLAGGED: 'CommentFlaggedEvent',
  ITEM_RESOLVED: 'ItemResolvedEvent',
} as const satisfies Record<Event['kind'], string>;

const ModerationEvent = builder.interfaceRef<Event>('ModerationEvent').implement({
  description:
    'Something that came to the queue of the moderators, or left it. New types of events may be added; a client that does not know a type can still read its cursor.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description:
        'The cursor of the event. Passed as `after` to the same subscription, it resumes the stream with the next event.',
    }),
    occurredAt: t.expose('occurredAt', {
      type: DateTime,
      description: 'The date and time at which the event occurred.',
    }),
    item: t.field({
      type: ModerationItem,
      nullable: true,
      description: 'What the event is about, as it is at delivery. Is null when the viewer may not see it.',
      resolve: async (event, _args, { session }) => await findItem(session, event),
    }),
  }),
  resolveType: ({ kind }) => TYPE_NAMES[kind],
});

builder.objectRef<Event>(TYPE_NAMES.COMMENT_HELD).implement({
  description: 'An event sent when a comment is held.',
  interfaces: [ModerationEvent],
});

builder.objectRef<Event>(TYPE_NAMES.COMMENT_FLAGGED).implement({
  description: 'An event sent when a comment is reported, each time anew.',
  interfaces: [ModerationEvent],
});

builder.objectRef<Event>(TYPE_NAMES.ITEM_RESOLVED).implement({
  description: 'An event sent when something leaves the queue, because it was decided.',
  interfaces: [ModerationEvent],
  fields: (t) => ({
    auditEntry: t.field({
      type: AuditEntry,
      nullable: true,
      description: 'What was decided, by whom and why.',
      resolve: async ({ decisionId }, _args, { session }) =>
        decisionId === null ? null : await findAuditEntry(session, decisionId),
    }),
  }),
});

builder.subscriptionField('moderationEvents', (t) =>
  t.field({
    type: ModerationEvent,
    description:
      'Streams what comes to the queue and what leaves it, in order, each exactly once. Fails with `FORBIDDEN` unless the viewer is a moderator.',
    args: {
      after: t.arg.string({
        description:
          'The cursor from which to begin: `Query.moderationCursor`, or the cursor of an earlier event. Events that occurred after it are sent first. When absent, only events from now on are sent.',
      }),
    },
    subscribe: async (_root, args, { session }) => await followQueue(session, args),
    resolve: (event) => event,
  }),
);
