import { MOST_VERSIONS } from '../../data/administered/versions.ts';
import type { VersionRow } from '../../data/administered/versions.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { isCommentLocked, listLocked } from '../../domain/comment.ts';
import { ForbiddenError, NotFoundError, ValidationError } from '../../domain/errors.ts';
import { listVersions } from '../../domain/moderation/evidence.ts';
import { decisionOf } from '../../domain/moderation/held-comment.ts';
import { moderateComment, MOST_LOCKED } from '../../domain/moderation/moderate-comment.ts';
import type { ModerationAction as Action } from '../../domain/moderation/moderate-comment.ts';
import { DEFAULT_SEARCH_DAYS, searchComments } from '../../domain/moderation/search-comments.ts';
import { builder, DateTime } from '../builder.ts';
import { CommentConnection } from '../connections.ts';
import { CommentStatus } from '../enums.ts';
import { Comment, Post } from '../refs.ts';
import { Decision } from './audit.ts';
import { forEach, MOST_AT_ONCE } from './bulk.ts';

const ModerationAction = builder.enumType('ModerationAction', {
  description: 'What a moderator can do to a comment.',
  values: {
    HIDE: {
      description:
        'Hide it. Its number, its place and its replies remain; its text and commenter are no longer returned. Its reports are answered with it.',
    },
    RESTORE: { description: 'Show it again, for as long as its text is kept.' },
    LOCK: { description: 'Lock it: nobody can reply to it or to any comment below it.' },
    UNLOCK: { description: 'Allow replies again.' },
    DISMISS_FLAGS: { description: 'Answer its reports by leaving it as it is.' },
  } as const satisfies Record<Action, { description: string }>,
});

const CommentVersion = builder.objectRef<VersionRow>('CommentVersion').implement({
  description: 'A text that a comment has, or has had.',
  fields: (t) => ({
    subject: t.exposeString('subject', { nullable: true, description: 'The subject. Is null when it had none.' }),
    body: t.exposeString('body', { description: 'The text in Markdown, exactly as written.' }),
    writtenAt: t.expose('writtenAt', { type: DateTime, description: 'The date and time at which it was written.' }),
  }),
});

builder.objectFields(Comment, (t) => ({
  isLocked: t.boolean({
    description: 'Whether the comment, or one above it, is locked: nobody can reply to it.',
    resolve: async (comment, _args, { session }) => await isCommentLocked(session, comment),
  }),
  decision: t.field({
    type: Decision,
    nullable: true,
    description:
      'Why the comment is hidden, or why a moderator withdrew it. Is null when neither is so, and for viewers other than its commenter and moderators.',
    resolve: async (comment, _args, { session }) => await decisionOf(session, comment),
  }),
  versions: t.field({
    type: [CommentVersion],
    nullable: true,
    description:
      'The texts that the comment has had, newest first, the current one included, also when it is hidden or withdrawn. Texts that are no longer shown are kept for a time that the service is configured with. Is null unless the viewer is a moderator.',
    extensions: { mostItems: MOST_VERSIONS },
    resolve: async (comment, _args, { session }) => {
      const versions = await listVersions(session, comment);
      return versions === null ? null : [...versions];
    },
  }),
}));

builder.objectField(Post, 'lockedNumbers', (t) =>
  t.intList({
    description:
      'The numbers of the comments that moderators have locked: nobody can reply to them or below them, so a comment is locked when its `path` has one of these numbers.',
    extensions: { mostItems: MOST_LOCKED },
    resolve: (post, _args, { session }) => listLocked(session, post),
  }),
);

const ModerateCommentInput = builder.inputType('ModerateCommentInput', {
  description: 'What to do to a comment.',
  fields: (t) => ({
    commentId: t.id({ required: true, description: 'The ID of the comment.' }),
    action: t.field({ type: ModerationAction, required: true, description: 'What to do.' }),
    reason: t.string({
      description:
        'The reason, which its commenter can read, and the readers that reported it: at most 1,000 characters. Required with `HIDE`.',
    }),
  }),
});

const ModerateCommentPayload = builder.objectRef<{ comment: CommentRow }>('ModerateCommentPayload').implement({
  description: 'The result of a successful `moderateComment`.',
  fields: (t) => ({
    comment: t.field({
      type: Comment,
      description: 'The comment after it.',
      resolve: ({ comment }) => comment,
    }),
  }),
});

const ModerateCommentResult = builder.errorUnion('ModerateCommentResult', {
  description: 'The result of moderating one comment: the payload, or the error that prevented it.',
  types: [ModerateCommentPayload, ValidationError, NotFoundError, ForbiddenError],
  resolveType: () => 'ModerateCommentPayload',
});

const ModerateCommentsInput = builder.inputType('ModerateCommentsInput', {
  description: 'What to do to several comments.',
  fields: (t) => ({
    commentIds: t.idList({ required: true, description: 'The IDs of the comments, at most 100.' }),
    action: t.field({ type: ModerationAction, required: true, description: 'What to do.' }),
    reason: t.string({ description: 'As for one comment.' }),
  }),
});

builder.mutationFields((t) => ({
  moderateComment: t.field({
    type: ModerateCommentResult,
    nullable: true,
    description:
      'Hides, restores, locks or unlocks a comment, or dismisses its reports. What is so already stays so. Requires the role `MODERATOR`.',
    args: { input: t.arg({ type: ModerateCommentInput, required: true, description: 'What to do.' }) },
    resolve: async (_root, { input }, { session }) => ({ comment: await moderateComment(session, input) }),
  }),
  moderateComments: t.field({
    type: [ModerateCommentResult],
    nullable: true,
    description:
      'Does the same to several comments, one after the other, and returns a result for each, in the order of the IDs. One that fails does not keep the others from being changed. Requires the role `MODERATOR`.',
    args: { input: t.arg({ type: ModerateCommentsInput, required: true, description: 'What to do.' }) },
    extensions: { mostItems: MOST_AT_ONCE },
    resolve: async (_root, { input: { commentIds, ...rest } }, { session }) =>
      await forEach(commentIds, async (commentId) => ({
        comment: await moderateComment(session, { ...rest, commentId }),
      })),
  }),
}));

const CommentSearch = builder.inputType('CommentSearch', {
  description: 'The conditions that comments must meet, all of them.',
  fields: (t) => ({
    text: t.string({
      description: 'What the text or the subject contains, in any case: at most 200 characters.',
    }),
    byWriterOf: t.id({
      description: 'The ID of a comment, the account or the voice of which wrote the comments that are returned.',
    }),
    postId: t.id({ description: 'The ID of the post under which they were written.' }),
    status: t.field({ type: CommentStatus, description: 'Their status. When absent, comments of every status.' }),
    days: t.int({
      defaultValue: DEFAULT_SEARCH_DAYS,
      description: 'How many days back to look, from 1 to 366.',
    }),
  }),
});

builder.queryField('searchComments', (t) =>
  t.connection(
    {
      type: Comment,
      description:
        'Returns recent comments, newest first, those that are hidden or withdrawn included. Requires the role `MODERATOR`.',
      args: {
        filter: t.arg({ type: CommentSearch, description: 'The conditions. When absent, all recent comments.' }),
      },
      resolve: async (_root, { filter, ...args }, { session }) => await searchComments(session, { ...filter, ...args }),
    },
    CommentConnection,
  ),
);
