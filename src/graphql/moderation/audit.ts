import type { Decision as DecisionRow } from '../../data/administered/audit.ts';
import type { AuditAction as Actions } from '../../generated/prisma/enums.ts';
import { findCommentById } from '../../domain/comment.ts';
import { requireAuthor } from '../../domain/author.ts';
import { findPostById } from '../../domain/post.ts';
import { listAuditEntries } from '../../domain/moderation/read-audit-log.ts';
import { builder, DateTime } from '../builder.ts';
import { Author, Comment, Post } from '../refs.ts';

const AuditAction = builder.enumType('AuditAction', {
  description: 'Something that was decided, and is written down in the audit log.',
  values: {
    EDIT: { description: 'A moderator edited a comment of somebody else.' },
    WITHDRAW: {
      description: 'A moderator withdrew a comment of somebody else, or its commenter one that was reported.',
    },
    HIDE: { description: 'A comment was hidden.' },
    RESTORE: { description: 'A hidden comment was shown again.' },
    LOCK: { description: 'A comment was locked: nobody can reply to it or below it.' },
    UNLOCK: { description: 'A comment was unlocked.' },
    DISMISS_FLAGS: { description: 'The reports of a comment were dismissed: it stays.' },
    APPROVE: { description: 'A held comment was made public.' },
    TURN_DOWN: { description: 'A held comment was turned down.' },
    MUTE: { description: 'An account or a voice was muted.' },
    END_MUTE: { description: 'A mute was ended before its time.' },
    UPDATE_POST: {
      description:
        'A moderator changed the text or the tags of somebody else’s post, or which of its comments are held.',
    },
    PUBLISH_POST: { description: 'A moderator published a post of somebody else.' },
    UNPUBLISH_POST: { description: 'A moderator made a draft of a published post of somebody else.' },
    OPEN_COMMENTS: { description: 'A moderator opened the discussion of somebody else’s post.' },
    CLOSE_COMMENTS: { description: 'A moderator closed the discussion of somebody else’s post.' },
    UPDATE_TAG: { description: 'A moderator changed which comments are held under the posts of a tag.' },
    PIN: { description: 'A comment was pinned.' },
    UNPIN: { description: 'A comment was unpinned.' },
    EXPORT: { description: 'The data of a person was exported.' },
    ERASE: { description: 'The data of a person was erased.' },
    EXPORT_SITE: { description: 'An administrator exported the site: all that is kept, or all that readers see.' },
    IMPORT_SITE: { description: 'An administrator imported files into the site.' },
  } as const satisfies Record<Actions, { description: string }>,
});

export const Decision = builder.objectRef<DecisionRow>('Decision').implement({
  description: 'What a moderator decided about a comment, as the person concerned may read it.',
  fields: (t) => ({
    action: t.expose('action', { type: AuditAction, description: 'What was decided.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason, in the words of the moderator. Is null when none was given.',
    }),
    decidedAt: t.expose('occurredAt', { type: DateTime, description: 'The date and time of the decision.' }),
  }),
});

export const AuditEntry = builder.prismaNode('AuditEntry', {
  id: { field: 'id' },
  description: 'An entry of the audit log, which only grows. Visible to moderators.',
  fields: (t) => ({
    action: t.expose('action', { type: AuditAction, description: 'What was decided.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description:
        'The reason, in the words of the moderator; for a pin or a rule, what was set; for an export or an import of the site, the form of the files. Is null when none was given.',
    }),
    occurredAt: t.expose('occurredAt', { type: DateTime, description: 'The date and time of the decision.' }),
    actor: t.field({
      type: Author,
      nullable: true,
      description: 'The author of the account that decided. Is null for a guest.',
      resolve: async ({ actorId }, _args, { session }) =>
        actorId === null ? null : await requireAuthor(session, { id: actorId }),
    }),
    post: t.field({
      type: Post,
      nullable: true,
      description: 'The post that the decision is about. Is null when it is about no post.',
      resolve: async ({ postId }, _args, { session }) =>
        postId === null ? null : await findPostById(session, { postId }),
    }),
    comment: t.field({
      type: Comment,
      nullable: true,
      description: 'The comment that the decision is about. Is null when it is about no comment.',
      resolve: async ({ commentId }, _args, { session }) => await findCommentById(session, { commentId }),
    }),
    author: t.field({
      type: Author,
      nullable: true,
      description: 'The author of the account that the decision is about. Is null when it is about no account.',
      resolve: async ({ authorId }, _args, { session }) =>
        authorId === null ? null : await requireAuthor(session, { id: authorId }),
    }),
  }),
});

const AuditEntryConnection = builder.connectionObject(
  {
    type: AuditEntry,
    name: 'AuditEntryConnection',
    description: 'A page of the audit log.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The total number of entries. Counted only when selected.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  },
  { name: 'AuditEntryEdge', description: 'An entry of the audit log and its cursor.' },
);

builder.queryField('auditLog', (t) =>
  t.connection(
    {
      type: AuditEntry,
      description:
        'Returns everything that moderators and administrators decided, newest first. Requires the role `MODERATOR`.',
      resolve: async (_root, args, { session }) => await listAuditEntries(session, args),
    },
    AuditEntryConnection,
  ),
);
