import type { HeldCommentRow } from '../../data/administered/held-comments.ts';
import { findCommentById, requirePostOf } from '../../domain/comment.ts';
import { commenterOfHeld, listOwnHeldComments } from '../../domain/moderation/held-comment.ts';
import type { HeldReason as Reasons, HeldStatus as Statuses } from '../../generated/prisma/enums.ts';
import { builder, DateTime } from '../builder.ts';
import { Commenter } from '../commenter.ts';
import { Comment, Post } from '../refs.ts';
import { Decision } from './audit.ts';

const HeldReason = builder.enumType('HeldReason', {
  description: 'Why a comment is held until a moderator has read it.',
  values: {
    PREMODERATED: { description: 'All comments of this kind are held here: those of guests, or all of them.' },
    FIRST_COMMENT: { description: 'The commenter has no published comment yet.' },
    LINKS: { description: 'The comment has a link, and its commenter has fewer than five published comments.' },
    BLOCKED_WORD: { description: 'The comment has a word that the service is configured to block.' },
    SUSPECTED_SPAM: { description: 'A field that people do not see was filled in.' },
    FILTER: { description: 'The outside filter of the site asked for it.' },
    FILTER_SILENT: { description: 'The outside filter of the site did not answer in time.' },
  } as const satisfies Record<Reasons, { description: string }>,
});

const HeldStatus = builder.enumType('HeldStatus', {
  description: 'What became of a held comment.',
  values: {
    HELD: { description: 'Waiting for a moderator.' },
    APPROVED: { description: 'Made public.' },
    TURNED_DOWN: { description: 'Turned down: it does not become public.' },
    WITHDRAWN: { description: 'Taken back by its commenter before it was decided.' },
  } as const satisfies Record<Statuses, { description: string }>,
});

/** Null where the text has been erased since. */
function textOf(text: string): string | null {
  return text === '' ? null : text;
}

export const HeldComment = builder.prismaNode('HeldComment', {
  id: { field: 'id' },
  description:
    'A comment that was not made public when it was written. It has no number and no place, and nobody can reply to it. Visible to its commenter and to moderators.',
  fields: (t) => ({
    post: t.field({
      type: Post,
      description: 'The post under which it was written.',
      resolve: (held, _args, { session }) => requirePostOf(session, held),
    }),
    parent: t.field({
      type: Comment,
      nullable: true,
      description: 'The comment to which it replies. Is null for a top-level comment.',
      resolve: async ({ parentId }, _args, { session }) => await findCommentById(session, { commentId: parentId }),
    }),
    subject: t.exposeString('subject', { nullable: true, description: 'The subject. Is null when it has none.' }),
    body: t.string({
      nullable: true,
      description:
        'The text in Markdown, exactly as written. Is null once the comment was decided and the time has passed for which such texts are kept.',
      resolve: ({ body }) => textOf(body),
    }),
    bodyHtml: t.string({
      nullable: true,
      description: 'The text rendered as sanitized HTML. Is null when `body` is.',
      resolve: ({ bodyHtml }) => textOf(bodyHtml),
    }),
    commenter: t.field({
      type: Commenter,
      description: 'The commenter who wrote it.',
      resolve: async (held, _args, { session }) => await commenterOfHeld(session, held),
    }),
    heldBecause: t.expose('heldBecause', { type: HeldReason, description: 'Why it is held.' }),
    status: t.expose('status', { type: HeldStatus, description: 'What became of it.' }),
    createdAt: t.expose('createdAt', { type: DateTime, description: 'The date and time at which it was written.' }),
    decision: t.field({
      type: Decision,
      nullable: true,
      select: { decision: true },
      description: 'How its wait ended. Is null while the comment is held.',
      resolve: ({ decision }) => decision,
    }),
    comment: t.field({
      type: Comment,
      nullable: true,
      description: 'The public comment that it became. Is null unless it was approved.',
      resolve: async ({ id, status }, _args, { session }) =>
        await findCommentById(session, { commentId: status === 'APPROVED' ? id : null }),
    }),
  }),
});

const HeldCommentConnection = builder.connectionObject(
  {
    type: HeldComment,
    name: 'HeldCommentConnection',
    description: 'A page of held comments.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The total number of held comments in the list. Counted only when selected.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  },
  { name: 'HeldCommentEdge', description: 'A held comment and its cursor in a list.' },
);

builder.objectField(Post, 'viewerHeldComments', (t) =>
  t.connection(
    {
      type: HeldComment,
      description:
        'The comments of the viewer under the post that wait for a moderator or were turned down, newest first. Is empty for a guest without a voice.',
      resolve: async (post, args, { session }) => await listOwnHeldComments(session, { ...args, post }),
    },
    HeldCommentConnection,
  ),
);

export const CommentHeldPayload = builder
  .objectRef<{ heldComment: HeldCommentRow; clientMutationId: string | null }>('CommentHeldPayload')
  .implement({
    description:
      'The result of a `createComment` whose comment is held until a moderator has read it. The same input under the same `clientMutationId` gives it again, or the comment once it is approved.',
    fields: (t) => ({
      clientMutationId: t.exposeString('clientMutationId', {
        nullable: true,
        description: 'The `clientMutationId` of the input. Is null when the input had none.',
      }),
      heldComment: t.field({
        type: HeldComment,
        description: 'The held comment.',
        resolve: ({ heldComment }) => heldComment,
      }),
    }),
  });
