import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { requireAuthor } from '../../domain/author.ts';
import { findCommentById } from '../../domain/comment.ts';
import { ForbiddenError, NotFoundError, ValidationError } from '../../domain/errors.ts';
import { findOwnFlag, flagComment } from '../../domain/moderation/flag-comment.ts';
import { countWaitingFlags, listFlags } from '../../domain/moderation/flags.ts';
import type { FlagReason as Reasons } from '../../generated/prisma/enums.ts';
import { builder, DateTime } from '../builder.ts';
import { Author, Comment } from '../refs.ts';
import { Decision } from './audit.ts';

const FlagReason = builder.enumType('FlagReason', {
  description: 'Why a reader reports a comment.',
  values: {
    SPAM: { description: 'Advertising, or the same again and again.' },
    ABUSE: { description: 'An insult, a threat or hatred.' },
    OFF_TOPIC: { description: 'Not about the post.' },
    ILLEGAL: { description: 'Against the law. Requires a note that says why.' },
    OTHER: { description: 'Another reason. Requires a note that says which.' },
  } as const satisfies Record<Reasons, { description: string }>,
});

const Flag = builder.prismaNode('Flag', {
  id: { field: 'id' },
  description: 'A report of a comment. Visible to the reader who made it and to moderators.',
  fields: (t) => ({
    comment: t.field({
      type: Comment,
      nullable: true,
      description: 'The comment that was reported. Is null when the viewer may not see it.',
      resolve: async ({ commentId }, _args, { session }) => await findCommentById(session, { commentId }),
    }),
    reason: t.expose('reason', { type: FlagReason, description: 'The reason.' }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'What the reader wrote about it. Is null when nothing was written.',
    }),
    createdAt: t.expose('createdAt', { type: DateTime, description: 'The date and time of the report.' }),
    resolvedAt: t.expose('resolvedAt', {
      type: DateTime,
      nullable: true,
      description: 'The date and time at which a moderator answered it. Is null while it waits.',
    }),
    decision: t.field({
      type: Decision,
      nullable: true,
      select: { decision: true },
      description: 'The answer: what was decided about the comment. Is null while the report waits.',
      resolve: ({ decision }) => decision,
    }),
    author: t.field({
      type: Author,
      nullable: true,
      description: 'The author of the account that made the report. Is null for a guest.',
      resolve: async ({ authorId }, _args, { session }) =>
        authorId === null ? null : await requireAuthor(session, { id: authorId }),
    }),
  }),
});

const FlagConnection = builder.connectionObject(
  {
    type: Flag,
    name: 'FlagConnection',
    description: 'A page of reports.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The total number of reports in the list. Counted only when selected.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  },
  { name: 'FlagEdge', description: 'A report and its cursor in a list.' },
);

builder.objectFields(Comment, (t) => ({
  viewerHasFlagged: t.boolean({
    description: 'Whether a report of the viewer waits for a moderator.',
    resolve: async (comment, _args, { session }) => {
      const flag = await findOwnFlag(session, comment);
      return flag !== null && flag.resolvedAt === null;
    },
  }),
  viewerFlag: t.field({
    type: Flag,
    nullable: true,
    description: 'The last report of the viewer, with its answer. Is null when there is none.',
    resolve: async (comment, _args, { session }) => await findOwnFlag(session, comment),
  }),
  flagCount: t.int({
    nullable: true,
    description: 'The number of reports that wait. Is null unless the viewer is a moderator.',
    resolve: async (comment, _args, { session }) => await countWaitingFlags(session, comment),
  }),
  flags: t.connection(
    {
      type: Flag,
      nullable: true,
      description:
        'The reports of the comment, newest first, those that were answered included. Is null unless the viewer is a moderator.',
      resolve: async (comment, args, { session }) => await listFlags(session, { ...args, comment }),
    },
    FlagConnection,
  ),
}));

const FlagCommentInput = builder.inputType('FlagCommentInput', {
  description: 'A report of a comment.',
  fields: (t) => ({
    commentId: t.id({ required: true, description: 'The ID of the comment to report.' }),
    reason: t.field({ type: FlagReason, required: true, description: 'The reason.' }),
    note: t.string({
      description: 'What moderators should know: at most 1,000 characters. Required with `ILLEGAL` and `OTHER`.',
    }),
  }),
});

const FlagCommentPayload = builder.objectRef<{ comment: CommentRow }>('FlagCommentPayload').implement({
  description: 'The result of a successful `flagComment`.',
  fields: (t) => ({
    comment: t.field({
      type: Comment,
      description: 'The comment that was reported.',
      resolve: ({ comment }) => comment,
    }),
  }),
});

builder.mutationField('flagComment', (t) =>
  t.field({
    type: FlagCommentPayload,
    nullable: true,
    description:
      'Reports a comment to the moderators. A second report of the same viewer replaces the first while that waits. Guests need a voice.',
    args: { input: t.arg({ type: FlagCommentInput, required: true, description: 'The report.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: {
        name: 'FlagCommentResult',
        description: 'The result of `flagComment`: the payload, or the error that prevented the report.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ comment: await flagComment(session, input) }),
  }),
);
